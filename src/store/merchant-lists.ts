import type { Kysely } from 'kysely';
import type { Checkout, Status } from '../checkout/checkout.ts';
import { parseCheckoutRow } from './checkout-row.ts';
import type { Tables } from './tables.ts';

/** Checkouts whose id begins so. Ids are of letters and digits, which all come before the brace. */
export async function listBeginningWith(
  db: Kysely<Tables>,
  beginning: string,
  limit: number,
): Promise<readonly Checkout[]> {
  const rows = await db
    .selectFrom('checkouts')
    .selectAll()
    .where('id', '>=', beginning)
    .where('id', '<', `${beginning}{`)
    .orderBy('id')
    .limit(limit)
    .execute();
  return rows.map((row) => parseCheckoutRow(row));
}

/** Newest first. */
export async function listByStatus(
  db: Kysely<Tables>,
  status: Status,
  limit: number,
): Promise<readonly Checkout[]> {
  const rows = await db
    .selectFrom('checkouts')
    .selectAll()
    .where('status', '=', status)
    .orderBy('created_at', 'desc')
    .limit(limit)
    .execute();
  return rows.map((row) => parseCheckoutRow(row));
}
