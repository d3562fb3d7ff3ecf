import { type Checkout, move } from '../checkout/checkout.ts';
import { type Order, withLiveOrder } from '../checkout/order.ts';
import { CheckoutError, isCheckoutError } from '../checkout/errors.ts';
import { isLate } from '../checkout/late.ts';
import { loadCheckout } from '../checkout/load-checkout.ts';
import { holdsMoney } from '../checkout/matches-snapshot.ts';
import type { Loaded, PaymentOrder, Ports } from '../checkout/ports.ts';
import { record } from '../checkout/record.ts';
import { findOrderByNonce } from './find-order-by-nonce.ts';

/** What PayPal sends back with whoever approved, and with nobody else. */
export interface BroughtBack {
  readonly nonce: string;
  readonly orderId: string;
  readonly payerId: string;
}

/**
 * A way back by a browser that has not claimed. With everything right it shows that somebody else approved than the
 * browser that claimed: that order ends at once, so that whoever passed PayPal's address on never gets a number for
 * the approval. With anything wrong, and after the order's own return, it changes nothing. Never answers.
 * @throws CheckoutError `approved_elsewhere` where the order is over by this, else `claimed_elsewhere`
 */
export async function returnElsewhere(
  ports: Ports,
  { checkout, now }: Loaded,
  brought: BroughtBack,
): Promise<never> {
  const order = findOrderByNonce(checkout, brought.nonce);
  if (order === undefined || order.orderId !== brought.orderId) throw new CheckoutError('claimed_elsewhere');
  if (order.approvedElsewhere === true) throw new CheckoutError('approved_elsewhere');
  const mayReturn = checkout.status === 'awaiting_approval' || checkout.status === 'declined';
  if (!order.live || !mayReturn || isLate({ checkout, now })) throw new CheckoutError('claimed_elsewhere');
  const found = await ask(ports, brought.orderId);
  const isContradicted = found?.payerId !== undefined && found.payerId !== brought.payerId;
  // Money that landed meanwhile is a matter of its own: the look that its event brings sends it back.
  const isTaken = found?.captures.some(holdsMoney) === true;
  if (isContradicted || isTaken) throw new CheckoutError('claimed_elsewhere', 'payer');
  try {
    await abandon(ports, checkout, order);
  } catch (error) {
    if (!isCheckoutError(error, 'status_conflict')) throw error;
    // Somebody was faster: what is true now decides.
    return returnElsewhere(ports, await loadCheckout(ports.store, checkout.id), brought);
  }
  throw new CheckoutError('approved_elsewhere');
}

/** Undefined also where PayPal does not answer: the nonce alone has come from it, or from who saw the approval. */
async function ask({ payments }: Ports, orderId: string): Promise<PaymentOrder | undefined> {
  try {
    return await payments.findOrder(orderId);
  } catch (error) {
    if (isCheckoutError(error, 'payments_unclear')) return undefined;
    throw error;
  }
}

async function abandon(ports: Ports, checkout: Checkout, { orderId }: Order): Promise<void> {
  const now = await ports.store.now();
  const orders = withLiveOrder(checkout, { live: false, approvedElsewhere: true });
  const after = move(checkout, 'claimed', { orders }, now);
  const log = ['approved_elsewhere', { orderId }] as const;
  await record(ports, { before: checkout, after, tells: 'approved_elsewhere', who: 'payer', log });
}
