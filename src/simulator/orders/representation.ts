import type { IncomingHttpHeaders } from 'node:http';
import type { Place } from '../office.ts';
import { toCaptureBody } from '../payments/capture-body.ts';
import { toAuthorizationBody, toPayee, toRefundBody } from '../payments/payment-bodies.ts';
import type { Order, OrderUnit } from './order.ts';
import type { Link } from '../refusal.ts';
import { toTime } from '../time.ts';

type Body = Record<string, unknown>;

/** `minimal` and `captured` are what create and capture answer without `Prefer: return=representation`. */
export type OrderDetail = 'minimal' | 'captured' | 'full';

export function prefersRepresentation(headers: IncomingHttpHeaders): boolean {
  return /(^|,)\s*return=representation\s*(,|$)/i.test(String(headers['prefer'] ?? ''));
}

/** The page on which the payer decides about an order. */
export function approvalUrlOf(order: Order, { url }: Place): string {
  return `${url}/checkoutnow?token=${order.id}`;
}

/** An order in PayPal's words. */
export function toOrderBody(order: Order, place: Place, detail: OrderDetail): Body {
  const isFull = detail === 'full';
  return {
    id: order.id,
    status: order.status,
    ...(isFull ? { intent: order.intent } : {}),
    ...toPaymentSource(order),
    ...(detail === 'minimal'
      ? {}
      : { purchase_units: order.units.map((unit) => toUnitBody(order, unit, place, isFull)) }),
    ...(detail === 'minimal' ? {} : toPayer(order)),
    ...(isFull ? { create_time: toTime(order.createdAt), update_time: toTime(order.updatedAt) } : {}),
    links: toLinks(order, place),
  };
}

const payerName = { given_name: 'Pat', surname: 'Payer' };
const payerEmail = 'pat.payer@example.com';

export function toPaymentSource(order: Order): Body {
  if (order.payer === undefined)
    return order.shape === 'payer-action' ? { payment_source: { paypal: {} } } : {};
  const paypal = {
    email_address: payerEmail,
    account_id: order.payer.payerId,
    account_status: 'VERIFIED',
    name: payerName,
    address: { country_code: 'US' },
  };
  return { payment_source: { paypal } };
}

function toPayer(order: Order): Body {
  if (order.payer === undefined) return {};
  const payer = {
    name: payerName,
    email_address: payerEmail,
    payer_id: order.payer.payerId,
    address: { country_code: 'US' },
  };
  return { payer };
}

function toUnitBody(order: Order, unit: OrderUnit, place: Place, isFull: boolean): Body {
  const { captures, authorizations, refunds, reference_id = 'default', payee, shipping, ...asked } = unit;
  const sold = isFull ? { ...asked, payee: toPayee(payee, place) } : {};
  const address =
    shipping ?? (order.payer && order.shippingPreference === 'GET_FROM_FILE' ? home : undefined);
  const payments = {
    ...toList(
      'authorizations',
      authorizations.map((each) => toAuthorizationBody(unit, each, place.url)),
    ),
    ...toList(
      'captures',
      captures.map((each) => toCaptureBody(order, unit, each, place.url)),
    ),
    ...toList(
      'refunds',
      refunds.map((each) => toRefundBody(unit, each, place.url)),
    ),
  };
  return {
    reference_id,
    ...sold,
    ...(address === undefined || order.shippingPreference === 'NO_SHIPPING' ? {} : { shipping: address }),
    ...(Object.keys(payments).length === 0 ? {} : { payments }),
  };
}

/** The address on file of the payer's sandbox account. */
const home = {
  name: { full_name: 'Pat Payer' },
  address: {
    address_line_1: '1 Main St',
    admin_area_2: 'San Jose',
    admin_area_1: 'CA',
    postal_code: '95131',
    country_code: 'US',
  },
};

function toList(name: string, bodies: readonly Body[]): Record<string, readonly Body[]> {
  return bodies.length === 0 ? {} : { [name]: bodies };
}

function toLinks(order: Order, place: Place): readonly Link[] {
  const self = `${place.url}/v2/checkout/orders/${order.id}`;
  const look: Link = { href: self, rel: 'self', method: 'GET' };
  const page: Link = { href: approvalUrlOf(order, place), rel: order.shape, method: 'GET' };
  const action = order.intent === 'CAPTURE' ? 'capture' : 'authorize';
  const change: readonly Link[] = [
    { href: self, rel: 'update', method: 'PATCH' },
    { href: `${self}/${action}`, rel: action, method: 'POST' },
  ];
  switch (order.status) {
    case 'PAYER_ACTION_REQUIRED':
      return [look, page];
    case 'CREATED':
      return [look, page, ...change];
    case 'APPROVED':
      return order.shape === 'approve' ? [look, page, ...change] : [look, ...change];
    case 'COMPLETED':
      return [look];
  }
}
