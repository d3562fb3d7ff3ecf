import type { Kysely } from 'kysely';
import { awaitingNumber, type Checkout } from '../checkout/checkout.ts';
import type { MerchantDestination } from '../checkout/merchant-destination.ts';
import type { NumberAttempt, NumberOutcome } from '../checkout/ports.ts';
import { parseCheckoutRow } from './checkout-row.ts';
import { databaseNow } from './sqlite/database-now.ts';
import { writeLine } from './ledger.ts';
import { countAgainst, hasRoom } from './limits.ts';
import { isOwnedBy } from './owned-by.ts';
import type { Tables } from './tables.ts';
import { writeChange } from './write-change.ts';

/** Counted first, compared then, settled last, all in this transaction: no two tries can share one attempt. */
export async function tryNumber(
  trx: Kysely<Tables>,
  attempt: NumberAttempt,
  destinations: readonly MerchantDestination[],
): Promise<NumberOutcome> {
  const counted = await countAttempt(trx, attempt);
  if (counted === undefined) return { kind: 'not_counted' };
  const { checkout, now } = counted;
  const right = attempt.isRight(checkout);
  if (!right) await countAgainst(trx, attempt.failures);
  if (!right) await writeLine(trx, checkout, 'shopper', 'wrong number');
  const change = attempt.settle(checkout, right, now);
  const signals = change === undefined ? [] : await writeChange(trx, change, destinations);
  return { kind: right ? 'right' : 'wrong', checkout: change?.update?.after ?? checkout, signals };
}

async function countAttempt(
  trx: Kysely<Tables>,
  attempt: NumberAttempt,
): Promise<{ readonly checkout: Checkout; readonly now: number } | undefined> {
  const row = await trx
    .updateTable('checkouts')
    .set((eb) => ({
      version: eb('version', '+', 1),
      attempts: eb('attempts', '+', 1),
      number_attempts: eb('number_attempts', '+', 1),
      updated_at: databaseNow,
    }))
    .where('id', '=', attempt.checkoutId)
    .where(isOwnedBy(attempt.owner))
    .where('status', 'in', awaitingNumber)
    .where('number_expires_at', '>', databaseNow)
    .where('number_attempts', '<', attempt.attemptsPerNumber)
    .where('attempts', '<', attempt.attemptsPerCheckout)
    .where(hasRoom(attempt.failures))
    .returningAll()
    .returning(databaseNow.as('now'))
    .executeTakeFirst();
  return row === undefined ? undefined : { checkout: parseCheckoutRow(row), now: row.now };
}
