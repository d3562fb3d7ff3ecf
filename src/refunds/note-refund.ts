import type { AskedRefund, Checkout } from '../checkout/checkout.ts';
import { CheckoutError } from '../checkout/errors.ts';
import { isHeld, takeLease } from '../round-trip/lease.ts';
import { loadCheckout } from '../checkout/load-checkout.ts';
import type { Loaded, Ports } from '../checkout/ports.ts';
import { record } from '../checkout/record.ts';
import { findCaptureOf } from './refundable.ts';
import type { Refund } from '../checkout/refund-ports.ts';
import { listRefunds, settleRefunds } from './settle-refunds.ts';
import { newsAtPayPal, toAskedStatus, withRefunds } from './with-refunds.ts';

/** A refund that was made at PayPal, or one of ours whose end PayPal tells. */
export async function noteRefund(ports: Ports, checkoutId: string, refundId: string): Promise<void> {
  const found = await ports.payments.findRefund(refundId);
  if (found?.captureId === undefined) return;
  const { captureId } = found;
  const { checkout, now } = await settleOwn(ports, checkoutId, captureId);
  // Another checkout's, whatever the event says.
  if (findCaptureOf(checkout, captureId) === undefined) return refuseWhilePaid(checkout);
  const status = toAskedStatus(found.status);
  const known = checkout.refunds.find((one) => one.refundId === refundId);
  if (known?.status === status) return;
  const told =
    known === undefined
      ? newsAtPayPal(checkout, captureId, await withEndsOfPending(ports, checkout, found), now)
      : [{ ...known, status }];
  await writeRefunds(ports, checkout, told, found, now);
}

/** Money moves at PayPal also because a refund of ours has failed there: what is still pending here is looked up with it. */
async function withEndsOfPending(
  { payments }: Ports,
  { refunds }: Checkout,
  found: Refund,
): Promise<readonly Pick<Refund, 'refundId' | 'status' | 'amount'>[]> {
  const { captureId, refundId } = found;
  const mayHaveEnded = refunds.some((one) => one.status === 'pending' && one.captureId === captureId);
  const capture = mayHaveEnded && captureId !== undefined ? await payments.findCapture(captureId) : undefined;
  const listed = capture === undefined ? [] : await listRefunds(payments, capture);
  return [...listed.filter((one) => one.refundId !== refundId), found];
}

/** News about a capture that is not stored yet is looked at again: it may be the one that is being asked for. */
export function refuseWhilePaid(checkout: Checkout): void {
  if (isBeingPaid(checkout)) throw new CheckoutError('payments_unclear', 'the payment is being asked');
}

export function isBeingPaid({ status }: Checkout): boolean {
  return status === 'capture_submitted' || status === 'capture_pending';
}

/** A decision of ours whose answer is not stored yet may be this very refund: it settles first, by its own request id. */
export async function settleOwn(ports: Ports, checkoutId: string, captureId: string): Promise<Loaded> {
  const isUnheard = ({ refunds }: Checkout): boolean =>
    refunds.some((one) => one.status === 'submitted' && one.captureId === captureId);
  const before = await loadCheckout(ports.store, checkoutId);
  if (!isUnheard(before.checkout)) return before;
  if (isHeld(before.checkout, before.now))
    throw new CheckoutError('payments_unclear', 'a refund is being asked');
  await settleRefunds(ports, await takeLease(ports, before.checkout, before.now));
  const after = await loadCheckout(ports.store, checkoutId);
  if (isUnheard(after.checkout)) throw new CheckoutError('payments_unclear', 'a refund is not answered');
  return after;
}

async function writeRefunds(
  ports: Ports,
  before: Checkout,
  told: readonly AskedRefund[],
  { refundId, debugId }: Refund,
  now: number,
): Promise<void> {
  const { after, kind } = withRefunds({ ...before, debugId }, told, now);
  const { status } = after;
  const log = ['refund_noted', { refundId, status, debugId }] as const;
  await record(ports, { before, after, tells: kind, who: 'paypal', log });
}
