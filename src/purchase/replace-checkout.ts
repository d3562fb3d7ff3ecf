import { type Checkout, move } from '../checkout/checkout.ts';
import { closeOrders } from '../checkout/order.ts';
import type { Ports } from '../checkout/ports.ts';
import { record } from '../checkout/record.ts';
import { checkoutLimit, openingSignals } from './opening.ts';

/**
 * The new checkout takes the place of the one under way, in one transaction: the old link, number and order lead to
 * nothing. @throws CheckoutError `status_conflict` where the old one has moved, `rate_limited`
 */
export async function replaceCheckout(
  ports: Ports,
  before: Checkout,
  insert: Checkout,
  now: number,
): Promise<Checkout> {
  const orders = closeOrders(before);
  const after = move(before, 'cancelled', { orders, replacedBy: insert.id, lease: undefined }, now);
  await record(ports, {
    before,
    after,
    insert,
    tells: 'cancelled',
    also: openingSignals(ports, insert),
    who: 'shopper',
    limits: [checkoutLimit(ports, before.owner)],
    log: ['link_renewed', { checkoutId: insert.id, replaces: before.id }],
  });
  return insert;
}
