import type { Checkout } from '../checkout/checkout.ts';
import type { OrderTrail } from '../checkout/desk-ports.ts';
import { type Money, toAmount } from '../checkout/money.ts';
import { addressParts, type PayerDetails } from '../checkout/payer-details.ts';
import type { PayerStore } from '../checkout/payer-ports.ts';
import { receiptNumberOf } from '../checkout/receipt-number.ts';
import type { KeyRing } from '../round-trip/keys.ts';
import { printableJson, printableLine } from '../words/printable.ts';
import { type Files, findCheckout } from './find-checkout.ts';
import { describeOrder } from './order.ts';
import { type PayerView, viewPayers, whyUnknown } from './payer-view.ts';
import { shipmentInJson } from './shipment-view.ts';
import { type Moment, toTimeline } from './timeline.ts';

/** Where one order is read from. */
export interface OneOrder {
  readonly store: Files & {
    readonly checkouts: Pick<PayerStore, 'findPayers'>;
    readTrail(checkout: Checkout): Promise<OrderTrail>;
  };
  readonly keys: KeyRing;
}

/** One purchase with who paid, where it goes and all that happened, for the merchant alone: lines, or one JSON object. */
export async function showOrder(
  { store, keys }: OneOrder,
  word: string,
  { json }: { readonly json: boolean },
): Promise<
  { readonly kind: 'shown'; readonly text: string } | { readonly kind: 'not_found'; readonly reason: string }
> {
  const found = await findCheckout(store, word);
  if (found.kind === 'not_found') return found;
  const { checkout } = found;
  const payers = await viewPayers({ store: store.checkouts, keys }, [checkout]);
  const payer = payers.get(checkout.id) ?? { kind: 'unknown' };
  const timeline = toTimeline(checkout, await store.readTrail(checkout));
  const text = json
    ? `${printableJson(toJson(checkout, payer, timeline))}\n`
    : [...describeOrder(checkout), '', ...toPayerLines(payer), '', ...timeline.map(toLine)]
        .map((line) => `${printableLine(line)}\n`)
        .join('');
  return { kind: 'shown', text };
}

function toPayerLines(view: PayerView): readonly string[] {
  if (view.kind !== 'known') return [toRow('Payer', whyUnknown(view))];
  const { name, email, phone, address } = view.payer;
  const written = addressParts.map((part) => address?.[part]).filter((part) => part !== undefined);
  const rows: (readonly [string, string | undefined])[] = [
    ['Payer', name ?? 'not named'],
    ['E-mail', email],
    ['Phone', phone],
    ['Ship to', written[0] ?? 'no address'],
    ...written.slice(1).map((part) => ['', part] as const),
  ];
  return rows.flatMap(([label, value]) => (value === undefined ? [] : [toRow(label, value)]));
}

function toRow(label: string, value: string): string {
  return `${label.padEnd(10)} ${value.replaceAll('\t', ' ')}`;
}

function toLine({ at, who, what, debugId }: Moment): string {
  const tail = debugId === undefined ? '' : `  ${debugId}`;
  return `${new Date(at).toISOString()}  ${who.padEnd(8)}  ${what}${tail}`;
}

/** Amounts in PayPal's form, times by ISO 8601; what is not known is null. */
function toJson(checkout: Checkout, payer: PayerView, timeline: readonly Moment[]) {
  const { id, status, flag, declineIssue, dispute, owner, isGroup, shopperName, shipping } = checkout;
  const { itemTotal, taxTotal, taxContained, shippingTotal, total, capture, payerId, erasedAt } = checkout;
  return {
    id,
    receipt: receiptNumberOf(checkout),
    status,
    flag: flag ?? null,
    issue: declineIssue ?? null,
    dispute: dispute ?? null,
    channel: owner.channelId,
    isGroup,
    conversation: owner.conversationId,
    shopper: { id: owner.shopperId, name: shopperName },
    started: toTime(checkout.createdAt),
    deadline: toTime(checkout.expiresAt),
    paid: toTime(checkout.paidAt),
    confirmed: toTime(checkout.confirmedAt),
    erased: toTime(erasedAt),
    items: checkout.items.map(({ productId, name, quantity, unitPrice, unitTax }) => ({
      id: productId,
      name,
      quantity,
      unitPrice: toSum(unitPrice),
      unitTax: toSum(unitTax),
    })),
    itemTotal: toSum(itemTotal),
    taxTotal: toSum(taxTotal),
    taxContained: toSum(taxContained),
    shipping: shipping?.name ?? null,
    country: shipping?.country ?? null,
    shipment: shipmentInJson(checkout),
    shippingTotal: toSum(shippingTotal),
    total: toSum(total),
    orders: checkout.orders.flatMap(({ orderId }) => orderId ?? []),
    capture: capture?.captureId ?? null,
    payerId: payerId ?? null,
    payer: payerInJson(payer),
    refunds: checkout.refunds.map(({ amount, askedAt, ...refund }) => ({
      id: refund.refundId ?? null,
      amount: toSum(amount),
      status: refund.status,
      reason: refund.reason,
      asked: toTime(askedAt),
    })),
    attempts: checkout.attempts,
    timeline: timeline.map(({ at, who, what, debugId }) => ({
      at: toTime(at),
      who,
      what,
      debugId: debugId ?? null,
    })),
  };
}

/** `why` where there is nobody to name. */
export function payerInJson(view: PayerView): PayerDetails | { readonly why: string } {
  return view.kind === 'known' ? view.payer : { why: whyUnknown(view) };
}

function toTime(at: number | undefined): string | null {
  return at === undefined ? null : new Date(at).toISOString();
}

function toSum(sum: Money | undefined) {
  return sum === undefined ? null : { currency: sum.currency, value: toAmount(sum) };
}
