import { type Kysely, type Migration, sql } from 'kysely';

/** Which checkouts have a parcel's number that PayPal has not answered: few at any time, and found without a look at the rest. */
export const trackings: Migration = {
  up: async (db: Kysely<unknown>) => {
    await db.schema
      .alterTable('checkouts')
      .addColumn('tracking_open', 'integer', (column) => column.notNull().defaultTo(0))
      .execute();
    await db.schema
      .createIndex('checkouts_tracking')
      .on('checkouts')
      .columns(['tracking_open'])
      .where(sql<boolean>`tracking_open > 0`)
      .execute();
  },
};
