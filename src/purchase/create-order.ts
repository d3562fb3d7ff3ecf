import { type Checkout, move } from '../checkout/checkout.ts';
import { closeOrders, liveOrder, type Order, withLiveOrder } from '../checkout/order.ts';
import { CheckoutError, isCheckoutError } from '../checkout/errors.ts';
import { restUnderLease } from '../round-trip/lease.ts';
import type { CreatedOrder, OrderRequest, Ports } from '../checkout/ports.ts';
import { record } from '../checkout/record.ts';
import { nonceOf } from '../round-trip/return-nonce.ts';

/** Asks for the order whose intent is stored. The lease must be held. The same request id gets the same order. */
export async function createOrder(ports: Ports, checkout: Checkout): Promise<{ approveUrl: string }> {
  const order = liveOrder(checkout);
  if (order === undefined) throw new CheckoutError('status_conflict', 'no live order');
  const nonce = nonceOf(ports.keys, order);
  if (nonce === undefined) return endWithoutKey(ports, checkout);
  let created: CreatedOrder;
  try {
    created = await ports.payments.createOrder(toOrderRequest(checkout, order, nonce));
  } catch (error) {
    await recordFailure(ports, checkout, error);
    throw error;
  }
  const { orderId, approveUrl, payeeId, debugId } = created;
  const now = await ports.store.now();
  const orders = withLiveOrder(checkout, { orderId, approveUrl, payeeId });
  const after = move(checkout, 'awaiting_approval', { orders, debugId, lease: undefined }, now);
  const log = ['order_created', { orderId, debugId }] as const;
  await record(ports, { before: checkout, after, who: 'paypal', log });
  return { approveUrl };
}

/** What was asked cannot be asked again in the same words: its key was taken out of KEYS. Nobody can have paid it. */
async function endWithoutKey(ports: Ports, checkout: Checkout): Promise<never> {
  const after = withoutOrder(checkout, await ports.store.now());
  await record(ports, { before: checkout, after, log: ['order_key_gone'] });
  throw new CheckoutError('status_conflict', 'the key of its return address is gone from KEYS');
}

/** A definite no ends this order; an unclear answer leaves the intent, to be asked again with the same request id. */
async function recordFailure(ports: Ports, checkout: Checkout, error: unknown): Promise<void> {
  if (isCheckoutError(error, 'payments_refused')) {
    const after = withoutOrder(checkout, await ports.store.now());
    await record(ports, { before: checkout, after, who: 'paypal' });
  } else {
    await restUnderLease(ports, checkout);
  }
  ports.log('order_not_created', { checkoutId: checkout.id, reason: String(error) });
}

function withoutOrder(checkout: Checkout, now: number): Checkout {
  return move(checkout, 'claimed', { orders: closeOrders(checkout), lease: undefined }, now);
}

function toOrderRequest(checkout: Checkout, order: Order, nonce: string): OrderRequest {
  const base = `${order.publicUrl}/checkouts/${checkout.id}`;
  return {
    requestId: order.requestId,
    brandName: order.merchantName,
    checkoutId: checkout.id,
    invoiceId: order.invoiceId ?? checkout.id,
    items: checkout.items,
    itemTotal: checkout.itemTotal,
    taxTotal: checkout.taxTotal,
    taxIncluded: checkout.taxIncluded,
    shippingTotal: checkout.shippingTotal,
    total: checkout.total,
    collectsAddress: checkout.shipping !== undefined,
    locale: checkout.locale,
    returnUrl: `${base}/return/${nonce}`,
    cancelUrl: `${base}/cancel/${nonce}`,
  };
}
