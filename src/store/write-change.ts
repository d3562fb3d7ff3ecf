import type { Kysely } from 'kysely';
import type { Checkout } from '../checkout/checkout.ts';
import { CheckoutError } from '../checkout/errors.ts';
import type { MerchantDestination } from '../checkout/merchant-destination.ts';
import type { Change } from '../checkout/ports.ts';
import type { Signal } from '../checkout/signal.ts';
import { toCheckoutRow } from './checkout-row.ts';
import { insertMerchantEvents } from './insert-merchant-events.ts';
import { insertSignals } from './insert-signals.ts';
import { writeLedger } from './ledger.ts';
import { countAgainst } from './limits.ts';
import { deletePayer, writePayer } from './payers.ts';
import type { Tables } from './tables.ts';

/** The parts of a change in their order: an update first, since it may free the owner's place for the insert. */
export async function writeChange(
  trx: Kysely<Tables>,
  change: Change,
  destinations: readonly MerchantDestination[],
): Promise<readonly Signal[]> {
  for (const limit of change.limits ?? []) await countAgainst(trx, limit);
  const who = change.who ?? 'clock';
  if (change.update !== undefined) {
    const { before, after } = change.update;
    await update(trx, before, after);
    await writeLedger(trx, before, after, who);
    if (after.erasedAt !== undefined) await deletePayer(trx, after.id);
    else if (change.payer !== undefined) await writePayer(trx, change.payer);
    await insertMerchantEvents(trx, destinations, before, after);
  }
  if (change.insert !== undefined) {
    await insert(trx, change.insert);
    await writeLedger(trx, undefined, change.insert, who);
    await insertMerchantEvents(trx, destinations, undefined, change.insert);
  }
  return insertSignals(trx, change.signals ?? []);
}

async function update(trx: Kysely<Tables>, before: Checkout, after: Checkout): Promise<void> {
  const isNewCard = after.cardActivityId !== before.cardActivityId;
  const { numUpdatedRows } = await trx
    .updateTable('checkouts')
    .set(toCheckoutRow(after))
    .$if(isNewCard, (query) => query.set('card_activity_id', after.cardActivityId ?? null))
    .where('id', '=', before.id)
    .where('version', '=', before.version)
    .where('status', '=', before.status)
    .executeTakeFirst();
  if (numUpdatedRows !== 1n) throw new CheckoutError('status_conflict', `${before.status} ${before.version}`);
}

async function insert(trx: Kysely<Tables>, checkout: Checkout): Promise<void> {
  const { numInsertedOrUpdatedRows } = await trx
    .insertInto('checkouts')
    .values({ ...toCheckoutRow(checkout), card_activity_id: checkout.cardActivityId ?? null })
    // The owner has one under way, or the same activity came twice at once. Nothing is raised: that would end
    // PostgreSQL's transaction.
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst();
  if (numInsertedOrUpdatedRows !== 1n) throw new CheckoutError('checkout_open');
}
