import { type Checkout, expirable, move } from '../checkout/checkout.ts';
import { closeOrders } from '../checkout/order.ts';
import type { Owner } from '../round-trip/owner.ts';
import { isCheckoutError } from '../checkout/errors.ts';
import type { Ports } from '../checkout/ports.ts';
import { record } from '../checkout/record.ts';

/** Ends the owner's checkout where nothing was asked of the money yet; otherwise answers it as it stands. */
export async function cancel(ports: Ports, owner: Owner): Promise<Checkout | undefined> {
  const loaded = await ports.store.findActive(owner);
  if (loaded === undefined) return undefined;
  const { checkout, now } = loaded;
  if (!expirable.includes(checkout.status)) return checkout;
  const orders = closeOrders(checkout);
  const after = move(checkout, 'cancelled', { orders, lease: undefined }, now);
  try {
    const log = ['checkout_cancelled'] as const;
    return await record(ports, { before: checkout, after, tells: 'cancelled', who: 'shopper', log });
  } catch (error) {
    // The payer was faster, or PayPal's answer: look again and act on what is true now.
    if (isCheckoutError(error, 'status_conflict')) return cancel(ports, owner);
    throw error;
  }
}
