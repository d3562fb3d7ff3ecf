import {
  type AskedRefund,
  type Capture,
  type Checkout,
  move,
  type RefundReason,
  revise,
  type Status,
} from './checkout.ts';
import { CheckoutError, isCheckoutError } from './errors.ts';
import { leaseMs, restUnderLease, sendingLease } from './lease.ts';
import type { Money } from './money.ts';
import type { Actor, Ports } from './ports.ts';
import type { Refund } from './refund-ports.ts';
import type { SignalKind } from './signal.ts';

export interface RefundDecision {
  readonly checkoutId: string;
  /** All that is left when missing. */
  readonly amount?: Money | undefined;
  readonly reason: RefundReason;
}

/** Gives money back: the decision is written with its request id, and only then PayPal is asked. Sums never exceed the capture. */
export async function refund(ports: Ports, decision: RefundDecision): Promise<Checkout> {
  const loaded = await ports.store.find(decision.checkoutId);
  if (loaded === undefined) throw new CheckoutError('checkout_unknown');
  const { checkout, now } = loaded;
  const { capture } = checkout;
  if (capture === undefined || !isTaken(capture))
    throw new CheckoutError('refund_impossible', checkout.status);
  if (checkout.refunds.some(({ status }) => status === 'submitted'))
    throw new CheckoutError('refund_under_way');
  const left = refundable(checkout, capture);
  if (left.minorUnits === 0) throw new CheckoutError('refund_impossible', 'nothing is left');
  const amount = decision.amount ?? left;
  const isPossible =
    amount.currency === left.currency && amount.minorUnits >= 1 && amount.minorUnits <= left.minorUnits;
  if (!isPossible) throw new CheckoutError('refund_too_much');
  const submitted = submitRefund(
    ports,
    checkout,
    { captureId: capture.captureId, amount, reason: decision.reason },
    now,
  );
  const who: Actor = decision.reason === 'merchant' ? 'merchant' : 'clock';
  await ports.store.write({ update: { before: checkout, after: submitted }, who });
  return settleRefund(ports, submitted);
}

/** The checkout with one more decision, and with the lease for asking. */
export function submitRefund(
  { holder }: Pick<Ports, 'holder'>,
  checkout: Checkout,
  { captureId, amount, reason }: Pick<AskedRefund, 'captureId' | 'amount' | 'reason'>,
  now: number,
): Checkout {
  const requestId = `${checkout.id}-refund-${checkout.refunds.length + 1}`;
  const asked: AskedRefund = { requestId, captureId, amount, reason, status: 'submitted', askedAt: now };
  const changes = { refunds: [...checkout.refunds, asked], lease: { holder, until: now + leaseMs } };
  const isWhole =
    checkout.capture?.captureId === captureId &&
    refundable(checkout, checkout.capture).minorUnits === amount.minorUnits;
  const isOver = isWhole && mayBeRefunded.has(checkout.status);
  return isOver
    ? move(checkout, 'refunding', { ...changes, number: undefined }, now)
    : revise(checkout, changes, now);
}

const mayBeRefunded: ReadonlySet<Status> = new Set(['paid', 'confirmed', 'flagged']);

/** What is left of a capture: every refund counts that has not failed. */
export function refundable({ refunds }: Checkout, { captureId, amount }: Capture): Money {
  const given = refunds.filter((one) => one.captureId === captureId && one.status !== 'failed');
  return {
    ...amount,
    minorUnits: given.reduce((left, one) => left - one.amount.minorUnits, amount.minorUnits),
  };
}

export function isTaken({ status }: Capture): boolean {
  return status === 'COMPLETED' || status === 'PARTIALLY_REFUNDED' || status === 'REFUNDED';
}

/** Asks PayPal for the first refund that is not settled. The lease must be held; the same request id gets the same refund. */
export async function settleRefund(ports: Ports, checkout: Checkout): Promise<Checkout> {
  const asked = checkout.refunds.find(({ status }) => status === 'submitted' || status === 'pending');
  if (asked === undefined) return checkout;
  try {
    return await finish(ports, checkout, asked, await ask(ports, asked));
  } catch (error) {
    if (!isCheckoutError(error, 'payments_unclear') && !isCheckoutError(error, 'payments_refused'))
      throw error;
    ports.log('refund_unclear', {
      checkoutId: checkout.id,
      requestId: asked.requestId,
      reason: error.detail,
    });
    return restUnderLease(ports, checkout);
  }
}

type Outcome = {
  readonly status: AskedRefund['status'];
  readonly refundId?: string | undefined;
  readonly issue?: string;
};

async function ask(
  { payments }: Ports,
  { captureId, requestId, amount, refundId }: AskedRefund,
): Promise<Outcome> {
  if (refundId !== undefined) {
    const found = await payments.findRefund(refundId);
    return found === undefined ? { status: 'failed', issue: 'gone' } : toOutcome(found);
  }
  const answer = await payments.refundCapture({ captureId, requestId, amount });
  switch (answer.kind) {
    case 'answered':
      return toOutcome(answer.refund);
    case 'already_refunded': {
      // Somebody gave all of it back at PayPal; then this decision is fulfilled too.
      const capture = await payments.findCapture(captureId);
      return capture?.status === 'REFUNDED'
        ? { status: 'completed' }
        : { status: 'failed', issue: answer.kind };
    }
    case 'gone':
      return { status: 'failed', issue: answer.kind };
    case 'refused':
      return { status: 'failed', issue: answer.issue };
  }
}

export function toOutcome({ status, refundId }: Refund): Outcome {
  switch (status) {
    case 'COMPLETED':
      return { status: 'completed', refundId };
    case 'PENDING':
      return { status: 'pending', refundId };
    case 'FAILED':
    case 'CANCELLED':
      return { status: 'failed', refundId, issue: status };
  }
}

async function finish(
  ports: Ports,
  checkout: Checkout,
  asked: AskedRefund,
  outcome: Outcome,
): Promise<Checkout> {
  const now = await ports.store.now();
  const { status, refundId, issue } = outcome;
  const isNews = status !== asked.status;
  const refunds = checkout.refunds.map((one) =>
    one.requestId === asked.requestId ? { ...one, status, refundId: refundId ?? one.refundId } : one,
  );
  ports.log('refund_settled', {
    checkoutId: checkout.id,
    requestId: asked.requestId,
    refundId,
    status,
    issue,
  });
  // A refund that PayPal has not finished is looked at again when this lease ends.
  if (status === 'pending') {
    if (!isNews) return restUnderLease(ports, checkout);
    return write(
      ports,
      checkout,
      revise(checkout, { refunds, lease: { holder: ports.holder, until: now + leaseMs } }, now),
      undefined,
      now,
    );
  }
  const changed = { ...checkout, refunds };
  if (status === 'failed') return write(ports, checkout, failed(changed, now), 'flagged', now);
  const isWhole = isGivenBack(changed);
  const after = isWhole ? toRefunded(changed, now) : revise(changed, { lease: undefined }, now);
  return write(ports, checkout, after, isWhole ? 'refunded' : 'refunded_in_part', now);
}

/** Whether PayPal has given the whole payment back. */
export function isGivenBack({ capture, refunds }: Checkout): boolean {
  if (capture === undefined) return false;
  const given = refunds.filter((one) => one.captureId === capture.captureId && one.status === 'completed');
  return given.reduce((sum, { amount }) => sum + amount.minorUnits, 0) >= capture.amount.minorUnits;
}

export function toRefunded(checkout: Checkout, now: number): Checkout {
  const changes = { lease: undefined, number: undefined };
  return checkout.status === 'refunded'
    ? revise(checkout, changes, now)
    : move(checkout, 'refunded', changes, now);
}

function failed(checkout: Checkout, now: number): Checkout {
  // Why it had to go back says more than that it could not.
  const changes = { flag: checkout.flag ?? 'refund_failed', lease: undefined } as const;
  return checkout.status === 'refunding'
    ? move(checkout, 'flagged', changes, now)
    : revise(checkout, changes, now);
}

async function write(
  ports: Ports,
  before: Checkout,
  after: Checkout,
  kind: SignalKind | undefined,
  now: number,
): Promise<Checkout> {
  const signals =
    kind === undefined
      ? []
      : [{ checkoutId: before.id, kind, dueAt: now, lease: sendingLease(ports.holder, now) }];
  ports.signalled(await ports.store.write({ update: { before, after }, signals, who: 'paypal' }));
  return after;
}
