import { revise } from '../checkout/checkout.ts';
import { liveOrder, withLiveOrder } from '../checkout/order.ts';
import { isLate } from '../checkout/late.ts';
import { loadCheckout } from '../checkout/load-checkout.ts';
import type { PaymentOrder, Ports } from '../checkout/ports.ts';
import { record } from '../checkout/record.ts';
import type { WebhookEvent } from '../checkout/refund-ports.ts';
import { approvalPatienceMs } from '../checkout/unreturned-approval.ts';

/**
 * PayPal's own answer shows an approval that no browser has brought back yet. It proves nothing about who gave it, so
 * nothing is asked of the money; unless a browser comes within a minute, the shopper is told how to go on. After a
 * decline the answer may still show the approval that was declined: there only the event of another one is news.
 */
export async function noteApproval(
  ports: Ports,
  checkoutId: string,
  { orderId, debugId }: PaymentOrder,
  { type, eventId }: Pick<WebhookEvent, 'eventId' | 'type'>,
): Promise<void> {
  const { checkout: before, now } = await loadCheckout(ports.store, checkoutId);
  const order = liveOrder(before);
  if (order?.orderId !== orderId || order.approvalSeenAt !== undefined || isLate({ checkout: before, now }))
    return;
  const approvalEventId = type === 'CHECKOUT.ORDER.APPROVED' ? eventId : undefined;
  const isDeclined = before.status === 'declined';
  if (isDeclined && (approvalEventId === undefined || approvalEventId === order.approvalEventId)) return;
  if (!isDeclined && before.status !== 'awaiting_approval') return;
  if (isDeclined && order.approvalEventId === undefined) {
    // The approval that was declined has its event only now.
    const after = revise(before, { orders: withLiveOrder(before, { approvalEventId }) }, now);
    await record(ports, { before, after, who: 'paypal' });
    return;
  }
  const orders = withLiveOrder(before, { approvalSeenAt: now, approvalEventId });
  await record(ports, {
    before,
    after: revise(before, { orders }, now),
    also: [{ checkoutId, kind: 'approval_unreturned', dueAt: now + approvalPatienceMs }],
    who: 'paypal',
    log: ['approval_seen', { orderId, debugId }],
  });
}
