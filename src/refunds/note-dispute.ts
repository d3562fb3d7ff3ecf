import { type Checkout, revise } from '../checkout/checkout.ts';
import { record } from '../checkout/record.ts';
import { refuseWhilePaid } from './note-refund.ts';
import type { Loaded, Ports } from '../checkout/ports.ts';
import { findCaptureOf } from './refundable.ts';
import type { WebhookEvent } from '../checkout/refund-ports.ts';

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
  const noted = withDispute(checkout, disputeId, heard);
  if (noted === undefined) return;
  const { outcome, debugId = checkout.debugId } = heard;
  const after = revise(checkout, { ...noted, debugId }, now);
  const isNews = heard.isVerified && checkout.dispute !== after.dispute;
  const kind = after.dispute === 'open' ? 'dispute_opened' : 'dispute_closed';
  await record(ports, {
    before: checkout,
    after,
    tells: isNews ? kind : undefined,
    who: 'paypal',
    log: ['dispute_noted', { disputeId, dispute: after.dispute, outcome, debugId }],
  });
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

/**
 * Open as long as one of its disputes is. What PayPal says may open one again; a mere event, perhaps an older one, may
 * not. Undefined where it is known already.
 */
function withDispute(
  { openDisputes = [], closedDisputes = [] }: Checkout,
  disputeId: string,
  { isOpen, isVerified }: Heard,
): Pick<Checkout, 'dispute' | 'openDisputes' | 'closedDisputes'> | undefined {
  const isOver = !isOpen || (!isVerified && closedDisputes.includes(disputeId));
  if ((isOver ? closedDisputes : openDisputes).includes(disputeId)) return undefined;
  if (!isOver) {
    const stillClosed = closedDisputes.filter((id) => id !== disputeId);
    return { dispute: 'open', openDisputes: [...openDisputes, disputeId], closedDisputes: stillClosed };
  }
  const stillOpen = openDisputes.filter((id) => id !== disputeId);
  const dispute = stillOpen.length > 0 ? 'open' : 'closed';
  return { dispute, openDisputes: stillOpen, closedDisputes: [...closedDisputes, disputeId] };
}
