import { type AskedRefund, type Checkout, move, revise } from '../checkout/checkout.ts';
import { holdsMoney } from '../checkout/matches-snapshot.ts';
import { allCaptures, isGivenBack } from './refundable.ts';
import type { Refund } from '../checkout/refund-ports.ts';
import type { SignalKind } from '../checkout/signal.ts';

/** The checkout with refunds as PayPal tells them, known ones and new ones, and what is to be said about it. */
export function withRefunds(
  before: Checkout,
  told: readonly AskedRefund[],
  now: number,
): { readonly after: Checkout; readonly kind: SignalKind | undefined } {
  const changed = { ...before, refunds: mergeRefunds(before.refunds, told) };
  const isOver = changed.capture !== undefined && isGivenBack(changed, changed.capture);
  if (isOver && before.status !== 'refunded') {
    const flag = before.flag === 'refund_failed' ? undefined : before.flag;
    return { after: move(changed, 'refunded', { number: undefined, flag }, now), kind: 'refunded' };
  }
  if (told.some((one) => leavesMoney(changed, one)))
    return { after: toFailed(changed, now), kind: 'flagged' };
  const kind = told.some(({ status }) => status === 'completed') ? 'refunded_in_part' : undefined;
  return { after: revise(changed, {}, now), kind };
}

/** What is told takes the place of what was known of the same refund; new ones come behind. */
export function mergeRefunds(
  known: readonly AskedRefund[],
  told: readonly AskedRefund[],
): readonly AskedRefund[] {
  const now = known.map((one) => told.find(({ requestId }) => requestId === one.requestId) ?? one);
  const fresh = told.filter(({ requestId }) => now.every((one) => one.requestId !== requestId));
  return [...now, ...fresh];
}

/** A decision of ours that came to nothing, while there is still something to give back. */
function leavesMoney(checkout: Checkout, { status, reason, captureId }: AskedRefund): boolean {
  if (status !== 'failed' || reason === 'at_paypal') return false;
  return allCaptures(checkout).some(
    (one) => one.captureId === captureId && holdsMoney(one) && !isGivenBack(checkout, one),
  );
}

/** Why it had to go back says more than that it could not; but what a deadline decided is not decided again. */
function toFailed(checkout: Checkout, now: number): Checkout {
  const { flag } = checkout;
  const saysMore = flag !== undefined && flag !== 'number_locked' && flag !== 'unconfirmed';
  const changes = { flag: saysMore ? flag : 'refund_failed' } as const;
  return checkout.status === 'refunding'
    ? move(checkout, 'flagged', changes, now)
    : revise(checkout, changes, now);
}

/**
 * What PayPal's list of refunds says that this checkout does not know: how those that were pending have ended, so that
 * one that failed is not counted beside the money that went another way; and those that somebody made there.
 */
export function newsAtPayPal(
  { id, refunds }: Pick<Checkout, 'id' | 'refunds'>,
  captureId: string,
  found: readonly Pick<Refund, 'refundId' | 'status' | 'amount'>[],
  now: number,
): readonly AskedRefund[] {
  const ended = refunds.flatMap((one) => toEnded(one, found) ?? []);
  const made = found
    .filter(({ refundId }) => refunds.every((one) => one.refundId !== refundId))
    .map(({ refundId, status, amount }, index) => ({
      requestId: `${id}-refund-${refunds.length + 1 + index}`,
      captureId,
      amount,
      reason: 'at_paypal' as const,
      status: toAskedStatus(status),
      refundId,
      askedAt: now,
    }));
  return [...ended, ...made];
}

/** Undefined while it is pending, or where it was not. */
function toEnded(
  one: AskedRefund,
  found: readonly Pick<Refund, 'refundId' | 'status'>[],
): AskedRefund | undefined {
  const listed = found.find(({ refundId }) => refundId === one.refundId);
  if (one.status !== 'pending' || listed === undefined || listed.status === 'PENDING') return undefined;
  return { ...one, status: toAskedStatus(listed.status) };
}

export function toAskedStatus(status: Refund['status']): AskedRefund['status'] {
  switch (status) {
    case 'COMPLETED':
      return 'completed';
    case 'PENDING':
      return 'pending';
    case 'FAILED':
    case 'CANCELLED':
      return 'failed';
  }
}
