import { randomUUID, sign } from 'node:crypto';
import { once } from 'node:events';
import http from 'node:http';
import https from 'node:https';
import { crc32 } from 'node:zlib';
import type { Delivery, Signer } from './mail.ts';
import { toTime } from '../time.ts';

/** How long PayPal waits for a shop's answer; scaled down. */
const patienceMs = 10_000;

interface Message {
  readonly delivery: Pick<Delivery, 'url' | 'webhookId'>;
  readonly body: string;
  readonly signer: Signer;
  /** The simulator's own address, for that of its certificate. */
  readonly origin: string;
  readonly now: number;
  readonly signal: AbortSignal;
}

/** Posts one message as PayPal does, and follows no redirect; `answered` is null where nobody answered. */
export async function sendWebhook(
  message: Message,
): Promise<{ readonly answered: number | null; readonly transmissionId: string }> {
  const { delivery, signal } = message;
  const transmissionId = randomUUID();
  const body = Buffer.from(message.body);
  const request = (delivery.url.startsWith('https:') ? https : http).request(delivery.url, {
    method: 'POST',
    agent: false,
    headers: toHeaders(message, body, transmissionId),
    signal: AbortSignal.any([signal, AbortSignal.timeout(patienceMs)]),
  });
  try {
    request.end(body);
    const [response] = await once(request, 'response');
    if (!(response instanceof http.IncomingMessage)) return { answered: null, transmissionId };
    response.on('error', () => undefined).resume();
    return { answered: response.statusCode ?? null, transmissionId };
  } catch {
    return { answered: null, transmissionId };
  }
}

function toHeaders(message: Message, body: Buffer, transmissionId: string): Record<string, string> {
  const { delivery, signer, origin, now } = message;
  const time = toTime(now);
  const signed = `${transmissionId}|${time}|${delivery.webhookId}|${crc32(body)}`;
  return {
    'content-type': 'application/json',
    'content-length': String(body.length),
    accept: '*/*',
    'user-agent': 'PayPal/AUHD-214.0-simulator',
    'paypal-transmission-id': transmissionId,
    'paypal-transmission-time': time,
    'paypal-transmission-sig': sign('sha256', Buffer.from(signed), signer.keyPem).toString('base64'),
    'paypal-cert-url': `${origin}/v1/notifications/certs/${signer.certificateId}`,
    'paypal-auth-algo': 'SHA256withRSA',
    'paypal-auth-version': 'v2',
  };
}
