import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { openStore } from '../../src/store/store.ts';
import {
  copyDatabase,
  makeFastFolder,
  openMortal,
  type MortalStore,
  type StatementDeath,
} from '../store/mortal-store.ts';
import { restartRules } from './database-rules.ts';
import type { Stage } from './process.ts';
import type { Judge } from './rules.ts';
import type { Stored } from './scene.ts';
import { letIn } from './twin-merchant-chats.ts';
import { type KnownRows, openStoredView, type StoredView } from './stored-view.ts';

/** The real store in a file, over the deaths of its processes. Each that comes holds the lock alone. */
export interface RestartingStore {
  /** Of the process that lives. */
  readonly store: Stage['store'];
  /** What is committed, whoever lives. */
  readonly stored: Stored;
  readonly isDead: boolean;
  /** What the process that lives has executed since `dieAt`. */
  readonly statements: readonly string[];
  /** A statement of the process that lives, counted from now on. */
  dieAt(death: StatementDeath | undefined): void;
  die(): void;
  /** Told of a death, and of whatever has become durable, at the very moment. */
  watch(watcher: Watcher): void;
  restart(judge: Judge): Promise<void>;
  judge(judge: Judge): void;
  close(): Promise<void>;
}

interface Watcher {
  onDeath(): void;
  onCommit(): void;
}

/** A place for many of them, one after the other. */
export interface StorePlace {
  open(clock: { readonly now: number }): Promise<RestartingStore>;
  remove(): void;
}

export async function createStorePlace(): Promise<StorePlace> {
  const folder = makeFastFolder();
  const empty = join(folder.path, 'empty.db');
  const store = await openStore({ url: `file:${empty}`, holder: 'nobody' });
  await store.migrate();
  await letIn(store.merchantChats, 'first');
  await store.close();
  return {
    remove: folder.remove,
    open: async (clock) => openRestarting(folder.path, empty, clock),
  };
}

async function openRestarting(
  folder: string,
  empty: string,
  clock: { readonly now: number },
): Promise<RestartingStore> {
  const known: KnownRows = new Map();
  const files = [join(folder, 'live-1.db')];
  let watcher: Watcher | undefined;
  const fileOf = (generation: number): string => join(folder, `live-${generation}.db`);
  copyDatabase(empty, fileOf(1));

  function open(): Promise<MortalStore> {
    const [file, remains] = [fileOf(files.length), fileOf(files.length + 1)];
    const onDeath = (): void => {
      view.close();
      files.push(remains);
      view = openStoredView(remains, known);
      watcher?.onDeath();
    };
    const onCommit = (): void => watcher?.onCommit();
    const holder = `store-${files.length}`;
    return openMortal({ file, remains, holder, clock, lock: true, onDeath, onCommit });
  }

  let view: StoredView = openStoredView(fileOf(1), known);
  let living = await open();
  return {
    get store() {
      return living.store;
    },
    stored: {
      get rows() {
        return view.rows;
      },
      get signalEntries() {
        return view.signalEntries;
      },
      get merchantEntries() {
        return view.merchantEntries;
      },
      get knownChats() {
        return view.knownChats;
      },
      inbox: { waiting: () => view.inbox.waiting() },
      checkouts: { list: (limit, after) => view.checkouts.list(limit, after) },
    },
    get isDead() {
      return living.isDead;
    },
    get statements() {
      return living.statements;
    },
    dieAt: (death) => living.dieAt(death),
    die: () => living.die(),
    watch: (next) => {
      watcher = next;
    },
    restart: async (judge) => {
      await living.close();
      living = await open();
      living.dieAt(undefined);
      view.judge(judge, restartRules);
    },
    judge: (judge) => view.judge(judge),
    close: async () => {
      watcher = undefined;
      view.close();
      await living.close();
      for (const file of files)
        for (const part of ['', '-wal', '-shm', '.lock']) rmSync(`${file}${part}`, { force: true });
    },
  };
}
