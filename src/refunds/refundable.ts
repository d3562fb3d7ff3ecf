import type { Capture, Checkout } from '../checkout/checkout.ts';
import type { Money } from '../checkout/money.ts';

/** What is left of a capture: every refund counts that has not failed. */
export function refundable({ refunds }: Pick<Checkout, 'refunds'>, { captureId, amount }: Capture): Money {
  const given = refunds.filter((one) => one.captureId === captureId && one.status !== 'failed');
  return {
    ...amount,
    minorUnits: given.reduce((left, one) => left - one.amount.minorUnits, amount.minorUnits),
  };
}

export function isTaken({ status }: Capture): boolean {
  return status === 'COMPLETED' || status === 'PARTIALLY_REFUNDED' || status === 'REFUNDED';
}

/** Whether PayPal has given all of this capture back. */
export function isGivenBack({ refunds }: Pick<Checkout, 'refunds'>, { captureId, amount }: Capture): boolean {
  const given = refunds.filter((one) => one.captureId === captureId && one.status === 'completed');
  return given.reduce((sum, one) => sum + one.amount.minorUnits, 0) >= amount.minorUnits;
}

/** The payment itself, and what landed beside it. */
export function allCaptures({
  capture,
  strayCaptures,
}: Pick<Checkout, 'capture' | 'strayCaptures'>): readonly Capture[] {
  return capture === undefined ? strayCaptures : [capture, ...strayCaptures];
}

/** The checkout's capture of this id, if it is one of this checkout's. */
export function findCaptureOf(
  checkout: Pick<Checkout, 'capture' | 'strayCaptures'>,
  captureId: string,
): Capture | undefined {
  return allCaptures(checkout).find((one) => one.captureId === captureId);
}
