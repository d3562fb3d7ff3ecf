import { type Kysely, type Migration, sql } from 'kysely';

/** Who paid, sealed, beside the checkout; which checkouts may be forgotten; and the events that name a checkout. */
export const payers: Migration = {
  up: async (db: Kysely<unknown>) => {
    await createPayers(db);
    await db.schema
      .alterTable('checkouts')
      .addColumn('may_be_forgotten', 'integer', (column) => column.notNull().defaultTo(0))
      .execute();
    // The statuses are those of the day of this migration.
    await sql`update checkouts set may_be_forgotten = 1
      where status not in ('open', 'claimed', 'order_submitted', 'awaiting_approval', 'approved', 'declined',
          'capture_submitted', 'capture_pending', 'paid')
        and (document ->> '$.dispute') is not 'open' and (document ->> '$.erasedAt') is null`.execute(db);
    await db.schema
      .createIndex('checkouts_forgettable')
      .on('checkouts')
      .columns(['created_at'])
      .where(sql<boolean>`may_be_forgotten = 1`)
      .execute();
    for (const name of ['customId', 'orderId', 'captureId', 'disputeId']) await createEventIndex(db, name);
  },
};

async function createPayers(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('payers')
    .addColumn('checkout_id', 'text', (column) => column.primaryKey().references('checkouts.id'))
    .addColumn('sealed', 'text', (column) => column.notNull())
    .addColumn('key_id', 'text', (column) => column.notNull())
    .addColumn('email_hash', 'text')
    .addColumn('seen_at', 'bigint', (column) => column.notNull())
    .execute();
  await db.schema.createIndex('payers_by_key').on('payers').columns(['key_id', 'checkout_id']).execute();
  await db.schema
    .createIndex('payers_by_email')
    .on('payers')
    .columns(['email_hash'])
    .where(sql<boolean>`email_hash is not null`)
    .execute();
}

/** An event is kept as it came; of its ids only these lead to a purchase. */
async function createEventIndex(db: Kysely<unknown>, name: string): Promise<void> {
  const field = sql`(event ->> ${sql.lit(`$.${name}`)})`;
  await sql`create index ${sql.ref(`webhook_events_by_${name.toLowerCase()}`)} on webhook_events (${field})
    where ${field} is not null`.execute(db);
}
