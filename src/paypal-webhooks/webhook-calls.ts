import { CheckoutError } from '../checkout/errors.ts';
import type { WebhookEvent, Webhooks } from '../checkout/refund-ports.ts';
import type { Executor } from '../paypal/executor.ts';
import {
  type EventPage,
  eventPageOperation,
  listWebhooksOperation,
  registerWebhookOperation,
  simulateEventOperation,
} from './webhook-operations.ts';

/** PayPal's webhooks API, which the SDK knows nothing of. */
export function createWebhooks(executor: Executor): Webhooks {
  return {
    listEvents: (range) => listEvents(executor, range),
    async listWebhooks() {
      return executor.execute(listWebhooksOperation());
    },
    async registerWebhook(url, eventTypes) {
      return executor.execute(registerWebhookOperation(url, eventTypes));
    },
    async simulateEvent(request) {
      return executor.execute(simulateEventOperation(request));
    },
  };
}

const mostPages = 100;
const pageSize = '100';

/** All pages or none: a list with a hole would look as if nothing had been missed. */
async function listEvents(
  executor: Executor,
  { since, until }: { readonly since: number; readonly until: number },
): Promise<readonly WebhookEvent[]> {
  const events = new Map<string, WebhookEvent>();
  let query: string | undefined = `?${new URLSearchParams({
    page_size: pageSize,
    start_time: new Date(since).toISOString(),
    end_time: new Date(until).toISOString(),
  }).toString()}`;
  const asked = new Set<string>();
  while (query !== undefined) {
    if (asked.has(query)) throw new CheckoutError('payments_unclear', 'list_events goes round in a circle');
    if (asked.size === mostPages) throw new CheckoutError('payments_unclear', 'list_events has no end');
    asked.add(query);
    const page: EventPage = await executor.execute(eventPageOperation(query));
    for (const event of page.events) events.set(event.eventId, event);
    query = page.next;
  }
  return [...events.values()];
}
