import { toAmount, toMinorUnits, type Amount } from '../amount.ts';
import type { Capture, Order, OrderUnit } from '../orders/order.ts';
import { toTime } from '../time.ts';

/** A capture in PayPal's words, as it stands in an order and in the ledger. */
export function toCaptureBody(
  order: Order,
  unit: OrderUnit,
  capture: Capture,
  url: string,
): Record<string, unknown> {
  const self = `${url}/v2/payments/captures/${capture.id}`;
  const invoice = capture.invoiceId ?? unit.invoice_id;
  const hasMoney = !['PENDING', 'DECLINED'].includes(capture.status);
  return {
    id: capture.id,
    status: capture.status,
    ...toDetails(capture),
    amount: capture.amount,
    final_capture: capture.isFinal ?? true,
    seller_protection: {
      status: 'ELIGIBLE',
      dispute_categories: ['ITEM_NOT_RECEIVED', 'UNAUTHORIZED_TRANSACTION'],
    },
    ...(hasMoney ? { seller_receivable_breakdown: toReceivable(capture.amount) } : {}),
    ...(invoice === undefined ? {} : { invoice_id: invoice }),
    ...(unit.custom_id === undefined ? {} : { custom_id: unit.custom_id }),
    links: [
      { href: self, rel: 'self', method: 'GET' },
      { href: `${self}/refund`, rel: 'refund', method: 'POST' },
      { href: toParent(order, capture, url), rel: 'up', method: 'GET' },
    ],
    create_time: toTime(capture.createdAt),
    update_time: toTime(capture.updatedAt ?? capture.createdAt),
  };
}

function toDetails({ status, dispute }: Capture): Record<string, unknown> {
  if (status === 'PENDING') return { status_details: { reason: 'PENDING_REVIEW' } };
  const isDisputed = dispute !== undefined && dispute.closedAt === undefined;
  return isDisputed ? { status_details: { reason: 'BUYER_COMPLAINT' } } : {};
}

function toParent(order: Order, { authorizationId }: Capture, url: string): string {
  return authorizationId === undefined
    ? `${url}/v2/checkout/orders/${order.id}`
    : `${url}/v2/payments/authorizations/${authorizationId}`;
}

/** PayPal's fee: 3.49 % and a fixed 0.49, never more than the sum itself. */
function toReceivable(gross: Amount): Record<string, Amount> {
  const units = toMinorUnits(gross) ?? 0n;
  const fixed = toMinorUnits({ ...gross, value: '0.49' }) ?? 49n;
  const reckoned = (units * 349n + 5000n) / 10_000n + fixed;
  const fee = reckoned > units ? units : reckoned;
  return {
    gross_amount: gross,
    paypal_fee: toAmount(fee, gross.currency_code),
    net_amount: toAmount(units - fee, gross.currency_code),
  };
}
