import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openStore, type Store } from '../../src/store/store.ts';

export const storeKinds = ['twin', 'sqlite', 'file'] as const;

export type StoreKind = (typeof storeKinds)[number];

/** Runs something with a fresh SQLite store in memory or on disk, or with none where the twin is enough. */
export async function withStore<T>(
  kind: StoreKind,
  clock: { readonly now: number },
  run: (real: Store | undefined) => Promise<T>,
): Promise<T> {
  if (kind === 'twin') return run(undefined);
  const folder = kind === 'file' ? await mkdtemp(join(tmpdir(), 'chat-checkout-model-')) : undefined;
  const url = folder === undefined ? 'file::memory:' : `file:${join(folder, 'checkout.db')}`;
  const store = await openStore({ url, holder: 'model', clock: () => clock.now });
  try {
    await store.migrate();
    return await run(store);
  } finally {
    await store.close();
    if (folder !== undefined) await rm(folder, { recursive: true });
  }
}
