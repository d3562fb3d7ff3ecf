import { type Checkout, type Flag, move } from '../checkout/checkout.ts';
import { closeOrders } from '../checkout/order.ts';
import type { Ports } from '../checkout/ports.ts';
import { record } from '../checkout/record.ts';
import { newRefund } from './refund.ts';
import { settleRefunds } from './settle-refunds.ts';

/**
 * Parks the checkout with its reason where the merchant sees it, and tells the shopper. Money that was taken although
 * something differs goes back, also money that PayPal still checks, once it is through: the decision is in the same
 * transaction, so that no crash forgets it.
 */
export async function flagCheckout(
  ports: Ports,
  checkout: Checkout,
  flag: Flag,
  now: number,
  changes: Pick<Checkout, 'capture' | 'debugId'> = {},
): Promise<Checkout> {
  const orders = closeOrders(checkout);
  const { capture } = changes;
  const goesBack = capture?.status === 'COMPLETED' || capture?.status === 'PENDING';
  const asked = goesBack
    ? newRefund(ports, checkout, { ...capture, reason: reasonOf(flag) }, now)
    : { lease: undefined };
  const after = move(checkout, 'flagged', { ...changes, flag, orders, number: undefined, ...asked }, now);
  await record(ports, {
    before: checkout,
    after,
    tells: 'flagged',
    // PayPal's answer differs; only a number that never came is a matter of the deadline.
    who: flag === 'unconfirmed' ? 'clock' : 'paypal',
  });
  return goesBack ? settleRefunds(ports, after) : after;
}

function reasonOf(flag: Flag): 'late_capture' | 'mismatch' {
  return flag === 'late_capture' ? flag : 'mismatch';
}
