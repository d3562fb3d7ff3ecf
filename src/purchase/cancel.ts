import { type Checkout, closeOrders, expirable, move } from '../checkout/checkout.ts';
import type { Owner } from '../round-trip/owner.ts';
import { isCheckoutError } from '../checkout/errors.ts';
import { sendingLease } from '../checkout/lease.ts';
import type { Ports } from '../checkout/ports.ts';

/** Ends the owner's checkout where nothing was asked of the money yet; otherwise answers it as it stands. */
export async function cancel(ports: Ports, owner: Owner): Promise<Checkout | undefined> {
  const loaded = await ports.store.findActive(owner);
  if (loaded === undefined) return undefined;
  const { checkout, now } = loaded;
  if (!expirable.includes(checkout.status)) return checkout;
  const orders = closeOrders(checkout);
  const after = move(checkout, 'cancelled', { orders, lease: undefined }, now);
  try {
    const signals = await ports.store.write({
      update: { before: checkout, after },
      who: 'shopper',
      signals: [
        { checkoutId: checkout.id, kind: 'cancelled', dueAt: now, lease: sendingLease(ports.holder, now) },
      ],
    });
    ports.log('checkout_cancelled', { checkoutId: checkout.id });
    ports.signalled(signals);
    return after;
  } catch (error) {
    // The payer was faster, or PayPal's answer: look again and act on what is true now.
    if (isCheckoutError(error, 'status_conflict')) return cancel(ports, owner);
    throw error;
  }
}
