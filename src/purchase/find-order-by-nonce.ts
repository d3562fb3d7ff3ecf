import type { Checkout } from '../checkout/checkout.ts';
import type { Order } from '../checkout/order.ts';
import { hashNonce } from '../round-trip/return-nonce.ts';
import { sameSecret } from '../round-trip/same-secret.ts';

/** The order whose addresses carry this nonce, live or not. */
export function findOrderByNonce(checkout: Pick<Checkout, 'orders'>, nonce: string): Order | undefined {
  const actual = hashNonce(nonce);
  return checkout.orders.find(({ nonceHash }) => sameSecret(nonceHash, actual));
}
