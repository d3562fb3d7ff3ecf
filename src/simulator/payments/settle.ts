import { announce } from '../webhooks/announce.ts';
import type { Desk } from '../desk.ts';
import { captureNews, refundNews, reversalNews, type News } from '../webhooks/news.ts';
import type { Capture, Order, Refund, Settlement } from '../orders/order.ts';
import { findCapture, findRefund, putPart, withUnit, type Found } from '../orders/order-parts.ts';
import { putRefund } from './refunded.ts';

type Outcome = Settlement['as'];

/** Does what is due by now: reviews end, and approvals that nobody used are reversed. */
export function settleDue(desk: Desk): void {
  for (const order of desk.books.listUnsettled()) {
    if (order.status === 'APPROVED') reverseExpired(desk, order);
    for (const id of listDue(order, desk.now())) settle(desk, id);
  }
}

/** Ends the review of a pending capture or refund; undefined where there is none. */
export function settle(desk: Desk, id: string, as?: Outcome): 'settled' | undefined {
  const capture = findCapture(desk.books, id);
  if (capture?.part.status === 'PENDING') return settleCapture(desk, capture, as);
  const refund = findRefund(desk.books, id);
  return refund?.part.status === 'PENDING' ? settleRefund(desk, refund, as) : undefined;
}

function settleCapture(desk: Desk, found: Found<Capture>, as?: Outcome): 'settled' {
  const { settlement, ...rest } = found.part;
  const status = as ?? settlement?.as ?? 'COMPLETED';
  const part = { ...rest, status, updatedAt: desk.now() };
  const unit = { ...found.unit, captures: putPart(found.unit.captures, part) };
  const order = withUnit(found.order, found.unit, unit, desk.now());
  const type = status === 'COMPLETED' ? 'PAYMENT.CAPTURE.COMPLETED' : 'PAYMENT.CAPTURE.DENIED';
  return save(desk, order, captureNews(type, { order, unit, part }, desk.settings));
}

function settleRefund(desk: Desk, { order, unit, part }: Found<Refund>, as?: Outcome): 'settled' {
  const { settlement, ...rest } = part;
  const isDone = (as ?? settlement?.as) !== 'DECLINED';
  const refund: Refund = { ...rest, status: isDone ? 'COMPLETED' : 'FAILED', updatedAt: desk.now() };
  const settled = putRefund(order, unit, refund, desk.now());
  const type = isDone ? 'PAYMENT.CAPTURE.REFUNDED' : 'PAYMENT.REFUND.FAILED';
  return save(desk, settled.order, refundNews(type, settled, desk.settings));
}

function reverseExpired(desk: Desk, order: Order): void {
  if (desk.now() - order.createdAt < desk.settings.orderLifetimeMs) return;
  save(desk, { ...order, isReversed: true }, reversalNews(order));
}

function listDue(order: Order, now: number): readonly string[] {
  return order.units
    .flatMap((unit) => [...unit.captures, ...unit.refunds])
    .filter(({ settlement }) => settlement !== undefined && settlement.at <= now)
    .map(({ id }) => id);
}

function save(desk: Desk, order: Order, news: News): 'settled' {
  desk.books.save({ order, ...announce(desk, order, [news]) });
  return 'settled';
}
