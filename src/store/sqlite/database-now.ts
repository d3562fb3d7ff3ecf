import { sql } from 'kysely';

/** The one clock of the product: milliseconds since 1970, asked of the database in every query that needs it. */
export const databaseNow = sql<number>`database_now()`;
