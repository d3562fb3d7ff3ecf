import { type Kysely, sql } from 'kysely';
import type { Checkout } from '../checkout/checkout.ts';
import type { CheckoutRow, Tables } from './tables.ts';
import { waiting } from './waiting.ts';

/** Frees what is leased, all of it or one holder's, so that the next process goes on at once. A signal counts that as a try. */
export async function releaseLeases(trx: Kysely<Tables>, holder?: string): Promise<void> {
  await trx
    .updateTable('checkouts')
    .set({ lease_holder: null, lease_until: null })
    .where('lease_holder', 'is not', null)
    .$if(holder !== undefined, (query) => query.where('lease_holder', '=', holder ?? ''))
    .execute();
  await trx
    .updateTable('signals')
    .set({ lease_holder: null, lease_until: null, tries: sql<number>`tries + 1` })
    .where('state', '=', waiting)
    .where('lease_holder', 'is not', null)
    .$if(holder !== undefined, (query) => query.where('lease_holder', '=', holder ?? ''))
    .execute();
}

/** Events of the inbox likewise; its table came with a later migration. */
export async function releaseEvents(trx: Kysely<Tables>, holder?: string): Promise<void> {
  await trx
    .updateTable('webhook_events')
    .set({ lease_holder: null, lease_until: null })
    .where('lease_holder', 'is not', null)
    .$if(holder !== undefined, (query) => query.where('lease_holder', '=', holder ?? ''))
    .execute();
}

/** What the merchant is being told likewise, and that counts as a try; its table came later still. */
export async function releaseMerchantEvents(trx: Kysely<Tables>, holder?: string): Promise<void> {
  await trx
    .updateTable('merchant_events')
    .set({ lease_holder: null, lease_until: null, tries: sql<number>`tries + 1` })
    .where('lease_holder', 'is not', null)
    .$if(holder !== undefined, (query) => query.where('lease_holder', '=', holder ?? ''))
    .execute();
}

export function toLease(row: Pick<CheckoutRow, 'lease_holder' | 'lease_until'>): Checkout['lease'] {
  if (row.lease_holder === null || row.lease_until === null) return undefined;
  return { holder: row.lease_holder, until: row.lease_until };
}
