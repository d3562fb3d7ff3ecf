import type { Checkout } from '../checkout/checkout.ts';
import { receiptNumberOf } from '../checkout/receipt-number.ts';
import { theirs } from '../words/as-text.ts';
import { words } from '../words/language.ts';

/** That a purchase is on its way, with all that the merchant has told of it. */
export function parcelNews(checkout: Pick<Checkout, 'id' | 'shipment'>): string {
  const { carrier, number } = checkout.shipment ?? {};
  return words.shipped(receiptNumberOf(checkout), toText(carrier), toText(number));
}

function toText(text: string | undefined) {
  return text === undefined ? undefined : theirs(text);
}
