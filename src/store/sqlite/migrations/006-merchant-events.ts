import { type Kysely, type Migration, sql } from 'kysely';

/** What the merchant is told of: a row for each destination, written with the change that it tells of. */
export const merchantEvents: Migration = {
  up: async (db: Kysely<unknown>) => {
    await db.schema
      .createTable('merchant_events')
      .addColumn('id', 'integer', (column) => column.primaryKey().autoIncrement())
      .addColumn('event_id', 'text', (column) => column.notNull())
      .addColumn('destination', 'text', (column) => column.notNull())
      .addColumn('checkout_id', 'text', (column) => column.notNull().references('checkouts.id'))
      .addColumn('kind', 'text', (column) => column.notNull())
      .addColumn('body', 'text', (column) => column.notNull())
      .addColumn('happened_at', 'bigint', (column) => column.notNull())
      .addColumn('due_at', 'bigint', (column) => column.notNull())
      .addColumn('try_at', 'bigint', (column) => column.notNull())
      .addColumn('lease_holder', 'text')
      .addColumn('lease_until', 'bigint')
      .addColumn('tries', 'integer', (column) => column.notNull().defaultTo(0))
      .addColumn('state', 'text', (column) => column.notNull().defaultTo('waiting'))
      .addColumn('reason', 'text')
      .addColumn('ended_at', 'bigint')
      .addUniqueConstraint('merchant_events_once', ['event_id', 'destination'])
      .execute();
    await createIndexes(db);
  },
};

async function createIndexes(db: Kysely<unknown>): Promise<void> {
  const table = 'merchant_events';
  await db.schema
    .createIndex('merchant_events_waiting')
    .on(table)
    .columns(['destination', 'try_at'])
    .where(sql<boolean>`state = 'waiting'`)
    .execute();
  // With nothing but the state in it the rows come in the order of their ids.
  await db.schema
    .createIndex('merchant_events_given_up')
    .on(table)
    .columns(['state'])
    .where(sql<boolean>`state = 'given_up'`)
    .execute();
  await db.schema
    .createIndex('merchant_events_leased')
    .on(table)
    .columns(['lease_holder'])
    .where(sql<boolean>`lease_holder is not null`)
    .execute();
  await db.schema.createIndex('merchant_events_of_checkout').on(table).columns(['checkout_id']).execute();
}
