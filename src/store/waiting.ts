import { sql } from 'kysely';

/** A literal, so that the database may use the index of the waiting signals, which stays small. */
export const waiting = sql.lit('waiting' as const);
