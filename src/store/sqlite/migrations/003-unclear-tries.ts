import type { Kysely, Migration } from 'kysely';

/** How often the answer to a telling was lost: a second time is the last. */
export const unclearTries: Migration = {
  up: async (db: Kysely<unknown>) => {
    await db.schema
      .alterTable('signals')
      .addColumn('unclear_tries', 'integer', (column) => column.notNull().defaultTo(0))
      .execute();
  },
};
