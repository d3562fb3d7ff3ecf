import { type Kysely, type Migration, sql } from 'kysely';

export const firstTables: Migration = {
  up: async (db: Kysely<unknown>) => {
    await createCheckouts(db);
    await createSignals(db);
    await createLimitEvents(db);
    await db.schema
      .createTable('bot_state')
      .addColumn('key', 'text', (column) => column.primaryKey())
      .addColumn('value', 'text', (column) => column.notNull())
      .addColumn('updated_at', 'bigint', (column) => column.notNull())
      .execute();
    await db.schema
      .createTable('health')
      .addColumn('id', 'integer', (column) => column.primaryKey())
      .addColumn('checked_at', 'bigint', (column) => column.notNull())
      .execute();
  },
};

const owner = ['channel_id', 'conversation_id', 'shopper_id'] as const;

/** Frozen as it was when this migration was written; a test compares it with the statuses of today. */
const active = sql<boolean>`status in ('open', 'claimed', 'order_submitted', 'awaiting_approval', 'declined', 'capture_submitted', 'capture_pending', 'paid')`;

async function createCheckouts(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('checkouts')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('version', 'integer', (column) => column.notNull())
    .addColumn('status', 'text', (column) => column.notNull())
    .addColumn('channel_id', 'text', (column) => column.notNull())
    .addColumn('conversation_id', 'text', (column) => column.notNull())
    .addColumn('shopper_id', 'text', (column) => column.notNull())
    .addColumn('started_by', 'text', (column) => column.notNull())
    .addColumn('created_at', 'bigint', (column) => column.notNull())
    .addColumn('updated_at', 'bigint', (column) => column.notNull())
    .addColumn('expires_at', 'bigint', (column) => column.notNull())
    .addColumn('paid_at', 'bigint')
    .addColumn('lease_holder', 'text')
    .addColumn('lease_until', 'bigint')
    .addColumn('number_expires_at', 'bigint')
    .addColumn('number_attempts', 'integer', (column) => column.notNull())
    .addColumn('attempts', 'integer', (column) => column.notNull())
    .addColumn('order_id', 'text')
    .addColumn('capture_id', 'text')
    .addColumn('card_activity_id', 'text')
    .addColumn('document', 'text', (column) => column.notNull())
    .addUniqueConstraint('checkouts_started_by', [...owner, 'started_by'])
    .execute();
  await db.schema
    .createIndex('checkouts_one_active')
    .on('checkouts')
    .columns([...owner])
    .unique()
    .where(active)
    .execute();
  await db.schema
    .createIndex('checkouts_of_shopper')
    .on('checkouts')
    .columns(['channel_id', 'shopper_id', 'status', 'created_at'])
    .execute();
  await db.schema
    .createIndex('checkouts_by_deadline')
    .on('checkouts')
    .columns(['status', 'expires_at'])
    .execute();
}

async function createSignals(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('signals')
    .addColumn('id', 'integer', (column) => column.primaryKey().autoIncrement())
    .addColumn('checkout_id', 'text', (column) => column.notNull().references('checkouts.id'))
    .addColumn('kind', 'text', (column) => column.notNull())
    .addColumn('due_at', 'bigint', (column) => column.notNull())
    .addColumn('try_at', 'bigint', (column) => column.notNull())
    .addColumn('lease_holder', 'text')
    .addColumn('lease_until', 'bigint')
    .addColumn('tries', 'integer', (column) => column.notNull().defaultTo(0))
    .addColumn('state', 'text', (column) => column.notNull().defaultTo('waiting'))
    .addColumn('reason', 'text')
    .addColumn('created_at', 'bigint', (column) => column.notNull())
    .addColumn('ended_at', 'bigint')
    .execute();
  await db.schema
    .createIndex('signals_waiting')
    .on('signals')
    .columns(['try_at'])

    .where(sql<boolean>`state = 'waiting'`)
    .execute();
  await db.schema.createIndex('signals_of_checkout').on('signals').columns(['checkout_id']).execute();
}

async function createLimitEvents(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('limit_events')
    .addColumn('id', 'integer', (column) => column.primaryKey().autoIncrement())
    .addColumn('name', 'text', (column) => column.notNull())
    .addColumn('key', 'text', (column) => column.notNull())
    .addColumn('at', 'bigint', (column) => column.notNull())
    .execute();
  await db.schema
    .createIndex('limit_events_by_key')
    .on('limit_events')
    .columns(['name', 'key', 'at'])
    .execute();
}
