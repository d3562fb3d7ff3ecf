import { toAmount } from '../amount.ts';
import { toCaptureBody } from './capture-body.ts';
import type { Place } from '../office.ts';
import type { Authorization, Capture, OrderUnit, Refund } from '../orders/order.ts';
import type { Found } from '../orders/order-parts.ts';
import { refundedOf } from './refunded.ts';
import { toTime } from '../time.ts';

type Body = Record<string, unknown>;

/** A capture as its own address and the webhooks tell it: with what it belongs to. */
export function toCaptureResource({ order, unit, part }: Found<Capture>, place: Place): Body {
  const { authorizationId } = part;
  return {
    ...toCaptureBody(order, unit, part, place.url),
    supplementary_data: {
      related_ids: {
        order_id: order.id,
        ...(authorizationId === undefined ? {} : { authorization_id: authorizationId }),
      },
    },
    payee: toPayee(unit.payee, place),
  };
}

/** An authorization as it stands in an order. */
export function toAuthorizationBody(unit: OrderUnit, authorization: Authorization, url: string): Body {
  const { id, status, amount, createdAt, updatedAt, expiresAt } = authorization;
  const self = `${url}/v2/payments/authorizations/${id}`;
  const isOpen = status === 'CREATED' || status === 'PARTIALLY_CAPTURED';
  return {
    id,
    status,
    amount,
    ...(unit.invoice_id === undefined ? {} : { invoice_id: unit.invoice_id }),
    ...(unit.custom_id === undefined ? {} : { custom_id: unit.custom_id }),
    seller_protection: {
      status: 'ELIGIBLE',
      dispute_categories: ['ITEM_NOT_RECEIVED', 'UNAUTHORIZED_TRANSACTION'],
    },
    expiration_time: toTime(expiresAt),
    links: [
      { href: self, rel: 'self', method: 'GET' },
      ...(isOpen ? ['capture', 'void', 'reauthorize'] : []).map((rel) => ({
        href: `${self}/${rel}`,
        rel,
        method: 'POST',
      })),
    ],
    create_time: toTime(createdAt),
    update_time: toTime(updatedAt),
  };
}

export function toAuthorizationResource({ order, unit, part }: Found<Authorization>, place: Place): Body {
  const body = toAuthorizationBody(unit, part, place.url);
  const links = Array.isArray(body['links']) ? body['links'] : [];
  return {
    ...body,
    links: [...links, { href: `${place.url}/v2/checkout/orders/${order.id}`, rel: 'up', method: 'GET' }],
    supplementary_data: { related_ids: { order_id: order.id } },
    payee: toPayee(unit.payee, place),
  };
}

/** A refund; only the link `up` tells which capture it gives back. PayPal keeps its fee. */
export function toRefundBody(unit: OrderUnit, refund: Refund, url: string): Body {
  const { id, captureId, status, amount, note, invoiceId, createdAt, updatedAt } = refund;
  const custom = refund.customId ?? unit.custom_id;
  const none = toAmount(0n, amount.currency_code);
  return {
    id,
    status,
    ...(status === 'PENDING' ? { status_details: { reason: 'ECHECK' } } : {}),
    amount,
    ...(invoiceId === undefined ? {} : { invoice_id: invoiceId }),
    ...(custom !== undefined && /^[A-Za-z0-9\-_.,]+$/.test(custom) ? { custom_id: custom } : {}),
    ...(note === undefined ? {} : { note_to_payer: note }),
    seller_payable_breakdown: {
      gross_amount: amount,
      paypal_fee: none,
      net_amount: amount,
      total_refunded_amount: toAmount(refundedOf(unit, captureId), amount.currency_code),
    },
    links: [
      { href: `${url}/v2/payments/refunds/${id}`, rel: 'self', method: 'GET' },
      { href: `${url}/v2/payments/captures/${captureId}`, rel: 'up', method: 'GET' },
    ],
    create_time: toTime(createdAt),
    update_time: toTime(updatedAt),
  };
}

/** What payments answer without `Prefer: return=representation`. */
export function toMinimalBody({ id, status, links }: Body): Body {
  return { id, status, links };
}

export function toPayee(payee: OrderUnit['payee'], { merchantId }: Place): Body {
  return { email_address: 'merchant@example.com', merchant_id: merchantId, ...payee };
}
