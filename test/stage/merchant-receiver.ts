import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { Webhook } from 'standardwebhooks';
import { z } from 'zod';

/** One request as a merchant's program sees it. */
export interface Delivery {
  readonly id: string;
  /** Seconds since 1970. */
  readonly timestamp: number;
  readonly signature: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
  readonly type: string;
  readonly data: Readonly<Record<string, unknown>>;
  /** By performance.now(). */
  readonly at: number;
}

export interface MerchantReceiver {
  readonly url: string;
  readonly port: number;
  /** All that came, in its order. */
  readonly got: Delivery[];
  /** Why the library that merchants use would not believe some of it. */
  readonly disbelieved: string[];
  /** What the next requests are answered, instead of 204; the last one stays where `always` is said. */
  answer(...answers: readonly Answer[]): void;
  always(answer: Answer | undefined): void;
  close(): Promise<void>;
}

/** A status, or whatever else a program does with a response. */
export type Answer = number | ((response: ServerResponse) => void);

const body = z.object({ type: z.string(), data: z.record(z.string(), z.unknown()) });

/** A merchant's program on this machine, which believes only what `standardwebhooks` verifies with its secret. */
export async function startMerchantReceiver(secret: string, verifies = true): Promise<MerchantReceiver> {
  const got: Delivery[] = [];
  const disbelieved: string[] = [];
  const answers: Answer[] = [];
  let usual: Answer | undefined;
  const webhook = new Webhook(secret);
  const receive = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const bytes = await buffer(request);
    const delivery = toDelivery(request.headers, bytes.toString('utf8'));
    got.push(delivery);
    if (verifies) disbelieved.push(...doubtsOf(webhook, bytes, delivery));
    const answer = answers.shift() ?? usual ?? 204;
    if (typeof answer === 'number') response.writeHead(answer).end();
    else answer(response);
  };
  const server = createServer((request, response) => {
    receive(request, response).catch((error: unknown) => disbelieved.push(String(error)));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return {
    url: `http://127.0.0.1:${address.port}/hooks/shop?token=of-the-merchant`,
    port: address.port,
    got,
    disbelieved,
    answer: (...next) => void answers.push(...next),
    always: (answer) => {
      usual = answer;
    },
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

function doubtsOf(webhook: Webhook, bytes: Buffer, delivery: Delivery): string[] {
  try {
    webhook.verify(bytes, toWebhookHeaders(delivery));
    return [];
  } catch (error) {
    return [String(error)];
  }
}

function toDelivery(headers: IncomingHttpHeaders, text: string): Delivery {
  const { type, data } = body.parse(JSON.parse(text));
  return {
    id: String(headers['webhook-id']),
    timestamp: Number(headers['webhook-timestamp']),
    signature: String(headers['webhook-signature']),
    headers,
    body: text,
    type,
    data,
    at: performance.now(),
  };
}

function toWebhookHeaders({ headers }: Pick<Delivery, 'headers'>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) => (typeof value === 'string' ? [[name, value]] : [])),
  );
}
