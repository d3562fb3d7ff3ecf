import type { Kysely } from 'kysely';
import type { Checkout } from '../checkout/checkout.ts';
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
