import { type Kysely, type Migration, sql } from 'kysely';

/** Private chats that hear what the merchant hears, and the codes by which they are claimed. */
export const merchantChats: Migration = {
  up: async (db: Kysely<unknown>) => {
    await db.schema
      .createTable('merchant_codes')
      .addColumn('id', 'text', (column) => column.primaryKey())
      .addColumn('hash', 'text', (column) => column.notNull())
      .addColumn('created_at', 'bigint', (column) => column.notNull())
      .addColumn('expires_at', 'bigint', (column) => column.notNull())
      .addColumn('tries', 'integer', (column) => column.notNull().defaultTo(0))
      .addColumn('ended_at', 'bigint')
      .addColumn('why_ended', 'text')
      .execute();
    await db.schema
      .createTable('merchant_chats')
      .addColumn('id', 'integer', (column) => column.primaryKey().autoIncrement())
      .addColumn('channel_id', 'text', (column) => column.notNull())
      .addColumn('conversation_id', 'text', (column) => column.notNull())
      .addColumn('account_id', 'text', (column) => column.notNull())
      .addColumn('name', 'text', (column) => column.notNull())
      .addColumn('locale', 'text', (column) => column.notNull())
      .addColumn('conversation_reference', 'text', (column) => column.notNull())
      .addColumn('joined_at', 'bigint', (column) => column.notNull())
      .addColumn('heard_at', 'bigint')
      .addColumn('state', 'text', (column) => column.notNull().defaultTo('hearing'))
      .addColumn('ended_at', 'bigint')
      .addColumn('reason', 'text')
      .execute();
    await createIndexes(db);
  },
};

async function createIndexes(db: Kysely<unknown>): Promise<void> {
  // At most one code waits to be said.
  await db.schema
    .createIndex('merchant_codes_waiting')
    .on('merchant_codes')
    .columns(['expires_at'])
    .where(sql<boolean>`ended_at is null`)
    .execute();
  // A chat is there once, however many codes were said in it.
  await db.schema
    .createIndex('merchant_chats_hearing')
    .unique()
    .on('merchant_chats')
    .columns(['channel_id', 'conversation_id', 'account_id'])
    .where(sql<boolean>`state = 'hearing'`)
    .execute();
}
