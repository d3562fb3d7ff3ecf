import { type Kysely, type Migration, sql } from 'kysely';

/** Refunds, what PayPal sends, the ledger, and a status (`approved`) that is under way. */
export const refundsAndEvents: Migration = {
  up: async (db: Kysely<unknown>) => {
    await db.schema.alterTable('checkouts').addColumn('flag', 'text').execute();
    await db.schema
      .alterTable('checkouts')
      .addColumn('refunds_open', 'integer', (column) => column.notNull().defaultTo(0))
      .execute();
    await db.schema.dropIndex('checkouts_one_active').execute();
    await db.schema
      .createIndex('checkouts_one_active')
      .on('checkouts')
      .columns(['channel_id', 'conversation_id', 'shopper_id'])
      .unique()
      .where(active)
      .execute();
    await db.schema.createIndex('checkouts_by_capture').on('checkouts').columns(['capture_id']).execute();
    await db.schema.createIndex('checkouts_by_order').on('checkouts').columns(['order_id']).execute();
    await db.schema
      .createIndex('checkouts_refunding')
      .on('checkouts')
      .columns(['refunds_open'])
      .where(sql<boolean>`refunds_open > 0`)
      .execute();
    await createInbox(db);
    await createLedger(db);
  },
};

/** Frozen as it was when this migration was written; a test compares it with the statuses of today. */
const active = sql<boolean>`status in ('open', 'claimed', 'order_submitted', 'awaiting_approval', 'approved', 'declined', 'capture_submitted', 'capture_pending', 'paid')`;

async function createInbox(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('webhook_events')
    .addColumn('event_id', 'text', (column) => column.primaryKey())
    .addColumn('event', 'text', (column) => column.notNull())
    .addColumn('received_at', 'bigint', (column) => column.notNull())
    .addColumn('try_at', 'bigint', (column) => column.notNull())
    .addColumn('lease_holder', 'text')
    .addColumn('lease_until', 'bigint')
    .addColumn('tries', 'integer', (column) => column.notNull())
    .addColumn('state', 'text', (column) => column.notNull())
    .execute();
  await db.schema
    .createIndex('webhook_events_waiting')
    .on('webhook_events')
    .columns(['try_at'])
    .where(sql<boolean>`state = 'waiting'`)
    .execute();
}

async function createLedger(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('ledger')
    .addColumn('id', 'integer', (column) => column.primaryKey().autoIncrement())
    .addColumn('checkout_id', 'text', (column) => column.notNull().references('checkouts.id'))
    .addColumn('version', 'integer', (column) => column.notNull())
    .addColumn('at', 'bigint', (column) => column.notNull())
    .addColumn('who', 'text', (column) => column.notNull())
    .addColumn('what', 'text', (column) => column.notNull())
    .addColumn('debug_id', 'text')
    .execute();
  await db.schema.createIndex('ledger_of_checkout').on('ledger').columns(['checkout_id', 'id']).execute();
}
