import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openStore, type Store, type StoreOptions } from '../../src/store/store.ts';

/** A fresh, migrated store whose time only moves when the test moves it. */
export interface TestStore {
  readonly store: Store;
  readonly clock: { now: number };
  readonly remove: () => Promise<void>;
}

export interface TestDatabase {
  readonly name: string;
  readonly open: (options?: Pick<StoreOptions, 'merchantDestinations'>) => Promise<TestStore>;
}

/** Every promise of the store is tested on each of them. */
export const databases: readonly TestDatabase[] = [
  {
    name: 'a SQLite file',
    open: async (options) => {
      const folder = await newFolder();
      return open(`file:${join(folder, 'checkout.db')}`, () => rm(folder, { recursive: true }), options);
    },
  },
  { name: 'SQLite in memory', open: (options) => open('file::memory:', async () => undefined, options) },
];

export function newFolder(): Promise<string> {
  return mkdtemp(join(tmpdir(), 'chat-checkout-store-'));
}

async function open(
  url: string,
  removeFiles: () => Promise<void>,
  options: Pick<StoreOptions, 'merchantDestinations'> = {},
): Promise<TestStore> {
  const clock = { now: 1_800_000_000_000 };
  const store = await openStore({ url, holder: 'test', clock: () => clock.now, ...options });
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
