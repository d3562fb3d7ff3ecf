import type { Checkout } from '../checkout/checkout.ts';
import { toAmount } from '../checkout/money.ts';
import type { PurchaseResult } from '../bot/state.ts';

/** What the conversation keeps of a confirmed purchase. */
export function toResult({ id, total, capture, confirmedAt, updatedAt }: Checkout): PurchaseResult {
  return {
    checkoutId: id,
    total: `${toAmount(total)} ${total.currency}`,
    captureId: capture?.captureId ?? '',
    confirmedAt: confirmedAt ?? updatedAt,
  };
}
