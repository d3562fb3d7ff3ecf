import { type Checkout, expirable, move, type Owner } from './checkout.ts';
import { CheckoutError } from './errors.ts';
import { newId } from './new-id.ts';
import type { Ports } from './ports.ts';
import { checkoutsPerHour, openingSignals, sendingLease } from './start.ts';

interface Activity {
  readonly activityId: string;
  readonly conversationReference: string;
}

/** A new checkout with the same items takes the old one's place: the old link, number and order lead to nothing. */
export async function renewLink(
  ports: Ports,
  owner: Owner,
  activity: Activity,
): Promise<Checkout | undefined> {
  const again = await ports.store.findStartedBy(owner, activity.activityId);
  if (again !== undefined) return again.checkout;
  const loaded = await ports.store.findActive(owner);
  if (loaded === undefined) return undefined;
  const { checkout: before, now } = loaded;
  if (!expirable.includes(before.status)) throw new CheckoutError('status_conflict', before.status);
  const insert = toRenewed(before, activity, now, ports.settings.checkoutMs);
  const orders = before.orders.map((order) => ({ ...order, live: false }));
  const after = move(before, 'cancelled', { orders, replacedBy: insert.id, lease: undefined }, now);
  const signals = await ports.store.write({
    update: { before, after },
    insert,
    signals: [
      { checkoutId: before.id, kind: 'cancelled', dueAt: now, lease: sendingLease(ports.holder, now) },
      ...openingSignals(ports, insert),
    ],
    limits: [checkoutsPerHour(owner)],
  });
  ports.log('link_renewed', { checkoutId: insert.id, replaces: before.id });
  ports.signalled(signals);
  return insert;
}

function toRenewed(before: Checkout, activity: Activity, now: number, checkoutMs: number): Checkout {
  const { owner, isGroup, shopperName, locale, items, shipping, itemTotal, taxTotal, shippingTotal, total } =
    before;
  return {
    id: newId(),
    version: 1,
    status: 'open',
    owner,
    isGroup,
    shopperName,
    locale,
    conversationReference: activity.conversationReference,
    startedBy: activity.activityId,
    items,
    shipping,
    itemTotal,
    taxTotal,
    shippingTotal,
    total,
    createdAt: now,
    expiresAt: now + checkoutMs,
    updatedAt: now,
    orders: [],
    numbersDrawn: 0,
    attempts: 0,
  };
}
