import { type Checkout, move, waitsForNumber } from '../checkout/checkout.ts';
import { closeOrders } from '../checkout/order.ts';
import { isLate } from '../checkout/late.ts';
import type { Owner } from '../round-trip/owner.ts';
import { submitCapture } from './submit-capture.ts';
import type { Change, Ports } from '../checkout/ports.ts';
import { tellNow } from '../checkout/signal.ts';
import type { RateLimit } from '../round-trip/rate-limit.ts';
import { attemptsPerCheckout, attemptsPerNumber, failedNumbersPerHour } from '../checkout/limits.ts';

export type Confirmation =
  | { readonly kind: 'confirmed'; readonly checkout: Checkout }
  /** The number fits and the money is taken only now (`on_confirmation`); how that ends is told by a signal. */
  | { readonly kind: 'accepted' }
  /** Wrong, old, spent, foreign or too often: one answer for all. `locked` once the checkout allows no more. */
  | { readonly kind: 'wrong'; readonly locked: boolean }
  /** Nothing of this owner waits for a number. */
  | { readonly kind: 'nothing_waits' };

/** The last proof: the owner of the conversation brings the number that only the payer's browser has seen. */
export async function confirm(ports: Ports, owner: Owner, digits: string): Promise<Confirmation> {
  const loaded = await ports.store.findActive(owner);
  if (loaded === undefined || !waitsForNumber(loaded.checkout)) return { kind: 'nothing_waits' };
  const outcome = await ports.store.tryNumber({
    checkoutId: loaded.checkout.id,
    owner,
    attemptsPerNumber,
    attemptsPerCheckout,
    failures: failureLimit(owner),
    isRight: ({ id, number }) => number !== undefined && ports.numbers.matches(id, digits, number.hash),
    settle: (checkout, right, now) => settle(ports, checkout, right, now),
  });
  if (outcome.kind === 'not_counted') return { kind: 'wrong', locked: false };
  const { checkout } = outcome;
  logOutcome(ports, outcome.kind === 'right', checkout);
  ports.signalled(outcome.signals);
  if (outcome.kind === 'right') {
    if (checkout.status === 'confirmed') return { kind: 'confirmed', checkout };
    // Too late to charge: the deadline's own signal says so.
    if (checkout.status === 'expired') return { kind: 'nothing_waits' };
    ports.settleSoon(checkout.id);
    return { kind: 'accepted' };
  }
  return { kind: 'wrong', locked: checkout.status === 'flagged' || checkout.status === 'cancelled' };
}

/** What the number came to is what is logged; the end that the last wrong one brings has a line of its own. */
function logOutcome({ log }: Ports, right: boolean, { id, status, attempts, flag }: Checkout): void {
  const counted = { checkoutId: id, attempts };
  if (right) {
    // Neither confirmed nor over: PayPal is only now asked for the money (`on_confirmation`).
    const isOver = status === 'confirmed' || status === 'expired';
    log(isOver ? `checkout_${status}` : 'number_accepted', counted);
    return;
  }
  log('number_wrong', counted);
  if (status === 'flagged' || status === 'cancelled') log(`checkout_${status}`, { checkoutId: id, flag });
}

function settle({ holder }: Ports, checkout: Checkout, right: boolean, now: number): Change | undefined {
  const orders = closeOrders(checkout);
  // The deadline decides also before the worker has noticed it; a payment that has arrived has none.
  if (right && isLate({ checkout, now })) {
    const after = move(checkout, 'expired', { number: undefined, orders }, now);
    return { update: { before: checkout, after }, signals: [tellNow(holder, after, 'expired')] };
  }
  if (right && checkout.status === 'approved') {
    const after = submitCapture(checkout, { confirmedAt: now, number: undefined }, now);
    return { update: { before: checkout, after }, who: 'shopper' };
  }
  if (right) {
    const after = move(checkout, 'confirmed', { confirmedAt: now, number: undefined }, now);
    const signals = [tellNow(holder, after, 'confirmed')];
    return { update: { before: checkout, after }, who: 'shopper', signals };
  }
  if (checkout.attempts < attemptsPerCheckout) return undefined;
  // Nothing is charged before the number (`on_confirmation`), so then there is nothing for a person to sort out.
  const end = checkout.status === 'paid' ? 'flagged' : 'cancelled';
  const after = move(checkout, end, { flag: 'number_locked', number: undefined, orders }, now);
  return { update: { before: checkout, after }, who: 'shopper', signals: [tellNow(holder, after, end)] };
}

function failureLimit({ channelId, shopperId }: Owner): RateLimit {
  return {
    name: 'failed_numbers',
    key: JSON.stringify([channelId, shopperId]),
    windowMs: 3_600_000,
    max: failedNumbersPerHour,
  };
}
