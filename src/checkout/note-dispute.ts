import { type Checkout, type Dispute, revise } from './checkout.ts';
import { sendingLease } from './lease.ts';
import type { Loaded, Ports } from './ports.ts';
import type { WebhookEvent } from './refund-ports.ts';

/** A dispute moves nothing of ours; the shopper and the merchant hear of it. News may come in any order. */
export async function noteDispute(
  ports: Ports,
  { checkout, now }: Loaded,
  { type, disputeId = '' }: WebhookEvent,
): Promise<void> {
  const over = checkout.closedDisputes ?? [];
  const isOver = over.includes(disputeId);
  const dispute: Dispute = type === 'CUSTOMER.DISPUTE.RESOLVED' ? 'closed' : 'open';
  if (isOver || (dispute === 'open' && checkout.dispute === 'open')) return;
  const changes: Partial<Checkout> =
    dispute === 'closed' ? { dispute, closedDisputes: [...over, disputeId] } : { dispute };
  const after = revise(checkout, changes, now);
  const kind = dispute === 'open' ? 'dispute_opened' : 'dispute_closed';
  const lease = sendingLease(ports.holder, now);
  const signals = [{ checkoutId: checkout.id, kind, dueAt: now, lease }] as const;
  ports.signalled(await ports.store.write({ update: { before: checkout, after }, signals, who: 'paypal' }));
}
