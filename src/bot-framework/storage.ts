import type { Storage, StoreItems } from 'botbuilder';

/** What `store/` offers for botbuilder's state. */
export interface BotStateStore {
  read(keys: string[]): Promise<Record<string, unknown>>;
  write(changes: Record<string, unknown>): Promise<void>;
  delete(keys: string[]): Promise<void>;
}

/**
 * botbuilder's `Storage` on the product's own database. `BotState.saveChanges` writes with eTag `*`, so the last
 * writer wins: turns of one conversation run one at a time, and nothing here decides about money.
 */
export function createBotStorage(store: BotStateStore): Storage {
  return {
    read: async (keys): Promise<StoreItems> => store.read(keys),
    write: async (changes: StoreItems) => store.write(changes),
    delete: (keys) => store.delete(keys),
  };
}
