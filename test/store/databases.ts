import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openStore, type Store } from '../../src/store/store.ts';

/** A fresh, migrated store whose time only moves when the test moves it. */
export interface TestStore {
  readonly store: Store;
  readonly clock: { now: number };
  readonly remove: () => Promise<void>;
}

export interface TestDatabase {
  readonly name: string;
  readonly open: () => Promise<TestStore>;
}

/** Every promise of the store is tested on each of them. */
export const databases: readonly TestDatabase[] = [
  {
    name: 'a SQLite file',
    open: async () => {
      const folder = await newFolder();
      return open(`file:${join(folder, 'checkout.db')}`, () => rm(folder, { recursive: true }));
    },
  },
  { name: 'SQLite in memory', open: () => open('file::memory:', async () => undefined) },
];

export function newFolder(): Promise<string> {
  return mkdtemp(join(tmpdir(), 'chat-checkout-store-'));
}

async function open(url: string, removeFiles: () => Promise<void>): Promise<TestStore> {
  const clock = { now: 1_800_000_000_000 };
  const store = await openStore({ url, holder: 'test', clock: () => clock.now });
  await store.migrate();
  return {
    store,
    clock,
    remove: async () => {
      await store.close();
      await removeFiles();
    },
  };
}
