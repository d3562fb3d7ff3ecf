import { randomUUID } from 'node:crypto';
import type { Webhook, WebhookEvent } from '../checkout/refund-ports.ts';
import { type Operation, refused, settled, unclear, type Verdict } from '../paypal/operation.ts';
import { describeProblem, type Problem } from '../paypal/problem.ts';
import { readEventId, readEventPage, readWebhook, readWebhooks } from './webhook-answers.ts';

const path = '/v1/notifications';

export interface EventPage {
  readonly events: readonly WebhookEvent[];
  /** The query of the next page. */
  readonly next: string | undefined;
}

export function eventPageOperation(query: string): Operation<EventPage> {
  return {
    name: 'list_events',
    request: asking('GET', `/webhooks-events${query}`),
    mayRepeat: true,
    ids: {},
    onSuccess: (json) => {
      const page = readEventPage(json);
      if (page === undefined) return unclear('malformed');
      const { events, unread, next } = page;
      // One that cannot be read must not keep all others from being read, for as long as PayPal lists it.
      return settled({ events, next }, unread === 0 ? 'ok' : `ok, without ${unread} that cannot be read`);
    },
    onProblem: toUnclear,
  };
}

export function listWebhooksOperation(): Operation<readonly Webhook[]> {
  return {
    name: 'list_webhooks',
    request: asking('GET', '/webhooks'),
    mayRepeat: true,
    ids: {},
    onSuccess: (json) => {
      const webhooks = readWebhooks(json);
      return webhooks === undefined ? unclear('malformed') : settled(webhooks);
    },
    onProblem: toUnclear,
  };
}

export function registerWebhookOperation(url: string, eventTypes: readonly string[]): Operation<Webhook> {
  const body = { url, event_types: eventTypes.map((name) => ({ name })) };
  return {
    name: 'register_webhook',
    ...acting('/webhooks', body),
    onSuccess: (json) => {
      const webhook = readWebhook(json);
      return webhook === undefined ? unclear('malformed') : settled(webhook);
    },
    onProblem: toRefusal,
  };
}

export function simulateEventOperation({
  webhookId,
  eventType,
}: {
  readonly webhookId: string;
  readonly eventType: string;
}): Operation<string> {
  const { ids, ...act } = acting('/simulate-event', { webhook_id: webhookId, event_type: eventType });
  return {
    name: 'simulate_event',
    ...act,
    ids: { ...ids, webhookId },
    onSuccess: (json) => {
      const eventId = readEventId(json);
      return eventId === undefined ? unclear('malformed') : settled(eventId);
    },
    onProblem: toRefusal,
  };
}

function acting(to: string, body: object): Pick<Operation<unknown>, 'request' | 'mayRepeat' | 'ids'> {
  const requestId = randomUUID();
  return {
    request: asking('POST', to, body, { 'PayPal-Request-Id': requestId }),
    mayRepeat: false,
    ids: { requestId },
  };
}

function asking(
  verb: 'GET' | 'POST',
  to: string,
  body?: object,
  headers: Record<string, string> = {},
): Operation<unknown>['request'] {
  return { verb, path: path + to, headers: { 'Content-Type': 'application/json', ...headers }, body };
}

function toUnclear(problem: Problem): Verdict<never> {
  return unclear(describeProblem(problem));
}

function toRefusal(problem: Problem): Verdict<never> {
  return (problem.status === 401 ? unclear : refused)(describeProblem(problem));
}
