import { copyFileSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { SqliteDatabase } from 'kysely';
import { openStore, type Store } from '../../src/store/store.ts';

/** Where a process dies: around the so-manieth statement after its store was told so. */
export interface StatementDeath {
  readonly statement: number;
  readonly when: 'before' | 'after';
}

/** What every statement of a dead process comes to. */
export class ProcessDied extends Error {
  constructor() {
    super('the process died here');
    this.name = 'ProcessDied';
  }
}

/** A store whose process may die at any statement, as by kill -9: the files are then what the disk held at that moment. */
export interface MortalStore {
  readonly store: Store;
  /** The statements since `dieAt`, in their order. */
  readonly statements: readonly string[];
  readonly isDead: boolean;
  /** Counts from here on, up to the death where there is one. */
  dieAt(death: StatementDeath | undefined): void;
  /** Dies between two statements. */
  die(): void;
  /** Ends the store, dead or not, without a change to what a dead one left. */
  close(): Promise<void>;
}

export interface MortalOptions {
  readonly file: string;
  /** Where the files are copied to at the death: what a later process finds. */
  readonly remains: string;
  readonly holder?: string;
  readonly clock: { readonly now: number };
  /** Whether it serves: then it frees what those before it had leased. */
  readonly lock?: boolean;
  /** Dies while it opens. */
  readonly death?: StatementDeath | undefined;
  readonly onDeath?: (() => void) | undefined;
  /** Told when something is durable, before the process hears of it. */
  readonly onCommit?: (() => void) | undefined;
}

export async function openMortal(options: MortalOptions): Promise<MortalStore> {
  const { file, clock, holder = 'mortal', lock = false } = options;
  const life = createLife(options);
  const store = await openStore({
    url: `file:${file}`,
    holder,
    lock,
    merchantDestinations: ['webhook'],
    clock: () => clock.now,
    around: life.around,
  });
  return {
    store,
    get statements() {
      return life.statements;
    },
    get isDead() {
      return life.isDead();
    },
    dieAt: life.dieAt,
    die: life.die,
    close: async () => {
      try {
        await store.close();
      } catch (error) {
        // The lock is free all the same.
        if (!(error instanceof ProcessDied)) throw error;
      }
    },
  };
}

interface CountedLife {
  readonly statements: string[];
  isDead(): boolean;
  dieAt(death: StatementDeath | undefined): void;
  die(): void;
  around(database: SqliteDatabase): SqliteDatabase;
}

function createLife({ file, remains, death, onDeath, onCommit }: MortalOptions): CountedLife {
  const statements: string[] = [];
  let planned = death;
  let isDead = false;

  let closeFiles = (): void => undefined;

  function die(): void {
    if (isDead) return;
    isDead = true;
    copyDatabase(file, remains);
    closeFiles();
    onDeath?.();
  }

  function run<T>(text: string, execute: () => T): T {
    if (isDead) throw new ProcessDied();
    statements.push(text);
    const isHere = planned?.statement === statements.length;
    if (isHere && planned?.when === 'before') die();
    if (isDead) throw new ProcessDied();
    const answer = execute();
    if (text === 'commit') onCommit?.();
    if (isHere) die();
    if (isHere) throw new ProcessDied();
    return answer;
  }

  return {
    statements,
    isDead: () => isDead,
    dieAt: (next) => {
      planned = next;
      statements.length = 0;
    },
    die,
    around: (database) => {
      closeFiles = () => database.close();
      return {
        close: () => {
          if (!isDead) database.close();
        },
        prepare: (text) => {
          if (isDead) throw new ProcessDied();
          const statement = database.prepare(text);
          return {
            reader: statement.reader,
            all: (parameters) => run(text, () => statement.all(parameters)),
            run: (parameters) => run(text, () => statement.run(parameters)),
            iterate: (parameters) => statement.iterate(parameters),
          };
        },
      };
    },
  };
}

/** The database and what stands in its log; a shared-memory file is made anew by whoever opens them. */
export function copyDatabase(from: string, to: string): void {
  for (const part of ['', '-wal'])
    if (existsSync(`${from}${part}`)) copyFileSync(`${from}${part}`, `${to}${part}`);
}

/** A folder in memory where there is one: hundreds of databases come and go. */
export function makeFastFolder(): { readonly path: string; readonly remove: () => void } {
  const memory = '/dev/shm';
  const path = mkdtempSync(join(existsSync(memory) ? memory : tmpdir(), 'chat-checkout-deaths-'));
  return { path, remove: () => rmSync(path, { recursive: true }) };
}
