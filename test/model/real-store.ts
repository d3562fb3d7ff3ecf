import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createStorePlace, type RestartingStore } from './restarting-store.ts';
import { openStore, type Store } from '../../src/store/store.ts';
import { letIn } from './twin-merchant-chats.ts';
import { merchantDestinations } from './twin-merchant-events.ts';

export const storeKinds = ['twin', 'sqlite', 'file', 'restarting'] as const;

export type StoreKind = (typeof storeKinds)[number];

/** SQLite beside its twin, or alone and over the deaths of its processes. */
export interface OnRealStore {
  readonly real?: Store;
  readonly restarting?: RestartingStore;
}

/** Runs something with a fresh SQLite store in memory or on disk, or with none where the twin is enough. */
export async function withStore<T>(
  kind: StoreKind,
  clock: { readonly now: number },
  run: (on: OnRealStore) => Promise<T>,
): Promise<T> {
  if (kind === 'twin') return run({});
  if (kind === 'restarting') return withRestarting(clock, run);
  const folder = kind === 'file' ? await mkdtemp(join(tmpdir(), 'chat-checkout-model-')) : undefined;
  const url = folder === undefined ? 'file::memory:' : `file:${join(folder, 'checkout.db')}`;
  const store = await openStore({
    url,
    holder: 'model',
    merchantDestinations,
    clock: () => clock.now,
  });
  try {
    await store.migrate();
    await letIn(store.merchantChats, 'first');
    return await run({ real: store });
  } finally {
    await store.close();
    if (folder !== undefined) await rm(folder, { recursive: true });
  }
}

async function withRestarting<T>(
  clock: { readonly now: number },
  run: (on: OnRealStore) => Promise<T>,
): Promise<T> {
  const place = await createStorePlace();
  const restarting = await place.open(clock);
  try {
    return await run({ restarting });
  } finally {
    await restarting.close();
    place.remove();
  }
}
