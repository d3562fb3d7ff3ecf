import type { Checkout } from './checkout.ts';
import type { MerchantEventKind } from './merchant-event.ts';
import { toAmount } from './money.ts';
import { receiptNumberOf } from './receipt-number.ts';
import type { SignalKind } from './signal.ts';

/** One thing that happened to a checkout, as it stood then. */
export interface MerchantNews {
  readonly eventId: string;
  readonly kind: MerchantEventKind;
  readonly checkout: Checkout;
  /** Milliseconds since 1970 by the database's clock. */
  readonly happenedAt: number;
  /** What the shopper could not be told (`undeliverable`). */
  readonly untold?: SignalKind | undefined;
}

/**
 * What the merchant is sent, as JSON with the same fields in each: ids, items and sums. Payer, address, number,
 * conversation and the shopper's name are not in it. Sums are PayPal's decimal strings.
 */
export function toMerchantBody({ eventId, kind, checkout, happenedAt, untold }: MerchantNews): string {
  const { id, version, status, flag, dispute, items, total, owner } = checkout;
  return JSON.stringify({
    type: `checkout.${kind}`,
    timestamp: new Date(happenedAt).toISOString(),
    data: {
      eventId,
      checkoutId: id,
      receipt: receiptNumberOf(checkout),
      /** Grows with each change of the checkout: of two events the one with the larger is the later. */
      version,
      status,
      flag: flag ?? null,
      dispute: dispute ?? null,
      untold: untold ?? null,
      channel: owner.channelId,
      items: items.map(({ productId, name, quantity }) => ({ id: productId, name, quantity })),
      currency: total.currency,
      sums: {
        items: toAmount(checkout.itemTotal),
        /** On top of the items' prices. */
        tax: toAmount(checkout.taxTotal),
        /** Inside of the total, where prices hold their tax. */
        taxContained: toAmount(checkout.taxContained ?? { ...total, minorUnits: 0 }),
        shipping: toAmount(checkout.shippingTotal),
        total: toAmount(total),
      },
      refunds: checkout.refunds.map(({ amount, status: state, reason }) => ({
        amount: toAmount(amount),
        currency: amount.currency,
        status: state,
        reason,
      })),
    },
  });
}
