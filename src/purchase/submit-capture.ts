import { type Checkout, isRefused, move } from '../checkout/checkout.ts';
import { liveOrder, withLiveOrder } from '../checkout/order.ts';
import { CheckoutError } from '../checkout/errors.ts';

/** The intent to capture, with a request id of its own for each definite decline before. */
export function submitCapture(checkout: Checkout, changes: Partial<Checkout>, now: number): Checkout {
  const order = liveOrder(checkout);
  if (order === undefined) throw new CheckoutError('status_conflict', 'no live order');
  const captures = order.captures + 1;
  // The approval is brought back: its event is known by now, or comes later and is no news then.
  const approvalEventId = order.approvalSeenAt === undefined ? undefined : order.approvalEventId;
  const intent = {
    orders: withLiveOrder(checkout, { captures, approvalSeenAt: undefined, approvalEventId }),
    captureRequestId: `${order.requestId}-capture-${captures}`,
    declineIssue: undefined,
    // What stood in the way of the former try says nothing of this one.
    flag: isRefused(checkout) ? undefined : checkout.flag,
  };
  return move(checkout, 'capture_submitted', { ...changes, ...intent }, now);
}
