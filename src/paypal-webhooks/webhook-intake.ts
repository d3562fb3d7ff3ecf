import type { Inbox, LogFields } from '../checkout/ports.ts';
import { webhookEventTypes } from './webhook-event-types.ts';
import { parseWebhookEvent } from './webhook-event.ts';
import { webhookPins } from './webhook-pins.ts';
import { createWebhookVerifier, type WebhookVerifier } from './webhook-signature.ts';
import type { WebhookEvent, Webhooks } from '../checkout/refund-ports.ts';

export interface WebhookIntake {
  /** Answers the HTTP status: 200 once it is kept, 400 for what is not PayPal's, 503 for what cannot be told yet. */
  receive(delivery: {
    readonly headers: Readonly<Record<string, string | string[] | undefined>>;
    readonly rawBody: Uint8Array;
  }): Promise<number>;
  /** Fetches what PayPal may have failed to deliver in the last three days. */
  lookBack(): Promise<number>;
}

export interface WebhookIntakeOptions {
  readonly publicUrl: string;
  readonly payPal: {
    readonly environment: 'simulator' | 'sandbox' | 'live';
    readonly apiUrl: string;
    /** Ids of the webhooks that the merchant has registered. */
    readonly webhookIds: readonly string[];
    /** The simulator that this program starts needs no dashboard: the program registers itself there. */
    readonly startsSimulator: boolean;
  };
  readonly webhooks: Webhooks;
  readonly inbox: Pick<Inbox, 'add' | 'listAltered'>;
  readonly log: (event: string, fields: LogFields) => void;
}

const lookBackMs = 72 * 3_600_000;

/** Verified by the raw bytes, stored before it is acknowledged, worked off afterwards by our own GET. */
export function createWebhookIntake(options: WebhookIntakeOptions): WebhookIntake {
  const { webhooks, inbox, log } = options;
  let known: Promise<WebhookVerifier | undefined> | undefined;
  const findVerifier = async (): Promise<WebhookVerifier | undefined> => {
    known ??= createVerifier(options);
    const verifier = await known.catch(() => undefined);
    // Not there yet is not for good: the next delivery asks again.
    if (verifier === undefined) known = undefined;
    return verifier;
  };
  /** PayPal's ids are good once: another content under a known one is somebody's mistake, or worse. What is kept stays. */
  const add = async (events: readonly WebhookEvent[]): Promise<number> => {
    const added = await inbox.add(events);
    const altered = added < events.length ? await inbox.listAltered(events) : [];
    for (const eventId of altered) log('event_altered', { eventId, level: 'error' });
    return added;
  };
  return {
    receive: async ({ headers, rawBody }) => {
      const verifier = await findVerifier();
      if (verifier === undefined) return 503;
      const verdict = await verifier.verify(headers, rawBody);
      if (verdict !== 'valid') return 'invalid' in verdict ? 400 : 503;
      const event = parseWebhookEvent(rawBody);
      if (event === undefined) return 400;
      const isNew = (await add([event])) > 0;
      log('event_stored', { eventId: event.eventId, type: event.type, isNew });
      return 200;
    },
    lookBack: async () => {
      if ((await findVerifier()) === undefined) return 0;
      const until = Date.now();
      const missed = await add(await webhooks.listEvents({ since: until - lookBackMs, until }));
      if (missed > 0) log('events_missed', { missed });
      return missed;
    },
  };
}

async function createVerifier(options: WebhookIntakeOptions): Promise<WebhookVerifier | undefined> {
  const { environment, apiUrl, startsSimulator } = options.payPal;
  const own = startsSimulator ? [await findOrRegister(options)] : [];
  const webhookIds = [...options.payPal.webhookIds, ...own];
  if (webhookIds.length === 0) return undefined;
  const trustRoots = environment === 'simulator' ? [await fetchSimulatorRoot(apiUrl)] : undefined;
  return createWebhookVerifier({
    ...webhookPins(environment, apiUrl),
    webhookIds,
    trustRoots,
    clock: Date.now,
    log: options.log,
  });
}

/** The simulator signs with a certificate of its own making. */
async function fetchSimulatorRoot(apiUrl: string): Promise<string> {
  const answer = await fetch(`${apiUrl}/_simulator/webhook-root`, { signal: AbortSignal.timeout(5_000) });
  return answer.text();
}

async function findOrRegister({ publicUrl, webhooks }: WebhookIntakeOptions): Promise<string> {
  const url = `${publicUrl}/webhooks/paypal`;
  const registered = (await webhooks.listWebhooks()).find((webhook) => webhook.url === url);
  return (registered ?? (await webhooks.registerWebhook(url, webhookEventTypes))).webhookId;
}
