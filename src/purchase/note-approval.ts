import { liveOrder, revise, withLiveOrder } from '../checkout/checkout.ts';
import { loadCheckout } from '../checkout/load-checkout.ts';
import type { PaymentOrder, Ports } from '../checkout/ports.ts';
import { record } from '../checkout/record.ts';
import { approvalPatienceMs } from '../checkout/unreturned-approval.ts';

/**
 * PayPal's own answer shows an approval that no browser has brought back yet. It proves nothing about who gave it, so
 * nothing is asked of the money; unless a browser comes within a minute, the shopper is told how to go on.
 */
export async function noteApproval(
  ports: Ports,
  checkoutId: string,
  { orderId, debugId }: PaymentOrder,
): Promise<void> {
  const { checkout, now } = await loadCheckout(ports.store, checkoutId);
  const order = liveOrder(checkout);
  const isNews = order?.orderId === orderId && order.approvalSeenAt === undefined;
  if (!isNews || checkout.status !== 'awaiting_approval' || now >= checkout.expiresAt) return;
  const orders = withLiveOrder(checkout, { approvalSeenAt: now });
  await record(ports, {
    before: checkout,
    after: revise(checkout, { orders }, now),
    also: [{ checkoutId, kind: 'approval_unreturned', dueAt: now + approvalPatienceMs }],
    who: 'paypal',
    log: ['approval_seen', { orderId, debugId }],
  });
}
