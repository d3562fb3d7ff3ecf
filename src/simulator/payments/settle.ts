import { announce } from '../webhooks/announce.ts';
import type { Office } from '../office.ts';
import { captureNews, refundNews, reversalNews, type News } from '../webhooks/news.ts';
import type { Capture, Order, Refund, Settlement } from '../orders/order.ts';
import { findCapture, findRefund, putPart, withUnit, type Found } from '../orders/order-parts.ts';
import { putRefund } from './refunded.ts';

type Outcome = Settlement['as'];

/** Does what is due by now: reviews end, and approvals that nobody used are reversed. */
export function settleDue(office: Office): void {
  for (const order of office.books.listUnsettled()) {
    if (order.status === 'APPROVED') reverseExpired(office, order);
    for (const id of listDue(order, office.now())) settle(office, id);
  }
}

/** Ends the review of a pending capture or refund; undefined where there is none. */
export function settle(office: Office, id: string, as?: Outcome): 'settled' | undefined {
  const capture = findCapture(office.books, id);
  if (capture?.part.status === 'PENDING') return settleCapture(office, capture, as);
  const refund = findRefund(office.books, id);
  return refund?.part.status === 'PENDING' ? settleRefund(office, refund, as) : undefined;
}

function settleCapture(office: Office, found: Found<Capture>, as?: Outcome): 'settled' {
  const { settlement, ...rest } = found.part;
  const status = as ?? settlement?.as ?? 'COMPLETED';
  const part = { ...rest, status, updatedAt: office.now() };
  const unit = { ...found.unit, captures: putPart(found.unit.captures, part) };
  const order = withUnit(found.order, found.unit, unit, office.now());
  const type = status === 'COMPLETED' ? 'PAYMENT.CAPTURE.COMPLETED' : 'PAYMENT.CAPTURE.DENIED';
  return save(office, order, captureNews(type, { order, unit, part }, office.settings));
}

function settleRefund(office: Office, { order, unit, part }: Found<Refund>, as?: Outcome): 'settled' {
  const { settlement, ...rest } = part;
  const isDone = (as ?? settlement?.as) !== 'DECLINED';
  const refund: Refund = { ...rest, status: isDone ? 'COMPLETED' : 'FAILED', updatedAt: office.now() };
  const settled = putRefund(order, unit, refund, office.now());
  const type = isDone ? 'PAYMENT.CAPTURE.REFUNDED' : 'PAYMENT.REFUND.FAILED';
  return save(office, settled.order, refundNews(type, settled, office.settings));
}

function reverseExpired(office: Office, order: Order): void {
  if (office.now() - order.createdAt < office.settings.orderLifetimeMs) return;
  save(office, { ...order, isReversed: true }, reversalNews(order));
}

function listDue(order: Order, now: number): readonly string[] {
  return order.units
    .flatMap((unit) => [...unit.captures, ...unit.refunds])
    .filter(({ settlement }) => settlement !== undefined && settlement.at <= now)
    .map(({ id }) => id);
}

function save(office: Office, order: Order, news: News): 'settled' {
  office.books.save({ order, ...announce(office, order, [news]) });
  return 'settled';
}
