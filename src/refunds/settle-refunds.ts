import type { AskedRefund, Capture, Checkout } from '../checkout/checkout.ts';
import { isCheckoutError } from '../checkout/errors.ts';
import { restUnlessChanged } from '../checkout/rest-unless-changed.ts';
import type { Ports } from '../checkout/ports.ts';
import { record } from '../checkout/record.ts';
import { isRefundOpen } from '../checkout/refund-open.ts';
import type { PaymentCapture, Refund, RefundRequest } from '../checkout/refund-ports.ts';
import { writeAnyway } from '../checkout/write-anyway.ts';
import { newsAtPayPal, toAskedStatus, withRefunds } from './with-refunds.ts';

/**
 * Asks PayPal about every refund that is not settled; one that stays unclear holds up no other. The lease must be held.
 * The same request id gets the same refund.
 */
export async function settleRefunds(ports: Ports, checkout: Checkout): Promise<Checkout> {
  let current = checkout;
  let isUnclear = false;
  for (const asked of checkout.refunds.filter(isRefundOpen)) {
    try {
      current = await noteAnswer(ports, current, asked, await ask(ports, asked));
    } catch (error) {
      if (!isCheckoutError(error, 'payments_unclear') && !isCheckoutError(error, 'payments_refused'))
        throw error;
      isUnclear = true;
      const { requestId } = asked;
      ports.log('refund_unclear', { checkoutId: checkout.id, requestId, reason: error.detail });
    }
  }
  // What PayPal itself has not finished is looked at again when the lease ends by itself.
  return isUnclear ? restUnlessChanged(ports, current) : current;
}

type Outcome = {
  readonly status: AskedRefund['status'];
  readonly refundId?: string | undefined;
  readonly issue?: string;
  readonly debugId?: string | undefined;
  /** What PayPal's check of the capture has led to. */
  readonly captureStatus?: 'COMPLETED' | 'DECLINED' | 'FAILED';
  /** Refunds that somebody made at PayPal. */
  readonly others?: readonly Pick<Refund, 'refundId' | 'status' | 'amount'>[];
};

/** A day less than PayPal remembers the request ids of payments: after that, the same id would be another refund. */
const rememberedMs = 44 * 24 * 3_600_000;

/** GET first: what PayPal still checks cannot be given back yet, and what it declined need not be. */
async function ask({ payments, store }: Ports, asked: AskedRefund): Promise<Outcome> {
  const { captureId, requestId, amount, refundId, askedAt } = asked;
  if (refundId !== undefined) {
    const found = await payments.findRefund(refundId);
    return found === undefined ? { status: 'failed', issue: 'gone' } : toOutcome(found);
  }
  const capture = await payments.findCapture(captureId);
  if (capture === undefined) return { status: 'failed', issue: 'gone' };
  const { status, debugId } = capture;
  if (status === 'PENDING') return { status: 'submitted' };
  if (status === 'DECLINED' || status === 'FAILED')
    return { status: 'failed', issue: status, captureStatus: status, debugId };
  const isForgotten = (await store.now()) - askedAt > rememberedMs;
  const outcome = isForgotten
    ? { status: 'failed' as const, issue: 'too_old', others: await listRefunds(payments, capture) }
    : await askForRefund(payments, capture, { captureId, requestId, amount });
  return { debugId, ...outcome, captureStatus: 'COMPLETED' };
}

async function askForRefund(
  payments: Ports['payments'],
  capture: PaymentCapture,
  request: RefundRequest,
): Promise<Outcome> {
  const answer = await payments.refundCapture(request);
  switch (answer.kind) {
    case 'answered':
      return toOutcome(answer.refund);
    case 'already_refunded':
      // Ours would have been answered under its request id: somebody gave it back at PayPal.
      return { status: 'failed', issue: answer.kind, others: await listRefunds(payments, capture) };
    case 'gone':
      return { status: 'failed', issue: answer.kind };
    case 'refused':
      return { status: 'failed', issue: answer.issue, debugId: answer.debugId };
  }
}

function toOutcome({ status, refundId, debugId }: Refund): Outcome {
  const outcome = { status: toAskedStatus(status), refundId, debugId };
  return outcome.status === 'failed' ? { ...outcome, issue: status } : outcome;
}

/** The refunds that PayPal lists with the order of this capture. */
export async function listRefunds(
  payments: Pick<Ports['payments'], 'findOrder'>,
  { orderId }: Pick<PaymentCapture, 'orderId'>,
): Promise<NonNullable<Outcome['others']>> {
  const order = orderId === undefined ? undefined : await payments.findOrder(orderId);
  return order?.refunds ?? [];
}

function noteAnswer(
  ports: Ports,
  checkout: Checkout,
  { requestId }: AskedRefund,
  outcome: Outcome,
): Promise<Checkout> {
  return writeAnyway(ports, checkout, (before) => {
    const asked = before.refunds.filter(isRefundOpen).find((one) => one.requestId === requestId);
    // Somebody else has settled it, or there is nothing new.
    return asked === undefined || asked.status === outcome.status
      ? before
      : write(ports, before, asked, outcome);
  });
}

async function write(
  ports: Ports,
  before: Checkout,
  asked: AskedRefund,
  { status, refundId, issue, debugId, captureStatus, others = [] }: Outcome,
): Promise<Checkout> {
  const now = await ports.store.now();
  const settled = { ...asked, status, refundId: refundId ?? asked.refundId };
  const told = [settled, ...newsAtPayPal(before, asked.captureId, others, now)];
  const mark = (capture: Capture): Capture =>
    captureStatus !== undefined && capture.status === 'PENDING' && capture.captureId === asked.captureId
      ? { ...capture, status: captureStatus }
      : capture;
  const changed = {
    ...before,
    capture: before.capture && mark(before.capture),
    strayCaptures: before.strayCaptures.map(mark),
    debugId,
  };
  const { after: noted, kind } = withRefunds(changed, told, now);
  // What is still open is looked at again when the lease ends by itself.
  const after = noted.refunds.some(isRefundOpen) ? noted : { ...noted, lease: undefined };
  const { requestId } = asked;
  const log = ['refund_settled', { requestId, refundId, status, issue, debugId }] as const;
  return record(ports, { before, after, tells: kind, who: 'paypal', log });
}
