import { type Kysely, type RawBuilder, sql } from 'kysely';
import { CheckoutError } from '../checkout/errors.ts';
import type { RateLimit } from '../round-trip/rate-limit.ts';
import { databaseNow } from './sqlite/database-now.ts';
import type { Tables } from './tables.ts';

/** Counts one event against the limit, in the transaction of what it limits. @throws CheckoutError `rate_limited` */
export async function countAgainst(trx: Kysely<Tables>, limit: RateLimit): Promise<void> {
  const { numAffectedRows } = await sql`
    insert into limit_events (name, key, at)
    select cast(${limit.name} as text), cast(${limit.key} as text), ${databaseNow} where ${hasRoom(limit)}
  `.execute(trx);
  if (numAffectedRows !== 1n) throw new CheckoutError('rate_limited', limit.name);
}

/** The condition that fewer than `max` events lie in the window that ends now. */
export function hasRoom({ name, key, windowMs, max }: RateLimit): RawBuilder<boolean> {
  return sql<boolean>`(
    select count(*) from limit_events
    where name = ${name} and key = ${key} and at > ${databaseNow} - ${windowMs}
  ) < ${max}`;
}

/** Forgets what no window reaches any more; the longest is an hour. Answers how many. */
export async function pruneLimits(db: Kysely<Tables>): Promise<number> {
  const isOld = sql<boolean>`at < ${databaseNow} - 86400000`;
  const found = await db.selectFrom('limit_events').select('id').where(isOld).limit(1).executeTakeFirst();
  if (found === undefined) return 0;
  const { numDeletedRows } = await db.deleteFrom('limit_events').where(isOld).executeTakeFirst();
  return Number(numDeletedRows);
}
