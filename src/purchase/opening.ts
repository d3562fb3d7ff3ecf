import type { Checkout } from '../checkout/checkout.ts';
import type { CheckoutStore, Ports } from '../checkout/ports.ts';
import { type NewSignal, tellNow } from '../checkout/signal.ts';
import { newId } from '../round-trip/new-id.ts';
import type { Owner } from '../round-trip/owner.ts';
import type { RateLimit } from '../round-trip/rate-limit.ts';

/** The card with the link now, and one warning before the deadline (at half time where that is later). */
export function openingSignals({ holder }: Pick<Ports, 'holder'>, checkout: Checkout): readonly NewSignal[] {
  const { id, createdAt, expiresAt } = checkout;
  const warnAt = Math.max(expiresAt - 5 * 60_000, createdAt + (expiresAt - createdAt) / 2);
  return [
    tellNow(holder, checkout, 'link_ready'),
    { checkoutId: id, kind: 'deadline_near', dueAt: Math.round(warnAt) },
  ];
}

export function checkoutLimit(
  { settings: { policies } }: Pick<Ports, 'settings'>,
  { channelId, shopperId }: Owner,
): RateLimit {
  return {
    name: 'checkouts',
    key: JSON.stringify([channelId, shopperId]),
    windowMs: 3_600_000,
    max: policies.checkoutsPerHour,
  };
}

/** Where the channel names no activity every message is its own: nothing is ever stored as started by ''. */
export async function findStarted(
  store: Pick<CheckoutStore, 'findStartedBy'>,
  owner: Owner,
  activityId: string,
): Promise<Checkout | undefined> {
  return (await store.findStartedBy(owner, activityId))?.checkout;
}

export function toStartedBy(activityId: string): string {
  return activityId === '' ? newId() : activityId;
}
