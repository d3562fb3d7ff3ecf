import { type Checkout, expirable } from '../checkout/checkout.ts';
import type { Owner } from '../round-trip/owner.ts';
import { CheckoutError, isCheckoutError } from '../checkout/errors.ts';
import { openCheckout } from './open-checkout.ts';
import { findStarted, toStartedBy } from './opening.ts';
import type { Ports } from '../checkout/ports.ts';
import { replaceCheckout } from './replace-checkout.ts';

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
    const renewed = toRenewed(ports, before, activity, now);
    return await replaceCheckout(ports, before, renewed, now);
  } catch (error) {
    // The payer was faster, or the same activity came twice: look again and act on what is true now.
    if (isCheckoutError(error, 'status_conflict')) return renewLink(ports, owner, activity);
    throw error;
  }
}

function toRenewed(ports: Ports, before: Checkout, activity: Activity, now: number): Checkout {
  const { owner, isGroup, shopperName, locale } = before;
  const { items, shipping, itemTotal, taxTotal, shippingTotal, total } = before;
  const { taxIncluded, taxContained, taxByRate } = before;
  const { conversationReference, activityId } = activity;
  const startedBy = toStartedBy(activityId);
  const bought = {
    items,
    shipping,
    itemTotal,
    taxTotal,
    taxIncluded,
    taxContained,
    taxByRate,
    shippingTotal,
    total,
  };
  const shopper = { owner, isGroup, shopperName, locale, conversationReference, startedBy };
  return openCheckout(ports, { ...shopper, ...bought }, now);
}
