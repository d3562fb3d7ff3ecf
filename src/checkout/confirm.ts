import { type Checkout, move, type Owner } from './checkout.ts';
import { sendingLease } from './lease.ts';
import type { Change, Ports, RateLimit } from './ports.ts';
import { attemptsPerNumber } from './show-number.ts';

export const attemptsPerCheckout = 10;

export type Confirmation =
  | { readonly kind: 'confirmed'; readonly checkout: Checkout }
  /** Wrong, old, spent, foreign or too often: one answer for all. `locked` once the checkout allows no more. */
  | { readonly kind: 'wrong'; readonly locked: boolean }
  /** Nothing of this owner waits for a number. */
  | { readonly kind: 'nothing_waits' };

/** The last proof: the owner of the conversation brings the number that only the payer's browser has seen. */
export async function confirm(ports: Ports, owner: Owner, digits: string): Promise<Confirmation> {
  const loaded = await ports.store.findActive(owner);
  if (loaded === undefined || loaded.checkout.status !== 'paid') return { kind: 'nothing_waits' };
  const outcome = await ports.store.tryNumber({
    checkoutId: loaded.checkout.id,
    owner,
    attemptsPerNumber,
    attemptsPerCheckout,
    failures: failedNumbersPerHour(owner),
    isRight: ({ id, number }) => number !== undefined && ports.numbers.matches(id, digits, number.hash),
    settle: (checkout, right, now) => settle(ports, checkout, right, now),
  });
  if (outcome.kind === 'not_counted') return { kind: 'wrong', locked: false };
  ports.signalled(outcome.signals);
  const { checkout } = outcome;
  ports.log(outcome.kind === 'right' ? 'checkout_confirmed' : 'number_wrong', {
    checkoutId: checkout.id,
    attempts: checkout.attempts,
  });
  if (outcome.kind === 'right') return { kind: 'confirmed', checkout };
  return { kind: 'wrong', locked: checkout.status === 'flagged' };
}

function settle({ holder }: Ports, checkout: Checkout, right: boolean, now: number): Change | undefined {
  const lease = sendingLease(holder, now);
  if (right) {
    const after = move(checkout, 'confirmed', { confirmedAt: now, number: undefined }, now);
    return {
      update: { before: checkout, after },
      signals: [{ checkoutId: checkout.id, kind: 'confirmed', dueAt: now, lease }],
    };
  }
  if (checkout.attempts < attemptsPerCheckout) return undefined;
  const after = move(checkout, 'flagged', { flag: 'number_locked', number: undefined }, now);
  return {
    update: { before: checkout, after },
    signals: [{ checkoutId: checkout.id, kind: 'flagged', dueAt: now, lease }],
  };
}

function failedNumbersPerHour({ channelId, shopperId }: Owner): RateLimit {
  return {
    name: 'failed_numbers',
    key: JSON.stringify([channelId, shopperId]),
    windowMs: 3_600_000,
    max: 20,
  };
}
