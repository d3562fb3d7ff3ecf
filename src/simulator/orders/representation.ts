import type { IncomingHttpHeaders } from 'node:http';
import type { Place } from '../office.ts';
import { toCaptureBody } from '../payments/capture-body.ts';
import { toAuthorizationBody, toPayee, toRefundBody } from '../payments/payment-bodies.ts';
import type { Order, OrderUnit } from './order.ts';
import { type Account, usualAccount } from './payer-account.ts';
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

export function toPaymentSource(order: Order): Body {
  if (order.payer === undefined)
    return order.shape === 'payer-action' ? { payment_source: { paypal: {} } } : {};
  const { payerId, account = usualAccount } = order.payer;
  const { email_address, phone } = account;
  const paypal = {
    email_address,
    account_id: payerId,
    account_status: 'VERIFIED',
    ...toName(account),
    ...(phone === undefined ? {} : { phone_number: { national_number: phone } }),
    address: toCountry(account),
  };
  return { payment_source: { paypal } };
}

function toPayer(order: Order): Body {
  if (order.payer === undefined) return {};
  const { payerId, account = usualAccount } = order.payer;
  const { email_address, phone } = account;
  const payer = {
    ...toName(account),
    email_address,
    payer_id: payerId,
    ...(phone === undefined ? {} : { phone: { phone_number: { national_number: phone } } }),
    address: toCountry(account),
  };
  return { payer };
}

function toName({ given_name, surname }: Account): Body {
  return given_name === undefined && surname === undefined ? {} : { name: { given_name, surname } };
}

function toCountry({ shipping }: Account): Body {
  return { country_code: shipping?.country_code ?? 'US' };
}

function toUnitBody(order: Order, unit: OrderUnit, place: Place, isFull: boolean): Body {
  const {
    captures,
    authorizations,
    refunds,
    trackers: _sent,
    reference_id = 'default',
    payee,
    ...rest
  } = unit;
  const { shipping: _told, ...asked } = rest;
  const sold = isFull ? { ...asked, payee: toPayee(payee, place) } : {};
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
    ...toShipping(order, unit, place),
    ...(Object.keys(payments).length === 0 ? {} : { payments }),
  };
}

/** The address on file where the shop wants one and has named none, and what is under way to it. */
function toShipping(order: Order, { shipping, trackers }: OrderUnit, place: Place): Body {
  const { payer, shippingPreference } = order;
  const isOnFile = payer !== undefined && shippingPreference === 'GET_FROM_FILE';
  const onFile = isOnFile ? toHome(payer.account ?? usualAccount) : undefined;
  const address = shippingPreference === 'NO_SHIPPING' ? undefined : (shipping ?? onFile);
  const under = toList(
    'trackers',
    trackers.map((each) => toTrackerBody(order, each, place)),
  );
  const told = { ...address, ...under };
  return Object.keys(told).length === 0 ? {} : { shipping: told };
}

function toTrackerBody(
  order: Order,
  { captureId, trackingNumber, createdAt }: OrderUnit['trackers'][number],
  { url }: Place,
): Body {
  const id = `${captureId}-${trackingNumber}`;
  const self = `${url}/v2/checkout/orders/${order.id}`;
  return {
    id,
    status: 'SHIPPED',
    links: [
      { href: self, rel: 'up', method: 'GET' },
      { href: `${self}/trackers/${encodeURIComponent(id)}`, rel: 'update', method: 'PATCH' },
    ],
    create_time: toTime(createdAt),
    update_time: toTime(createdAt),
  };
}

/** The address on file of the payer's sandbox account. */
function toHome({ shipping }: Account): Body | undefined {
  if (shipping === undefined) return undefined;
  const { full_name, ...address } = shipping;
  return { ...(full_name === undefined ? {} : { name: { full_name } }), address };
}

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
