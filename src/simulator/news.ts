import type { Settings } from './desk.ts';
import { eventTypes, type EventType } from './event-types.ts';
import type { Authorization, Capture, Order, Refund } from './order.ts';
import type { Found } from './order-parts.ts';
import { toAuthorizationResource, toCaptureResource, toPayee, toRefundBody } from './payment-bodies.ts';
import { toOrderBody, toPaymentSource } from './representation.ts';
import { toTime } from './time.ts';

type Place = Pick<Settings, 'url' | 'merchantId'>;

/** Something that happened, in the form in which PayPal tells it. */
export interface News {
  type: EventType;
  resourceType: 'checkout-order' | 'authorization' | 'capture' | 'refund' | 'dispute';
  summary: string;
  resource: Record<string, unknown>;
  resourceIds: string[];
}

export function orderNews(type: EventType, order: Order, place: Place): News {
  return {
    type,
    resourceType: 'checkout-order',
    summary: eventTypes[type],
    resource: toOrderBody(order, place, 'full'),
    resourceIds: [order.id],
  };
}

/** Nobody took the money in time, or PayPal took the approval back. */
export function reversalNews(order: Order): News {
  const units = order.units.map(({ reference_id = 'default', custom_id, invoice_id }) => ({
    reference_id,
    custom_id,
    invoice_id,
  }));
  return {
    type: 'CHECKOUT.PAYMENT-APPROVAL.REVERSED',
    resourceType: 'checkout-order',
    summary: eventTypes['CHECKOUT.PAYMENT-APPROVAL.REVERSED'],
    resource: { order_id: order.id, purchase_units: units, ...toPaymentSource(order) },
    resourceIds: [order.id],
  };
}

export function captureNews(type: EventType, found: Found<Capture>, place: Place): News {
  const { currency_code, value } = found.part.amount;
  return {
    type,
    resourceType: 'capture',
    summary: `${eventTypes[type]} for ${value} ${currency_code}`,
    resource: toCaptureResource(found, place),
    resourceIds: [found.part.id, found.order.id],
  };
}

export function authorizationNews(type: EventType, found: Found<Authorization>, place: Place): News {
  const { currency_code, value } = found.part.amount;
  return {
    type,
    resourceType: 'authorization',
    summary: `${eventTypes[type]}: ${value} ${currency_code}`,
    resource: toAuthorizationResource(found, place),
    resourceIds: [found.part.id, found.order.id],
  };
}

export function refundNews(type: EventType, { order, unit, part }: Found<Refund>, place: Place): News {
  const { currency_code, value } = part.amount;
  return {
    type,
    resourceType: 'refund',
    summary: `${eventTypes[type]}: ${value} ${currency_code}`,
    resource: toRefundBody(unit, part, place.url),
    resourceIds: [part.id, part.captureId, order.id],
  };
}

export function disputeNews(type: EventType, { order, unit, part }: Found<Capture>, place: Place): News {
  const { dispute } = part;
  const id = dispute?.id ?? 'PP-D-10000';
  const openedAt = dispute?.openedAt ?? part.createdAt;
  const outcome = dispute?.outcome === undefined ? {} : { outcome_code: dispute.outcome };
  const isLost = dispute?.outcome === 'RESOLVED_BUYER_FAVOUR';
  const resource = {
    dispute_id: id,
    create_time: toTime(openedAt),
    update_time: toTime(dispute?.closedAt ?? openedAt),
    disputed_transactions: [
      {
        seller_transaction_id: part.id,
        create_time: toTime(part.createdAt),
        transaction_status: 'COMPLETED',
        gross_amount: part.amount,
        ...(unit.invoice_id === undefined ? {} : { invoice_number: unit.invoice_id }),
        ...(unit.custom_id === undefined ? {} : { custom: unit.custom_id }),
        buyer: { name: 'Pat Payer' },
        seller: toPayee(unit.payee, place),
      },
    ],
    reason: 'MERCHANDISE_OR_SERVICE_NOT_RECEIVED',
    status: dispute?.closedAt === undefined ? 'OPEN' : 'RESOLVED',
    dispute_amount: part.amount,
    ...(dispute?.outcome === undefined
      ? {}
      : { dispute_outcome: { ...outcome, ...(isLost ? { amount_refunded: part.amount } : {}) } }),
    dispute_life_cycle_stage: 'INQUIRY',
    dispute_channel: 'INTERNAL',
    links: [{ href: `${place.url}/v1/customer/disputes/${id}`, rel: 'self', method: 'GET' }],
  };
  const summary = `${eventTypes[type]} # ${id}`;
  return { type, resourceType: 'dispute', summary, resource, resourceIds: [id, part.id, order.id] };
}
