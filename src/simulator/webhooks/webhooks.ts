import { z } from 'zod';
import { jsonAnswer, type Answer } from '../answer.ts';
import type { Call, Office } from '../office.ts';
import { eventTypes, isEventType } from './event-types.ts';
import { createResourceId } from '../ids.ts';
import type { Webhook } from './mail.ts';
import { isLoopbackUrl, parseNotificationBody, refuseInvalid } from './notification-body.ts';
import { outsideRefusal } from '../refusal.ts';
import { obtainSigner } from './signer.ts';
import { requireToken } from '../token.ts';

const mostWebhooks = 10;

const webhookRequestSchema = z.object({
  url: z.string().max(2048),
  event_types: z
    .array(z.object({ name: z.string() }))
    .min(1)
    .max(500),
});

/** `POST /v1/notifications/webhooks`: on this machine only, since the simulator's messages go nowhere else. */
export function registerWebhook(office: Office, call: Call): Answer {
  requireToken(office, call.headers.authorization);
  const { url, event_types } = parseNotificationBody(webhookRequestSchema, call);
  if (!isLoopbackUrl(url))
    throw refuseInvalid('url', 'Not a valid webhook URL: the simulator sends to this machine only');
  const names = event_types.map(({ name }) => name);
  const unknown = names.find((name) => name !== '*' && !isEventType(name));
  if (unknown !== undefined)
    throw refuseInvalid('event_types', `Not a valid event type: ${unknown.slice(0, 100)}`);
  const registered = office.books.mail.listWebhooks();
  if (registered.some((each) => each.url === url)) throw outsideRefusal('webhook_url_already_exists');
  if (registered.length >= mostWebhooks) throw outsideRefusal('webhook_number_limit_exceeded');
  const webhook = { id: createResourceId(), url, eventTypes: names };
  office.books.save({ webhook });
  // The keys are made now rather than in the middle of the first payment.
  obtainSigner(office);
  return jsonAnswer(201, toWebhookBody(webhook, office.settings.url));
}

/** `GET /v1/notifications/webhooks`. */
export function listWebhooks(office: Office, call: Call): Answer {
  requireToken(office, call.headers.authorization);
  const webhooks = office.books.mail.listWebhooks().map((each) => toWebhookBody(each, office.settings.url));
  return jsonAnswer(200, { webhooks });
}

/** `GET /v1/notifications/webhooks/{id}`. */
export function getWebhook(office: Office, call: Call): Answer {
  requireToken(office, call.headers.authorization);
  return jsonAnswer(200, toWebhookBody(loadWebhook(office, call.resourceId), office.settings.url));
}

/** `DELETE /v1/notifications/webhooks/{id}`: what was not delivered to it never will be. */
export function deleteWebhook(office: Office, call: Call): Answer {
  requireToken(office, call.headers.authorization);
  const { id } = loadWebhook(office, call.resourceId);
  const given = office.books.mail
    .listOpenDeliveries()
    .filter(({ webhookId }) => webhookId === id)
    .map((delivery) => Object.assign({}, delivery, { status: 'FAILURE' as const }));
  office.books.save({ deletedWebhook: id, deliveries: given });
  return { status: 204, headers: {}, body: '' };
}

/** A webhook that is registered. @throws Refusal */
export function loadWebhook(office: Office, id: string): Webhook {
  const webhook = office.books.mail.findWebhook(id);
  if (webhook === undefined) throw outsideRefusal('invalid_resource_id');
  return webhook;
}

function toWebhookBody(webhook: Webhook, origin: string): Record<string, unknown> {
  const self = `${origin}/v1/notifications/webhooks/${webhook.id}`;
  return {
    id: webhook.id,
    url: webhook.url,
    event_types: webhook.eventTypes.map((name) => ({
      name,
      description: isEventType(name) ? eventTypes[name] : 'All events',
      status: 'ENABLED',
    })),
    links: [
      { href: self, rel: 'self', method: 'GET' },
      { href: self, rel: 'delete', method: 'DELETE' },
    ],
  };
}
