import { type Checkout, move } from '../checkout/checkout.ts';
import { withLiveOrder } from '../checkout/order.ts';
import type { PaymentOrder, Ports } from '../checkout/ports.ts';
import { record } from '../checkout/record.ts';

/**
 * The payer approved with an address that this price of shipping does not reach: that order is over and is never
 * captured. The payer may begin again with another address, the shopper with another country.
 */
export async function abandonForCountry(
  ports: Ports,
  checkout: Checkout,
  { shippingCountry = '', orderId, debugId }: PaymentOrder,
): Promise<Checkout> {
  const now = await ports.store.now();
  const orders = withLiveOrder(checkout, { live: false, approvedFor: shippingCountry });
  const after = move(checkout, 'claimed', { orders, debugId, lease: undefined }, now);
  const log = ['other_country', { orderId, debugId }] as const;
  return record(ports, { before: checkout, after, tells: 'other_country', who: 'payer', log });
}
