import type { Checkout } from '../checkout/checkout.ts';
import { liveOrder } from '../checkout/order.ts';
import { CheckoutError, isCheckoutError } from '../checkout/errors.ts';
import { keepLease } from '../round-trip/lease.ts';
import { differenceFrom, goesElsewhere } from '../checkout/matches-snapshot.ts';
import type { PaymentOrder, Ports } from '../checkout/ports.ts';
import { flagCheckout } from '../refunds/flag-checkout.ts';
import { type ClearAnswer, settlePayment } from './settle-payment.ts';
import { abandonForCountry } from './other-country.ts';
import { settleUnclear } from './settle-unclear.ts';

/**
 * GET first (`known` is one that was just made), then the capture with its stored request id, then GET if that was
 * unclear. The lease must be held.
 */
export async function capturePayment(
  ports: Ports,
  checkout: Checkout,
  known: PaymentOrder | undefined,
): Promise<Checkout> {
  const order = liveOrder(checkout);
  const requestId = checkout.captureRequestId;
  if (order?.orderId === undefined || requestId === undefined)
    throw new CheckoutError('status_conflict', 'no live order');
  const { orderId } = order;
  let held = checkout;
  try {
    const found = known ?? (await ports.payments.findOrder(orderId));
    if (found === undefined) return await settlePayment(ports, held, order, { kind: 'gone' });
    const seen = { kind: 'answered', order: found } as const;
    if (!mayCapture(checkout, found)) return await settlePayment(ports, held, order, seen);
    const flag = differenceFrom(checkout, order, found, ports.settings.merchantId);
    if (flag !== undefined)
      return await flagCheckout(ports, held, flag, await ports.store.now(), { debugId: found.debugId });
    // The payer's id came with the browser; without PayPal's own word for it nothing is taken.
    if (found.payerId === undefined || found.payerId !== checkout.payerId)
      return await settlePayment(ports, held, order, seen);
    if (goesElsewhere(checkout, found)) return await abandonForCountry(ports, held, found);
    held = await keepLease(ports, held);
    return await settlePayment(ports, held, order, await askForMoney(ports, orderId, requestId));
  } catch (error) {
    if (isCheckoutError(error, 'payments_unclear'))
      return settleUnclear(ports, held, { ...order, orderId }, error.detail);
    throw error;
  }
}

/** A payment that PayPal still checks was captured already, whatever a GET shows. */
function mayCapture(checkout: Checkout, found: PaymentOrder): boolean {
  const isAsked = checkout.status === 'capture_submitted';
  return isAsked && found.status === 'APPROVED' && found.captures.length === 0;
}

/** @throws CheckoutError `payments_unclear` also where money has moved and the answer does not name it */
async function askForMoney({ payments }: Ports, orderId: string, requestId: string): Promise<ClearAnswer> {
  const answer = await payments.captureOrder({ orderId, requestId });
  if (answer.kind === 'already_captured') throw new CheckoutError('payments_unclear', 'captured already');
  if (answer.kind === 'answered' && answer.order.captures.length === 0)
    throw new CheckoutError('payments_unclear', 'no capture named');
  return answer;
}
