import { type AskedRefund, type Checkout, move, revise, type Status } from '../checkout/checkout.ts';
import { loadCheckout } from '../checkout/load-checkout.ts';
import { refuseWhilePaid, settleOwn } from './note-refund.ts';
import type { Ports } from '../checkout/ports.ts';
import { record } from '../checkout/record.ts';
import { findCaptureOf } from './refundable.ts';
import type { WebhookEvent } from '../checkout/refund-ports.ts';
import { listRefunds } from './settle-refunds.ts';
import type { SignalKind } from '../checkout/signal.ts';
import { mergeRefunds, newsAtPayPal, withRefunds } from './with-refunds.ts';

/** PayPal took the money back, after a dispute or a chargeback: nothing that the shop decided. */
export async function noteReversal(ports: Ports, checkoutId: string, event: WebhookEvent): Promise<void> {
  const before = await loadCheckout(ports.store, checkoutId);
  const captureId = event.captureId ?? before.checkout.capture?.captureId;
  if (captureId === undefined) return;
  const found = await ports.payments.findCapture(captureId);
  if (found?.status !== 'REFUNDED' && found?.status !== 'PARTIALLY_REFUNDED') return;
  const taken = await listRefunds(ports.payments, found);
  const { checkout, now } = await settleOwn(ports, checkoutId, captureId);
  // Its reason would be lost among what the payment itself comes to.
  refuseWhilePaid(checkout);
  if (findCaptureOf(checkout, captureId) === undefined) return;
  const news = newsAtPayPal(checkout, captureId, taken, now);
  const refunds = mergeRefunds(checkout.refunds, news);
  // What only the shop gave back is no reversal, whatever the event says.
  if (!refunds.some((one) => one.captureId === captureId && one.reason === 'at_paypal')) return;
  const isOwn = checkout.capture?.captureId === captureId;
  if (news.length === 0 && (!isOwn || checkout.flag === 'reversed')) return;
  const { debugId } = found;
  const { after, kind } = isOwn
    ? reversed({ ...checkout, debugId }, news, now)
    : { after: revise({ ...checkout, refunds, debugId }, {}, now) };
  const log = ['payment_reversed', { level: 'error', captureId, debugId }] as const;
  await record(ports, { before: checkout, after, tells: kind, who: 'paypal', log });
}

/** All of it gone is the end, as with any refund, whichever news came first; a part is for a person to look at. */
function reversed(
  checkout: Checkout,
  news: readonly AskedRefund[],
  now: number,
): { readonly after: Checkout; readonly kind?: SignalKind | undefined } {
  const marked: Checkout = { ...checkout, flag: 'reversed', number: undefined };
  const counted = withRefunds(marked, news, now);
  const { status, refunds } = counted.after;
  if (mayBeFlagged.has(status))
    return { after: move({ ...marked, refunds }, 'flagged', {}, now), kind: 'flagged' };
  return status === checkout.status ? { after: counted.after } : counted;
}

const mayBeFlagged: ReadonlySet<Status> = new Set(['paid', 'confirmed', 'refunding']);
