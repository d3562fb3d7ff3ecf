import { type Kysely, type Migration, sql } from 'kysely';

/** So that start, stop, sweep and the merchant's lists look at what they ask for, however many purchases there were. */
export const indexes: Migration = {
  up: async (db: Kysely<unknown>) => {
    await createLeaseIndexes(db);
    await db.schema.createIndex('checkouts_by_age').on('checkouts').columns(['created_at', 'id']).execute();
    await db.schema
      .createIndex('checkouts_by_status')
      .on('checkouts')
      .columns(['status', 'created_at'])
      .execute();
    await db.schema
      .createIndex('checkouts_flagged')
      .on('checkouts')
      .columns(['flag'])
      .where(sql<boolean>`flag is not null`)
      .execute();
    // With nothing but the state in it the rows come in the order of their ids.
    await db.schema
      .createIndex('signals_undeliverable')
      .on('signals')
      .columns(['state'])
      .where(sql<boolean>`state = 'undeliverable'`)
      .execute();
    await db.schema.createIndex('limit_events_by_age').on('limit_events').columns(['at']).execute();
  },
};

/** Few rows are leased at any time, so these stay small. */
async function createLeaseIndexes(db: Kysely<unknown>): Promise<void> {
  for (const table of ['checkouts', 'signals', 'webhook_events'])
    await db.schema
      .createIndex(`${table}_leased`)
      .on(table)
      .columns(['lease_holder'])
      .where(sql<boolean>`lease_holder is not null`)
      .execute();
}
