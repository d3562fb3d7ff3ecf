import type { Checkout } from '../checkout/checkout.ts';
import { formatTaxRate, type Money, multiplyMoney, toAmount } from '../checkout/money.ts';
import { receiptNumberOf } from '../checkout/receipt-number.ts';
import { toMoment } from './moment.ts';
import { describeShipment } from './shipment-view.ts';
import { countryName } from '../words/language.ts';
import { printableLine } from '../words/printable.ts';

/** One purchase as the merchant needs it: what was bought, for how much, how it stands, since when, and whom it is told to. */
export function describeOrder(checkout: Checkout): readonly string[] {
  const { id, status, flag, dispute, owner, isGroup, shopperName } = checkout;
  const facts: (readonly [string, string | undefined])[] = [
    ['Checkout', id],
    ['Receipt', receiptNumberOf(checkout)],
    ['Status', flag === undefined ? status : `${status} (${flag})`],
    ['Dispute', dispute],
    ['Channel', isGroup ? `${owner.channelId}, in a group` : owner.channelId],
    ['Shopper', shopperName === '' ? undefined : shopperName],
    ['Started', toMoment(checkout.createdAt)],
    ['Deadline', checkout.paidAt === undefined ? toMoment(checkout.expiresAt) : undefined],
    ['Paid', when(checkout.paidAt)],
    ['Confirmed', when(checkout.confirmedAt)],
    ['Erased', when(checkout.erasedAt)],
    ['PayPal', toCapture(checkout)],
  ];
  return [
    ...facts.flatMap(([name, value]) => (value === undefined ? [] : [`${name.padEnd(10)} ${value}`])),
    '',
    ...checkout.items.map(
      ({ quantity, name, productId, unitPrice }) =>
        `${String(quantity).padStart(4)} × ${name} (${productId})  ${toAmount(unitPrice)} each  ${toSum(multiplyMoney(unitPrice, quantity))}`,
    ),
    '',
    ...toTotals(checkout),
    ...toTaxInside(checkout),
    ...toRefunds(checkout),
    ...describeShipment(checkout).map(([name, value]) => `${name.padEnd(10)} ${value}`),
  ].map((line) => printableLine(line));
}

function toTotals({ itemTotal, taxTotal, shippingTotal, shipping, total }: Checkout): string[] {
  const rows: (readonly [string, Money])[] = [
    ['Items', itemTotal],
    ['Tax', taxTotal],
    [toShippingName(shipping), shippingTotal],
    ['Total', total],
  ];
  return rows
    .filter(([name, { minorUnits }]) => minorUnits !== 0 || name === 'Items' || name === 'Total')
    .map(([name, sum]) => `${name.padEnd(10)} ${toSum(sum)}`);
}

function toShippingName(shipping: Checkout['shipping']): string {
  if (shipping === undefined) return 'Shipping';
  const { name, country } = shipping;
  return country === undefined ? `Shipping (${name})` : `Shipping (${name} to ${countryName(country)})`;
}

/** What `Total` holds of tax already, by rate: nothing of it is added. */
function toTaxInside({ taxContained, taxByRate = [] }: Checkout): string[] {
  if (taxContained === undefined || taxContained.minorUnits === 0) return [];
  const rates = taxByRate.map(({ rate, tax }) => `${formatTaxRate(rate, 'en')}: ${toAmount(tax)}`);
  return [`${'Tax inside'.padEnd(10)} ${toSum(taxContained)} (${rates.join(', ')})`];
}

function toRefunds({ refunds }: Checkout): string[] {
  return refunds.map(({ amount, status, reason, askedAt, refundId }) => {
    const known = refundId === undefined ? '' : `, PayPal refund ${refundId}`;
    return `${'Refund'.padEnd(10)} ${toSum(amount)} ${status} (${reason}) ${toMoment(askedAt)}${known}`;
  });
}

function toCapture({ capture }: Checkout): string | undefined {
  return capture === undefined ? undefined : `capture ${capture.captureId}`;
}

function when(at: number | undefined): string | undefined {
  return at === undefined ? undefined : toMoment(at);
}

function toSum(amount: Money): string {
  return `${toAmount(amount)} ${amount.currency}`;
}
