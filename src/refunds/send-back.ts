import { type Capture, type Checkout, isRefused, move, revise, type Status } from '../checkout/checkout.ts';
import { closeOrders } from '../checkout/order.ts';
import { isHeld } from '../round-trip/lease.ts';
import { holdsMoney } from '../checkout/matches-snapshot.ts';
import type { PaymentOrder, Ports } from '../checkout/ports.ts';
import { record } from '../checkout/record.ts';
import { newRefund } from './refund.ts';
import { refundable } from './refundable.ts';
import { settleRefunds } from './settle-refunds.ts';
import { mergeRefunds, newsAtPayPal } from './with-refunds.ts';

/** Money that this checkout had not asked for, or no longer waited for: flagged, and all that is left of it goes back. */
export async function sendBack(
  ports: Ports,
  checkout: Checkout,
  capture: Capture,
  { refunds, debugId }: Pick<PaymentOrder, 'refunds' | 'debugId'>,
  now: number,
): Promise<void> {
  const { captureId } = capture;
  const known = withCapture({ ...checkout, debugId }, capture);
  const news = newsAtPayPal(known, captureId, refunds, now);
  const learned = { ...known, refunds: mergeRefunds(known.refunds, news) };
  const amount = refundable(learned, capture);
  const asked =
    amount.minorUnits > 0
      ? newRefund(ports, learned, { captureId, amount, reason: 'late_capture' }, now)
      : {};
  // Whoever asks PayPal about another refund just now goes on; the worker asks for this one when that lease ends.
  const held = isHeld(checkout, now) ? { lease: checkout.lease } : {};
  const flag = checkout.flag === undefined || isRefused(checkout) ? 'late_capture' : checkout.flag;
  const orders = closeOrders(checkout);
  const after = endedByIt.has(checkout.status)
    ? move(learned, 'flagged', { lease: undefined, ...asked, flag, orders, number: undefined }, now)
    : revise(learned, { ...asked, ...held, flag }, now);
  await record(ports, {
    before: checkout,
    after,
    tells: after.status === 'flagged' ? 'flagged' : undefined,
    who: 'paypal',
    log: ['capture_sent_back', { captureId, debugId }],
  });
  const isOurTurn = amount.minorUnits > 0 && after.lease !== checkout.lease;
  if (isOurTurn) await settleRefunds(ports, after);
}

/** Its own payment, where it has none that holds money and asks for none; else one that landed beside it. */
function withCapture(checkout: Checkout, capture: Capture): Checkout {
  const isBeingPaid = checkout.status === 'capture_submitted';
  const hasNone = checkout.capture === undefined || !holdsMoney(checkout.capture);
  return hasNone && !isBeingPaid
    ? { ...checkout, capture }
    : { ...checkout, strayCaptures: [...checkout.strayCaptures, capture] };
}

/** Nothing was paid, or it was over. A purchase that is paid or being paid goes on. */
const endedByIt: ReadonlySet<Status> = new Set([
  'open',
  'claimed',
  'order_submitted',
  'awaiting_approval',
  'approved',
  'declined',
  'cancelled',
  'expired',
]);
