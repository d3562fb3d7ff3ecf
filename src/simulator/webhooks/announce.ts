import { randomUUID } from 'node:crypto';
import type { Office } from '../office.ts';
import { createResourceId } from '../ids.ts';
import type { Delivery, MailEntry, Webhook, WebhookEvent } from './mail.ts';
import type { News } from './news.ts';
import type { Order } from '../orders/order.ts';

/**
 * The part of an entry that tells the news to every webhook that asked for it. It is saved together with what
 * happened, so that a crash loses neither; news that nobody asked for leave nothing.
 */
export function announce(office: Office, order: Pick<Order, 'trouble'>, news: readonly News[]): MailEntry {
  const times = order.trouble === 'webhook_twice' ? 2 : 1;
  const told = news.flatMap((each) => {
    const webhooks = office.books.mail.listWebhooks().filter((webhook) => isAskedFor(webhook, each));
    if (webhooks.length === 0) return [];
    const event = toEvent(each, office.now(), office.settings.url);
    const deliveries = webhooks.flatMap((webhook) =>
      Array.from({ length: times }, () => toDelivery(event.id, webhook)),
    );
    return [{ event, deliveries }];
  });
  if (told.length === 0) return {};
  return {
    events: told.map(({ event }) => event),
    deliveries: told.flatMap(({ deliveries }) => deliveries),
  };
}

export function toEvent({ type, resourceType, ...news }: News, now: number, url: string): WebhookEvent {
  const id = `WH-${createResourceId()}-${createResourceId()}`;
  const self = `${url}/v1/notifications/webhooks-events/${id}`;
  const body = JSON.stringify({
    id,
    event_version: '1.0',
    create_time: new Date(now).toISOString(),
    resource_type: resourceType,
    ...(resourceType === 'dispute' ? {} : { resource_version: '2.0' }),
    event_type: type,
    summary: news.summary,
    resource: news.resource,
    links: [
      { href: self, rel: 'self', method: 'GET' },
      { href: `${self}/resend`, rel: 'resend', method: 'POST' },
    ],
  });
  return { id, type, at: now, resourceIds: [...news.resourceIds], body };
}

export function toDelivery(eventId: string, { id, url }: Pick<Webhook, 'id' | 'url'>): Delivery {
  return { id: randomUUID(), eventId, webhookId: id, url, status: 'PENDING', attempts: 0 };
}

function isAskedFor({ eventTypes }: Webhook, { type }: News): boolean {
  return eventTypes.includes(type) || eventTypes.includes('*');
}
