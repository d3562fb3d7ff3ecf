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
  const isTold = ({ requestId }: AskedRefund) => told.find((one) => one.requestId === requestId);
  const known = before.refunds.map((one) => isTold(one) ?? one);
  const fresh = told.filter(({ requestId }) => known.every((one) => one.requestId !== requestId));
  const changed = { ...before, refunds: [...known, ...fresh] };
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

/** Refunds that PayPal names and this checkout does not know: somebody made them there. */
export function madeAtPayPal(
  { id, refunds }: Pick<Checkout, 'id' | 'refunds'>,
  captureId: string,
  found: readonly Pick<Refund, 'refundId' | 'status' | 'amount'>[],
  now: number,
): readonly AskedRefund[] {
  return found
    .filter(({ refundId }) => refunds.every((one) => one.refundId !== refundId))
    .map(({ refundId, status, amount }, index) => ({
      requestId: `${id}-refund-${refunds.length + 1 + index}`,
      captureId,
      amount,
      reason: 'at_paypal',
      status: toAskedStatus(status),
      refundId,
      askedAt: now,
    }));
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
