import { type Checkout, expirable, move } from '../checkout/checkout.ts';
import type { Owner } from '../round-trip/owner.ts';
import { CheckoutError, isCheckoutError } from '../checkout/errors.ts';
import { sendingLease } from '../checkout/lease.ts';
import { openCheckout } from './open-checkout.ts';
import type { Ports } from '../checkout/ports.ts';
import { checkoutsPerHour, findStarted, openingSignals, toStartedBy } from './start.ts';

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
  const again = await findStarted(ports.store, owner, activity.activityId);
  if (again !== undefined) return again;
  const loaded = await ports.store.findActive(owner);
  if (loaded === undefined) return undefined;
  const { checkout: before, now } = loaded;
  if (!expirable.includes(before.status)) throw new CheckoutError('status_conflict', before.status);
  try {
    return await replace(ports, before, activity, now);
  } catch (error) {
    // The payer was faster, or the same activity came twice: look again and act on what is true now.
    if (isCheckoutError(error, 'status_conflict')) return renewLink(ports, owner, activity);
    throw error;
  }
}

async function replace(ports: Ports, before: Checkout, activity: Activity, now: number): Promise<Checkout> {
  const insert = toRenewed(before, activity, now, ports.settings.checkoutMs);
  const orders = before.orders.map((order) => ({ ...order, live: false }));
  const after = move(before, 'cancelled', { orders, replacedBy: insert.id, lease: undefined }, now);
  const signals = await ports.store.write({
    update: { before, after },
    insert,
    who: 'shopper',
    signals: [
      { checkoutId: before.id, kind: 'cancelled', dueAt: now, lease: sendingLease(ports.holder, now) },
      ...openingSignals(ports, insert),
    ],
    limits: [checkoutsPerHour(before.owner)],
  });
  ports.log('link_renewed', { checkoutId: insert.id, replaces: before.id });
  ports.signalled(signals);
  return insert;
}

function toRenewed(before: Checkout, activity: Activity, now: number, checkoutMs: number): Checkout {
  const { owner, isGroup, shopperName, locale, items, shipping, itemTotal, taxTotal, shippingTotal, total } =
    before;
  const { conversationReference, activityId } = activity;
  const startedBy = toStartedBy(activityId);
  const bought = { items, shipping, itemTotal, taxTotal, shippingTotal, total };
  const shopper = { owner, isGroup, shopperName, locale, conversationReference, startedBy };
  return openCheckout({ ...shopper, ...bought }, now, checkoutMs);
}
