import type { Place } from '../office.ts';
import { sampleDisputeId, toDisputeBody } from '../disputes/dispute-body.ts';
import { eventTypes, type EventType } from './event-types.ts';
import type { Authorization, Capture, Order, Refund } from '../orders/order.ts';
import type { Found } from '../orders/order-parts.ts';
import { toAuthorizationResource, toCaptureResource, toRefundBody } from '../payments/payment-bodies.ts';
import { toOrderBody, toPaymentSource } from '../orders/representation.ts';

/** Something that happened, in the form in which PayPal tells it. */
export interface News {
  readonly type: EventType;
  readonly resourceType: 'checkout-order' | 'authorization' | 'capture' | 'refund' | 'dispute';
  readonly summary: string;
  readonly resource: Readonly<Record<string, unknown>>;
  readonly resourceIds: readonly string[];
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

export function disputeNews(type: EventType, found: Found<Capture>, place: Place): News {
  const id = found.part.dispute?.id ?? sampleDisputeId;
  return {
    type,
    resourceType: 'dispute',
    summary: `${eventTypes[type]} # ${id}`,
    resource: toDisputeBody(found, place),
    resourceIds: [id, found.part.id, found.order.id],
  };
}
