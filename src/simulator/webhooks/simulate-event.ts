import { z } from 'zod';
import { toDelivery, toEvent } from './announce.ts';
import { jsonAnswer, type Answer } from '../answer.ts';
import type { Call, Office, Settings } from '../office.ts';
import { isEventType, type EventType } from './event-types.ts';
import { createResourceId } from '../ids.ts';
import {
  authorizationNews,
  captureNews,
  disputeNews,
  orderNews,
  refundNews,
  reversalNews,
  type News,
} from './news.ts';
import { isLoopbackUrl, parseNotificationBody, refuseInvalid } from './notification-body.ts';
import type { Authorization, Capture, Order } from '../orders/order.ts';
import { addRefund } from '../payments/refunded.ts';
import { obtainSigner } from './signer.ts';
import { requireToken } from '../token.ts';
import { toBody } from './webhook-events.ts';
import { loadWebhook } from './webhooks.ts';

const requestSchema = z.object({
  webhook_id: z.string().max(50).optional(),
  url: z.string().max(2048).optional(),
  event_type: z.string().max(50),
});

/**
 * `POST /v1/notifications/simulate-event`: a made-up event for one webhook. As at PayPal an event for a mere address
 * is signed with the webhook id `WEBHOOK_ID`, and no such event is listed afterwards.
 */
export function simulateEvent(office: Office, call: Call): Answer {
  requireToken(office, call.headers.authorization);
  const { webhook_id, url, event_type } = parseNotificationBody(requestSchema, call);
  if (!isEventType(event_type)) throw refuseInvalid('event_type', 'Not a valid event type');
  const to = webhook_id === undefined ? readAddress(url) : loadWebhook(office, webhook_id);
  const event = toEvent(toSample(event_type, office), office.now(), office.settings.url);
  obtainSigner(office);
  office.books.save({ events: [{ ...event, isMock: true }], deliveries: [toDelivery(event.id, to)] });
  return jsonAnswer(202, toBody(event));
}

function readAddress(url: string | undefined): { id: string; url: string } {
  if (url === undefined || !isLoopbackUrl(url)) {
    throw refuseInvalid('url', 'Not a valid webhook URL: the simulator sends to this machine only');
  }
  return { id: 'WEBHOOK_ID', url };
}

function toSample(type: EventType, { settings, now }: Office): News {
  const amount = { currency_code: 'USD', value: '30.11' };
  const at = now();
  const capture: Capture = { id: createResourceId(), status: statusOf(type), amount, createdAt: at };
  const authorization: Authorization = {
    id: createResourceId(),
    status: type === 'PAYMENT.AUTHORIZATION.VOIDED' ? 'VOIDED' : 'CREATED',
    amount,
    createdAt: at,
    updatedAt: at,
    expiresAt: at,
  };
  const unit = {
    amount,
    custom_id: 'sample',
    captures: [capture],
    authorizations: [],
    refunds: [],
    trackers: [],
  };
  const order: Order = {
    id: createResourceId(),
    intent: 'CAPTURE',
    status: type === 'CHECKOUT.ORDER.COMPLETED' ? 'COMPLETED' : 'APPROVED',
    shape: 'payer-action',
    createdAt: at,
    updatedAt: at,
    units: [unit],
    shippingPreference: 'NO_SHIPPING',
    payer: { payerId: 'SAMPLEPAYER22', card: 'pays' },
  };
  const sample = { order, unit, part: capture };
  return toNews(type, { ...sample, authorization }, settings);
}

type Sample = { order: Order; unit: Order['units'][number]; part: Capture; authorization: Authorization };

function toNews(type: EventType, sample: Sample, settings: Settings): News {
  if (type === 'CHECKOUT.PAYMENT-APPROVAL.REVERSED') return reversalNews(sample.order);
  if (type.startsWith('CHECKOUT.')) return orderNews(type, sample.order, settings);
  if (type.startsWith('CUSTOMER.DISPUTE.')) return disputeNews(type, sample, settings);
  if (type.startsWith('PAYMENT.AUTHORIZATION.')) {
    return authorizationNews(type, { ...sample, part: sample.authorization }, settings);
  }
  const isRefund = /^PAYMENT\.(REFUND\.|CAPTURE\.RE)/.test(type);
  if (!isRefund) return captureNews(type, sample, settings);
  const status = { 'PAYMENT.REFUND.PENDING': 'PENDING', 'PAYMENT.REFUND.FAILED': 'FAILED' } as const;
  const isUnsure = type === 'PAYMENT.REFUND.PENDING' || type === 'PAYMENT.REFUND.FAILED';
  const asked = { minorUnits: 3011n, status: isUnsure ? status[type] : ('COMPLETED' as const) };
  return refundNews(type, addRefund(sample, asked, sample.order.createdAt), settings);
}

function statusOf(type: EventType): Capture['status'] {
  if (type === 'PAYMENT.CAPTURE.PENDING') return 'PENDING';
  return type === 'PAYMENT.CAPTURE.DENIED' || type === 'PAYMENT.CAPTURE.DECLINED' ? 'DECLINED' : 'COMPLETED';
}
