import {
  type AskedRefund,
  type Checkout,
  move,
  type RefundReason,
  revise,
  type Status,
} from '../checkout/checkout.ts';
import { CheckoutError } from '../checkout/errors.ts';
import { leaseMs } from '../round-trip/lease.ts';
import { loadCheckout } from '../checkout/load-checkout.ts';
import type { Money } from '../checkout/money.ts';
import type { Actor, Ports } from '../checkout/ports.ts';
import { record } from '../checkout/record.ts';
import { isTaken, refundable } from './refundable.ts';
import { settleRefunds } from './settle-refunds.ts';

export interface RefundDecision {
  readonly checkoutId: string;
  /** All that is left when missing. */
  readonly amount?: Money | undefined;
  readonly reason: RefundReason;
}

/** Gives money back: the decision is written with its request id, and only then PayPal is asked. Sums never exceed the capture. */
export async function refund(ports: Ports, decision: RefundDecision): Promise<Checkout> {
  const { checkout, now } = await loadCheckout(ports.store, decision.checkoutId);
  const { capture } = checkout;
  if (capture === undefined || !isTaken(capture))
    throw new CheckoutError('refund_impossible', checkout.status);
  const { captureId } = capture;
  if (checkout.refunds.some((one) => one.captureId === captureId && one.status === 'submitted'))
    throw new CheckoutError('refund_under_way');
  const left = refundable(checkout, capture);
  if (left.minorUnits <= 0) throw new CheckoutError('refund_impossible', 'nothing is left');
  const amount = decision.amount ?? left;
  const isPossible =
    amount.currency === left.currency && amount.minorUnits >= 1 && amount.minorUnits <= left.minorUnits;
  if (!isPossible) throw new CheckoutError('refund_too_much');
  const changes = newRefund(ports, checkout, { captureId, amount, reason: decision.reason }, now);
  const isOver = amount.minorUnits === left.minorUnits && mayBeRefunded.has(checkout.status);
  const submitted = isOver
    ? move(checkout, 'refunding', { ...changes, number: undefined }, now)
    : revise(checkout, changes, now);
  const who: Actor = decision.reason === 'merchant' ? 'merchant' : 'clock';
  await record(ports, { before: checkout, after: submitted, who });
  return settleRefunds(ports, submitted);
}

const mayBeRefunded: ReadonlySet<Status> = new Set(['paid', 'confirmed', 'flagged']);

/** One more decision with a request id of its own, and the lease for asking. */
export function newRefund(
  { holder }: Pick<Ports, 'holder'>,
  { id, refunds }: Pick<Checkout, 'id' | 'refunds'>,
  { captureId, amount, reason }: Pick<AskedRefund, 'captureId' | 'amount' | 'reason'>,
  now: number,
): Pick<Checkout, 'refunds' | 'lease'> {
  const requestId = `${id}-refund-${refunds.length + 1}`;
  const asked: AskedRefund = { requestId, captureId, amount, reason, status: 'submitted', askedAt: now };
  return { refunds: [...refunds, asked], lease: { holder, until: now + leaseMs } };
}
