import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { createApp } from '../../src/program/app.ts';
import type { Catalog } from '../../src/checkout/catalog.ts';
import { createKeyRing, type KeyRing } from '../../src/round-trip/keys.ts';
import type { LogFields } from '../../src/checkout/ports.ts';
import { createPayments, openExecutor } from '../../src/paypal/payments.ts';
import { createWebhooks } from '../../src/paypal-webhooks/webhook-calls.ts';
import { readCatalogFile } from '../../src/settings/catalog-file.ts';
import { readConfig } from '../../src/settings/config.ts';
import { publishPictures } from '../../src/settings/pictures.ts';
import { startSimulator } from '../../src/simulator/simulator.ts';
import { openStore, type Store } from '../../src/store/store.ts';
import { type ConnectorStub, startConnectorStub } from './connector-stub.ts';

/** The whole program with a channel of the test's own: activities go in at /api/messages, replies come to a stub. */
export interface ChatHarness {
  readonly origin: string;
  readonly simulatorUrl: string;
  readonly store: Store;
  readonly keys: KeyRing;
  readonly connector: ConnectorStub;
  readonly logs: { readonly event: string; readonly fields: LogFields }[];
  /** Moves the database's clock. */
  later(ms: number): void;
  join(who?: Partial<Shopper>): Conversation;
  close(): Promise<void>;
}

interface Shopper {
  readonly channelId: string;
  readonly conversationId: string;
  readonly shopperId: string;
  readonly name: string;
  readonly isGroup: boolean;
}

/** One shopper's view of one conversation. */
export interface Conversation {
  readonly who: Shopper;
  /** Posts a message; resolves when the turn is over, with what it answered: signals come in their own time. */
  say(text: string, more?: Record<string, unknown>): Promise<Reply[]>;
  post(activity: Record<string, unknown>): Promise<number>;
  /** Waits for a message that fits, among those after the first `skip`; a signal comes in its own time. */
  hears(pattern: RegExp, skip?: number): Promise<Reply>;
  /** Everything that the bot has sent into this conversation. */
  heard(): Reply[];
}

/** A sent message: all its words in one line, its buttons, and whether it replaced another one. */
export interface Reply {
  readonly words: string;
  readonly buttons: readonly { readonly type: string; readonly title: string; readonly value: string }[];
  readonly isCard: boolean;
  readonly updates: string | undefined;
  /** The id of the message that it answers. */
  readonly answers: string | undefined;
}

export async function openHarness(
  options: { catalog?: Catalog; settings?: Record<string, string> } = {},
): Promise<ChatHarness> {
  const connector = await startConnectorStub();
  const simulator = await startSimulator({ host: '127.0.0.1', port: 0 });
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  const config = readConfig({
    PORT: String(address.port),
    PAYPAL_API_URL: simulator.url,
    SERVICE_HOSTS: connector.host,
    ...options.settings,
  });
  let ahead = 0;
  const store = await openStore({ url: 'file::memory:', holder: 'test', clock: () => Date.now() + ahead });
  await store.migrate();
  const logs: ChatHarness['logs'] = [];
  const log = (event: string, fields: LogFields): void => void logs.push({ event, fields });
  const sample = publishPictures(await readCatalogFile('public/catalog.json'), 'public');
  const { environment, apiUrl, webUrl, clientSecret } = config.payPal;
  const clientId = `client-${address.port}`;
  const payPal = { environment, apiUrl, webUrl, clientId, clientSecret, log };
  const executor = openExecutor(payPal);
  const keys = createKeyRing([randomBytes(32)]);
  const app = createApp({
    config,
    keys,
    catalog: options.catalog ?? sample.catalog,
    pictures: sample.pictures,
    logo: undefined,
    store,
    payments: createPayments(payPal, executor),
    webhooks: createWebhooks(executor),
    transcript: undefined,
    holder: 'test',
    log,
  });
  server.on('request', app.handle);
  app.worker.start();
  return {
    origin: config.site.publicUrl,
    simulatorUrl: simulator.url,
    store,
    keys,
    connector,
    logs,
    later: (ms) => {
      ahead += ms;
    },
    join: (who) => converse(config.site.publicUrl, connector, who),
    close: async () => {
      server.closeAllConnections();
      server.close();
      await app.close();
      await Promise.all([simulator.close(), connector.close(), store.close()]);
    },
  };
}

function converse(origin: string, connector: ConnectorStub, who: Partial<Shopper> = {}): Conversation {
  const id = randomBytes(6).toString('hex');
  const shopper: Shopper = {
    channelId: 'directline',
    conversationId: `conversation-${id}`,
    shopperId: `shopper-${id}`,
    name: 'Ann',
    isGroup: false,
    ...who,
  };
  const here = `/v3/conversations/${encodeURIComponent(shopper.conversationId)}/`;
  const heard = (): Reply[] => connector.requests.filter(({ path }) => path.includes(here)).map(toReply);
  const post = async (activity: Record<string, unknown>): Promise<number> => {
    const answer = await fetch(`${origin}/api/messages`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ ...envelope(shopper, connector.serviceUrl), ...activity }),
    });
    await answer.text();
    return answer.status;
  };
  return {
    who: shopper,
    post,
    heard,
    say: async (text, more = {}) => {
      const before = heard().length;
      const messageId = randomBytes(8).toString('hex');
      const status = await post({ type: 'message', id: messageId, text, ...more });
      if (status !== 200) throw new Error(`the turn was answered with ${status}`);
      return heard()
        .slice(before)
        .filter(({ answers }) => answers === messageId);
    },
    hears: async (pattern, skip = 0) => {
      for (let look = 0; look < 200; look += 1) {
        const found = heard()
          .slice(skip)
          .findLast(({ words }) => pattern.test(words));
        if (found !== undefined) return found;
        await sleep(25);
      }
      throw new Error(
        `never heard ${String(pattern)}, but:\n${heard()
          .map(({ words }) => words)
          .join('\n')}`,
      );
    },
  };
}

function envelope(shopper: Shopper, serviceUrl: string): Record<string, unknown> {
  return {
    id: randomBytes(8).toString('hex'),
    channelId: shopper.channelId,
    serviceUrl,
    from: { id: shopper.shopperId, name: shopper.name },
    recipient: { id: 'shop', name: 'Fernhill' },
    conversation: { id: shopper.conversationId, ...(shopper.isGroup ? { isGroup: true } : {}) },
    locale: 'en-IE',
  };
}

const button = z.object({ type: z.string(), title: z.string(), value: z.string() });
const sent = z.looseObject({
  text: z.string().optional(),
  replyToId: z.string().optional(),
  attachments: z
    .array(z.looseObject({ content: z.looseObject({ buttons: z.array(button).optional() }) }))
    .optional(),
  suggestedActions: z.looseObject({ actions: z.array(button) }).optional(),
});

function toReply({ method, path, body }: ConnectorStub['requests'][number]): Reply {
  const message = sent.parse(body);
  const cards = message.attachments ?? [];
  const cardWords = cards.flatMap(({ content }) => allWords(content));
  return {
    words: [message.text ?? '', ...cardWords].join(' ').trim(),
    buttons: [
      ...cards.flatMap(({ content }) => content.buttons ?? []),
      ...(message.suggestedActions?.actions ?? []),
    ],
    isCard: cards.length > 0,
    updates: method === 'PUT' ? path.split('/').at(-1) : undefined,
    answers: message.replyToId,
  };
}

function allWords(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null) return [];
  return Object.values(value).flatMap(allWords);
}
