import { createVerify, X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import http from 'node:http';
import { crc32 } from 'node:zlib';
import { expect } from 'chai';
import { z } from 'zod';
import { assertMatchesSchema } from '../paypal/schemas.ts';
import { idOf, type Reply, type Sandbox } from './sandbox.ts';

const eventSchema = z.looseObject({
  id: z.string(),
  event_type: z.string(),
  resource_type: z.string(),
  summary: z.string(),
  resource: z.looseObject({ id: z.string().optional(), status: z.string().optional() }),
});

interface Heard {
  event: z.infer<typeof eventSchema>;
  raw: Buffer;
  headers: http.IncomingHttpHeaders;
}

/** A shop's address for messages, which keeps all that it hears and answers as a test wishes. */
export interface ShopEar {
  url: string;
  heard: Heard[];
  /** The statuses of the next answers; 200 when there are none left, and no answer at all for 0. */
  answers: number[];
  /** The types heard, once there are as many as this. */
  types(count: number): Promise<string[]>;
  close(): Promise<void>;
}

export async function openShopEar(): Promise<ShopEar> {
  const heard: Heard[] = [];
  const answers: number[] = [];
  const server = http.createServer();
  server.on('request', (request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const raw = Buffer.concat(chunks);
      heard.push({ event: eventSchema.parse(JSON.parse(raw.toString())), raw, headers: request.headers });
      const status = answers.shift() ?? 200;
      if (status === 0) request.socket.destroy();
      else response.writeHead(status, { location: '/elsewhere' }).end();
      server.emit('heard');
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = z.object({ port: z.number() }).parse(server.address());
  return {
    url: `http://127.0.0.1:${address.port}/webhooks/paypal`,
    heard,
    answers,
    async types(count) {
      while (heard.length < count) await once(server, 'heard');
      return heard.map(({ event }) => event.event_type);
    },
    async close() {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}

/** Registers the shop's address for these events. */
export async function subscribe(sandbox: Sandbox, url: string, ...types: string[]): Promise<string> {
  return idOf(await register(sandbox, url, ...types));
}

export function register(sandbox: Sandbox, url: string, ...types: string[]): Promise<Reply> {
  const names = types.length === 0 ? ['*'] : types;
  return sandbox.ask('webhooks.create', 'POST', '/v1/notifications/webhooks', {
    body: { url, event_types: names.map((name) => ({ name })) },
  });
}

/** Whether a message was signed for this webhook with a certificate that the simulator's root vouches for. */
export async function isGenuine(
  sandbox: Sandbox,
  { raw, headers }: Heard,
  webhookId: string,
): Promise<boolean> {
  const certUrl = z.string().parse(headers['paypal-cert-url']);
  expect(certUrl).to.match(/^http:\/\/127\.0\.0\.1:\d+\/v1\/notifications\/certs\/CERT-[0-9a-f-]+$/);
  expect(headers['paypal-auth-algo']).to.equal('SHA256withRSA');
  const leaf = new X509Certificate(await (await fetch(certUrl)).text());
  const rootPem = await (await fetch(`${sandbox.simulator.url}/_simulator/webhook-root`)).text();
  const root = new X509Certificate(rootPem);
  expect(leaf.subject).to.contain('CN=messageverificationcerts.sandbox.paypal.com');
  expect(leaf.checkIssued(root) && leaf.verify(root.publicKey)).to.equal(true);
  const { 'paypal-transmission-id': id, 'paypal-transmission-time': time } = headers;
  const signed = `${String(id)}|${String(time)}|${webhookId}|${crc32(raw)}`;
  const signature = z.string().parse(headers['paypal-transmission-sig']);
  return createVerify('sha256').update(signed).verify(leaf.publicKey, signature, 'base64');
}

const resourceSchemas = {
  'checkout-order': ['order', 'orders'],
  capture: ['capture-2', 'payments'],
  authorization: ['authorization-2', 'payments'],
  refund: ['refund', 'payments'],
} as const;

/** Fails unless the message is an event of PayPal's document, and its resource the one that it says. */
export function assertEvent({ event }: Heard): void {
  assertMatchesSchema('event', event, 'webhooks');
  // PayPal's documents have no schema for disputes, nor for a reversed approval, which is no whole order.
  if (event.event_type === 'CHECKOUT.PAYMENT-APPROVAL.REVERSED' || event.resource_type === 'dispute') return;
  const type = z.enum(['checkout-order', 'capture', 'authorization', 'refund']).parse(event.resource_type);
  assertMatchesSchema(resourceSchemas[type][0], event.resource, resourceSchemas[type][1]);
}
