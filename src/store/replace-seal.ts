import type { Kysely } from 'kysely';
import type { Checkout } from '../checkout/checkout.ts';
import type { Seal } from '../checkout/ports.ts';
import { toCheckoutRow } from './checkout-row.ts';
import type { Tables } from './tables.ts';

/** Compare-and-set like any change, but whoever has loaded the checkout before may still write: the number is the same. */
export async function replaceSeal(trx: Kysely<Tables>, checkout: Checkout, seal: Seal): Promise<boolean> {
  const { id, version, status, number } = checkout;
  if (number === undefined) return false;
  const sealed = toCheckoutRow({ ...checkout, number: { ...number, ...seal } });
  const { numUpdatedRows } = await trx
    .updateTable('checkouts')
    .set({ document: sealed.document, number_key_id: sealed.number_key_id })
    .where('id', '=', id)
    .where('version', '=', version)
    .where('status', '=', status)
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}
