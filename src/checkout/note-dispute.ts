import { type Checkout, revise } from './checkout.ts';
import { sendingLease } from './lease.ts';
import { refuseWhilePaid } from './note-refund.ts';
import type { Loaded, Ports } from './ports.ts';
import { findCaptureOf } from './refundable.ts';
import type { WebhookEvent } from './refund-ports.ts';

/** How a dispute stands, and whether PayPal said so when it was asked. */
interface Heard {
  readonly isOpen: boolean;
  readonly captureIds: readonly string[];
  readonly isVerified: boolean;
  readonly outcome?: string | undefined;
  readonly debugId?: string | undefined;
}

/**
 * A dispute moves nothing of ours; the shopper and the merchant hear of it. The checkout was loaded before PayPal is
 * asked, so that of two answers the older one is never written over the newer.
 */
export async function noteDispute(ports: Ports, loaded: Loaded, event: WebhookEvent): Promise<void> {
  const { checkout, now } = loaded;
  const { disputeId } = event;
  const ids = { checkoutId: checkout.id, disputeId };
  const heard = disputeId === undefined ? undefined : await ask(ports, event, disputeId);
  if (disputeId === undefined || heard === undefined) return ports.log('dispute_unknown', ids);
  if (heard.captureIds.every((captureId) => findCaptureOf(checkout, captureId) === undefined)) {
    refuseWhilePaid(checkout);
    return ports.log('dispute_of_another', ids);
  }
  if (!heard.isVerified) ports.log('dispute_not_verified', { ...ids, level: 'error', type: event.type });
  const { outcome, debugId = checkout.debugId } = heard;
  const after = revise(checkout, { ...withDispute(checkout, disputeId, heard), debugId }, now);
  if (isSame(checkout, after)) return;
  const isNews = heard.isVerified && checkout.dispute !== after.dispute;
  const kind = after.dispute === 'open' ? 'dispute_opened' : 'dispute_closed';
  const lease = sendingLease(ports.holder, now);
  const signals = isNews ? [{ checkoutId: checkout.id, kind, dueAt: now, lease } as const] : [];
  ports.signalled(await ports.store.write({ update: { before: checkout, after }, signals, who: 'paypal' }));
  ports.log('dispute_noted', { ...ids, dispute: after.dispute, outcome, debugId });
}

/** Where PayPal will not tell us, the event's word is all there is: then it is a mark for the merchant and no more. */
async function ask(
  { payments }: Ports,
  { type, sellerTransactionIds }: WebhookEvent,
  disputeId: string,
): Promise<Heard | undefined> {
  const answer = await payments.findDispute(disputeId);
  switch (answer.kind) {
    case 'found': {
      const { status, ...told } = answer.dispute;
      return { ...told, isOpen: status !== 'RESOLVED', isVerified: true };
    }
    case 'unknown':
      return undefined;
    case 'not_permitted':
      return {
        isOpen: type !== 'CUSTOMER.DISPUTE.RESOLVED',
        captureIds: sellerTransactionIds,
        isVerified: false,
      };
  }
}

/** Open as long as one of its disputes is. What PayPal says may open one again; a mere event, perhaps an older one, may not. */
function withDispute(
  { openDisputes = [], closedDisputes = [] }: Checkout,
  disputeId: string,
  { isOpen, isVerified }: Heard,
): Pick<Checkout, 'dispute' | 'openDisputes' | 'closedDisputes'> {
  const isOver = !isOpen || (!isVerified && closedDisputes.includes(disputeId));
  const open = without(openDisputes, disputeId);
  const closed = without(closedDisputes, disputeId);
  const after = isOver ? { open, closed: [...closed, disputeId] } : { open: [...open, disputeId], closed };
  const dispute = after.open.length > 0 ? 'open' : 'closed';
  return { dispute, openDisputes: after.open, closedDisputes: after.closed };
}

function without(ids: readonly string[], id: string): readonly string[] {
  return ids.filter((one) => one !== id);
}

function isSame(before: Checkout, after: Checkout): boolean {
  return (
    before.dispute === after.dispute &&
    hasSame(before.openDisputes, after.openDisputes) &&
    hasSame(before.closedDisputes, after.closedDisputes)
  );
}

function hasSame(ids: readonly string[] = [], others: readonly string[] = []): boolean {
  return ids.length === others.length && ids.every((id) => others.includes(id));
}
