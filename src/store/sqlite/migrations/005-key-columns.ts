import { type Kysely, type Migration, sql } from 'kysely';

/** By which key something of a purchase under way is sealed, so that a start can say which keys are still needed. */
export const keyColumns: Migration = {
  up: async (db: Kysely<unknown>) => {
    for (const column of ['link_key_id', 'number_key_id', 'order_key_id'])
      await db.schema.alterTable('checkouts').addColumn(column, 'text').execute();
    await fillColumns(db);
    await createKeyIndexes(db);
  },
};

/** Nobody wrote down which key sealed a link: its id is empty. The statuses are those of the day of this migration. */
async function fillColumns(db: Kysely<unknown>): Promise<void> {
  await sql`update checkouts set link_key_id = ''
    where status in ('open', 'claimed', 'order_submitted', 'awaiting_approval', 'approved', 'declined',
      'capture_submitted', 'capture_pending', 'paid')`.execute(db);
  await sql`update checkouts set number_key_id =
      substr(document ->> '$.number.sealed', 1, instr(document ->> '$.number.sealed', '.') - 1)
    where status in ('paid', 'approved') and number_expires_at is not null`.execute(db);
  await sql`update checkouts set order_key_id = (
      select value ->> 'nonceKeyId' from json_each(checkouts.document, '$.orders') where value ->> 'live' = 1)
    where status = 'order_submitted'`.execute(db);
}

/** Only purchases under way stand in these, and they are counted without a look at the rows. */
async function createKeyIndexes(db: Kysely<unknown>): Promise<void> {
  await createKeyIndex(db, 'link', ['link_key_id']);
  await createKeyIndex(db, 'number', ['number_key_id', 'number_expires_at']);
  await createKeyIndex(db, 'order', ['order_key_id']);
}

async function createKeyIndex(
  db: Kysely<unknown>,
  what: 'link' | 'number' | 'order',
  columns: readonly string[],
): Promise<void> {
  await db.schema
    .createIndex(`checkouts_by_${what}_key`)
    .on('checkouts')
    .columns([...columns])
    .where(sql<boolean>`${sql.ref(`${what}_key_id`)} is not null`)
    .execute();
}
