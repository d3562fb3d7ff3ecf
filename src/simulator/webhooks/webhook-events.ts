import { z } from 'zod';
import { toDelivery } from './announce.ts';
import { jsonAnswer, type Answer } from '../answer.ts';
import type { Call, Office } from '../office.ts';
import type { WebhookEvent } from './mail.ts';
import { parseNotificationBody, refuseInvalid } from './notification-body.ts';
import { outsideRefusal } from '../refusal.ts';
import { requireToken } from '../token.ts';

const listedMs = 30 * 86_400_000;
const largestPage = 300;
const eventBodySchema = z.record(z.string(), z.unknown());

/**
 * `GET /v1/notifications/webhooks-events`: the events of the latest 30 days, newest first, delivered or not. The
 * next page is behind the link `next`.
 */
export function listEvents(office: Office, call: Call): Answer {
  requireToken(office, call.headers.authorization);
  const now = office.now();
  const from = Math.max(readTime(call, 'start_time', 0), now - listedMs);
  const until = readTime(call, 'end_time', now);
  const size = readPageSize(call);
  const found = office.books.mail
    .listEvents()
    .filter((event) => event.isMock === undefined && event.at >= from && event.at <= until)
    .filter((event) => isAskedFor(event, call))
    .toReversed();
  const after = call.query.get('next_page_token');
  const start = after === null ? 0 : found.findIndex(({ id }) => id === after) + 1;
  const page = found.slice(start, start + size);
  const last = page.at(-1);
  const isMore = last !== undefined && start + size < found.length;
  const links = [
    toLink(office, call, 'self', after ?? undefined),
    ...(isMore ? [toLink(office, call, 'next', last.id)] : []),
  ];
  return jsonAnswer(200, { events: page.map(toBody), count: page.length, links });
}

/** `GET /v1/notifications/webhooks-events/{id}`. */
export function getEvent(office: Office, call: Call): Answer {
  requireToken(office, call.headers.authorization);
  return jsonAnswer(200, toBody(loadEvent(office, call.resourceId)));
}

const resendSchema = z.object({ webhook_ids: z.array(z.string()).optional() });

/** `POST /v1/notifications/webhooks-events/{id}/resend`: once more to all that asked for it, or to those named. */
export function resendEvent(office: Office, call: Call): Answer {
  requireToken(office, call.headers.authorization);
  const event = loadEvent(office, call.resourceId);
  const { webhook_ids } = call.body === '' ? {} : parseNotificationBody(resendSchema, call);
  const webhooks = office.books.mail
    .listWebhooks()
    .filter(({ id, eventTypes }) => webhook_ids?.includes(id) ?? isWanted(eventTypes, event));
  office.books.save({ deliveries: webhooks.map((webhook) => toDelivery(event.id, webhook)) });
  return jsonAnswer(202, toBody(event));
}

/** An event as it was sent. */
export function toBody({ body }: WebhookEvent): Record<string, unknown> {
  return eventBodySchema.parse(JSON.parse(body));
}

function loadEvent(office: Office, id: string): WebhookEvent {
  const event = office.books.mail.findEvent(id);
  if (event === undefined) throw outsideRefusal('invalid_resource_id');
  return event;
}

function isWanted(eventTypes: readonly string[], { type }: WebhookEvent): boolean {
  return eventTypes.includes(type) || eventTypes.includes('*');
}

function isAskedFor(event: WebhookEvent, { query }: Call): boolean {
  const type = query.get('event_type');
  const id = query.get('transaction_id');
  return (type === null || type === event.type) && (id === null || event.resourceIds.includes(id));
}

function readTime({ query }: Call, name: string, otherwise: number): number {
  const text = query.get(name);
  if (text === null) return otherwise;
  const time = z.iso.datetime({ offset: true }).safeParse(text);
  if (!time.success) throw refuseInvalid(name, 'Not a date and time of RFC 3339');
  return Date.parse(time.data);
}

function readPageSize({ query }: Call): number {
  const text = query.get('page_size') ?? '10';
  const size = /^\d{1,4}$/.test(text) ? Number(text) : 0;
  if (size < 1 || size > largestPage) throw refuseInvalid('page_size', `Not from 1 to ${largestPage}`);
  return size;
}

function toLink(office: Office, { query }: Call, rel: string, token?: string): Record<string, string> {
  const asked = new URLSearchParams(query);
  asked.delete('next_page_token');
  if (token !== undefined) asked.set('next_page_token', token);
  const search = asked.size === 0 ? '' : `?${asked.toString()}`;
  const href = `${office.settings.url}/v1/notifications/webhooks-events${search}`;
  return { href, rel, method: 'GET' };
}
