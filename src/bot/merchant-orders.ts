import type { Checkout } from '../checkout/checkout.ts';
import { formatMoney, multiplyMoney, type Money } from '../checkout/money.ts';
import { receiptNumberOf } from '../checkout/receipt-number.ts';
import { type Theirs, theirs } from '../words/as-text.ts';
import { channelName, merchantWords } from '../words/language.ts';
import { day } from './shop.ts';

/** Lines of one page. */
export const ordersOnPage = 10;

const longestItems = 120;

/** A page of the shop's orders: as many whole lines as one message of the channel takes, and at least one. */
export function listShopOrders(
  orders: readonly Checkout[],
  locale: string,
  longest: number,
): { readonly text: string; readonly shown: number } {
  const lines = orders.slice(0, ordersOnPage).map((order) => toLine(order, locale));
  let text = merchantWords.ordersTitle;
  let shown = 0;
  for (const line of lines) {
    // Room for the escapes of what stands in it, and for the sentence that follows.
    if (shown > 0 && text.length + 2 * line.length + 100 > longest) break;
    text += `${shown === 0 ? '\n\n' : '\n'}${line}`;
    shown += 1;
  }
  return { text, shown };
}

function toLine(order: Checkout, locale: string): string {
  return merchantWords.orderLine({
    date: day(order.createdAt),
    receipt: receiptNumberOf(order),
    items: itemsOf(order),
    total: formatMoney(order.total, locale),
    status: order.status,
    flag: order.flag,
  });
}

function itemsOf({ items }: Checkout): Theirs {
  return theirs(items.map(({ name, quantity }) => `${quantity} × ${name}`).join(', '), longestItems);
}

/** One purchase: items, sums and how it stands. Nobody who bought or paid is in it, nor where it goes. */
export function describeShopOrder(order: Checkout, locale: string): string {
  const { items, taxTotal, taxContained, shippingTotal, shipping, total, refunds } = order;
  const words = merchantWords;
  const sum = (money: Money): string => formatMoney(money, locale);
  const way = shipping === undefined ? undefined : theirs(shipping.name);
  return [
    words.orderTitle(receiptNumberOf(order), order.status, order.flag),
    words.orderBegun(day(order.createdAt), theirs(channelName(order.owner.channelId))),
    ...(order.paidAt === undefined ? [] : [words.orderPaid(day(order.paidAt))]),
    ...(order.dispute === 'open' ? [words.disputeOpen] : []),
    '',
    ...items.map(({ quantity, name, unitPrice }) =>
      words.orderItem(quantity, theirs(name, longestItems), sum(multiplyMoney(unitPrice, quantity))),
    ),
    ...(isSome(taxTotal) ? [words.orderTax(sum(taxTotal))] : []),
    ...(isSome(shippingTotal) || shipping !== undefined
      ? [words.orderShipping(way, sum(shippingTotal))]
      : []),
    words.orderTotal(sum(total)),
    ...(isSome(taxContained) ? [words.orderTaxIncluded(sum(taxContained))] : []),
    ...refunds.map(({ amount, status }) => words.orderRefund(sum(amount), status)),
    '',
    words.whoPaid,
  ].join('\n');
}

function isSome(money: Money | undefined): money is Money {
  return money !== undefined && money.minorUnits > 0;
}
