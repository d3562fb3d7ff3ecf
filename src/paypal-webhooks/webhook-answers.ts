import { z } from 'zod';
import type { Webhook, WebhookEvent } from '../checkout/refund-ports.ts';
import { type Link, linkSchema } from '../paypal/links.ts';
import { parseUrl } from '../round-trip/parse-url.ts';
import { readWebhookEvent } from './webhook-event.ts';

const eventPage = z
  .object({
    events: z.array(z.unknown()).max(1_000).optional(),
    count: z.number().optional(),
    // Not forgiving as other links are: a next page that is overlooked would be missed events missed again.
    links: z.array(linkSchema).default([]),
  })
  // Another thing that is no list must not pass for an empty one.
  .refine(({ events, count }) => events !== undefined || count === 0);

/** One page of PayPal's list of events; undefined where it is none, or where its next page cannot be found. */
export function readEventPage(
  json: unknown,
): { events: readonly WebhookEvent[]; unread: number; next: string | undefined } | undefined {
  const parsed = eventPage.safeParse(json);
  if (!parsed.success) return undefined;
  const { events: all = [], links } = parsed.data;
  const events = all.flatMap((event) => readWebhookEvent(event) ?? []);
  const unread = all.length - events.length;
  const link = links.find(({ rel }) => rel === 'next');
  // An empty page is the last one, whatever it links to.
  if (link === undefined || all.length === 0) return { events, unread, next: undefined };
  const next = queryOf(link);
  return next === undefined ? undefined : { events, unread, next };
}

/** Only the query is taken: whatever host a link names, it is our own PayPal that is asked, with our token. */
function queryOf({ href }: Link): string | undefined {
  const url = parseUrl(href);
  if (url === undefined) return undefined;
  const { pathname, search } = url;
  return /\/v1\/notifications\/webhooks-events\/?$/u.test(pathname) && search !== '' ? search : undefined;
}

const webhook = z
  .object({
    id: z.string().regex(/^[A-Za-z0-9]{1,50}$/u),
    url: z.string().max(2_048),
    event_types: z.array(z.object({ name: z.string().max(128) })).max(500),
  })
  .transform(({ id, url, event_types }): Webhook => ({
    webhookId: id,
    url,
    eventTypes: event_types.map(({ name }) => name),
  }));

export function readWebhook(json: unknown): Webhook | undefined {
  return webhook.safeParse(json).data;
}

const webhooks = z.object({ webhooks: z.array(webhook) });

export function readWebhooks(json: unknown): readonly Webhook[] | undefined {
  return webhooks.safeParse(json).data?.webhooks;
}

const identified = z.object({ id: z.string().regex(/^[\w-]{1,64}$/u) });

export function readEventId(json: unknown): string | undefined {
  return identified.safeParse(json).data?.id;
}
