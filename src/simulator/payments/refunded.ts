import { toAmount, toMinorUnits } from '../amount.ts';
import { createResourceId } from '../ids.ts';
import type { Capture, Order, OrderUnit, Refund } from '../orders/order.ts';
import { putPart, withUnit, type Found } from '../orders/order-parts.ts';

/** Minor units of a capture that were given back or are on their way. */
export function refundedOf(unit: OrderUnit, captureId: string): bigint {
  return unit.refunds
    .filter((refund) => refund.captureId === captureId && refund.status !== 'FAILED')
    .reduce((sum, { amount }) => sum + (toMinorUnits(amount) ?? 0n), 0n);
}

/** Minor units of a capture that can still be given back. */
export function refundableOf({ unit, part }: Found<Capture>): bigint {
  return (toMinorUnits(part.amount) ?? 0n) - refundedOf(unit, part.id);
}

export interface AskedRefund {
  readonly minorUnits: bigint;
  readonly status: Refund['status'];
  readonly settlement?: Refund['settlement'];
  readonly note?: string | undefined;
  readonly invoiceId?: string | undefined;
  readonly customId?: string | undefined;
}

/** The refund, with the order in which it stands and its capture counted anew. */
export function addRefund(found: Found<Capture>, asked: AskedRefund, now: number): Found<Refund> {
  const { minorUnits, ...rest } = asked;
  const refund: Refund = {
    ...rest,
    id: createResourceId(),
    captureId: found.part.id,
    amount: toAmount(minorUnits, found.part.amount.currency_code),
    createdAt: now,
    updatedAt: now,
  };
  return putRefund(found.order, found.unit, refund, now);
}

/** The order with this refund as it now is. */
export function putRefund(order: Order, unit: OrderUnit, refund: Refund, now: number): Found<Refund> {
  const counted: OrderUnit = { ...unit, refunds: putPart(unit.refunds, refund) };
  const captures = unit.captures.map((capture) =>
    capture.id === refund.captureId
      ? { ...capture, status: statusOf(counted, capture), updatedAt: now }
      : capture,
  );
  const changed = { ...counted, captures };
  return { order: withUnit(order, unit, changed, now), unit: changed, part: refund };
}

function statusOf(unit: OrderUnit, capture: Capture): Capture['status'] {
  const refunded = refundedOf(unit, capture.id);
  if (refunded === 0n) return 'COMPLETED';
  return refunded >= (toMinorUnits(capture.amount) ?? 0n) ? 'REFUNDED' : 'PARTIALLY_REFUNDED';
}
