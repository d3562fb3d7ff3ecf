import { type Checkout, expirable, move } from '../checkout/checkout.ts';
import { closeOrders } from '../checkout/order.ts';
import { isCheckoutError } from '../checkout/errors.ts';
import { forEachCheckout } from '../checkout/for-each-checkout.ts';
import type { Ports } from '../checkout/ports.ts';
import { record } from '../checkout/record.ts';

type Needed = Pick<Ports, 'store' | 'holder' | 'signalled' | 'log'>;

/** Ends everything past its deadline, whoever notices first. */
export async function expireDue(ports: Needed): Promise<number> {
  const due = await ports.store.listDue(expirable, 100);
  const now = await ports.store.now();
  await forEachCheckout(ports, due, (checkout) => expire(ports, checkout, now));
  return due.length;
}

/** Abandons the order with it: it can never be captured. Somebody faster with another end is fine. */
export async function expire(ports: Needed, checkout: Checkout, now: number): Promise<void> {
  const orders = closeOrders(checkout);
  const after = move(checkout, 'expired', { orders, lease: undefined }, now);
  try {
    await record(ports, { before: checkout, after, tells: 'expired', log: ['checkout_expired'] });
  } catch (error) {
    if (!isCheckoutError(error, 'status_conflict')) throw error;
  }
}
