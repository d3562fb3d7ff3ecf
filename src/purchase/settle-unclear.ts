import type { Checkout } from '../checkout/checkout.ts';
import type { Order } from '../checkout/order.ts';
import { isCheckoutError } from '../checkout/errors.ts';
import { keepLease, restUnderLease } from '../round-trip/lease.ts';
import type { Ports } from '../checkout/ports.ts';
import { settlePayment } from './settle-payment.ts';

/** Nothing is told before it is clear: one more look, then the worker goes on with the same request id. */
export async function settleUnclear(
  ports: Ports,
  checkout: Checkout,
  order: Order & { readonly orderId: string },
  reason: string | undefined,
): Promise<Checkout> {
  const held = await keepLease(ports, checkout);
  const { orderId } = order;
  try {
    const found = await ports.payments.findOrder(orderId);
    if (found !== undefined && found.captures.length > 0)
      return await settlePayment(ports, held, order, { kind: 'answered', order: found });
  } catch (error) {
    if (!isCheckoutError(error, 'payments_unclear')) throw error;
  }
  const after = await restUnderLease(ports, held);
  const { id: checkoutId, captureRequestId: requestId } = checkout;
  ports.log('capture_unclear', { checkoutId, orderId, requestId, reason });
  return after;
}
