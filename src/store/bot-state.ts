import type { Kysely } from 'kysely';
import { databaseNow } from './sqlite/database-now.ts';
import type { Tables } from './tables.ts';
import type { Transact } from './sqlite/transactions.ts';

/** The shape of botbuilder's Storage: JSON by key. The last writer wins, so nothing about money belongs here. */
export interface BotStateStore {
  /** What is known of these keys; an unknown one is left out. */
  read(keys: string[]): Promise<Record<string, unknown>>;
  write(changes: Record<string, unknown>): Promise<void>;
  delete(keys: string[]): Promise<void>;
}

export function createBotStateStore(db: Kysely<Tables>, transact: Transact): BotStateStore {
  return {
    read: async (keys) => {
      if (keys.length === 0) return {};
      const rows = await db
        .selectFrom('bot_state')
        .select(['key', 'value'])
        .where('key', 'in', keys)
        .execute();
      return Object.fromEntries(rows.map((row): [string, unknown] => [row.key, JSON.parse(row.value)]));
    },
    write: async (changes) => {
      const known = Object.entries(changes).filter(([, value]) => value !== undefined);
      if (known.length > 0) await transact((trx) => upsert(trx, known));
    },
    delete: async (keys) => {
      if (keys.length > 0)
        await transact((trx) => trx.deleteFrom('bot_state').where('key', 'in', keys).execute());
    },
  };
}

async function upsert(trx: Kysely<Tables>, entries: readonly [string, unknown][]): Promise<void> {
  await trx
    .insertInto('bot_state')
    .values(entries.map(([key, value]) => ({ key, value: JSON.stringify(value), updated_at: databaseNow })))
    .onConflict((conflict) =>
      conflict.column('key').doUpdateSet((eb) => ({
        value: eb.ref('excluded.value'),
        updated_at: eb.ref('excluded.updated_at'),
      })),
    )
    .execute();
}
