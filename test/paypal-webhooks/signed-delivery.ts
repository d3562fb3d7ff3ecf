import fs from 'node:fs';
import { sign } from 'node:crypto';
import { crc32 } from 'node:zlib';
import { z } from 'zod';
import type { Party } from './make-certificate.ts';

export interface Delivery {
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly body: Buffer;
}

/** A delivery of ours, signed as PayPal signs. */
export function signDelivery(
  signer: Party,
  webhookId: string,
  certificateUrl: string,
  text = '{"id":"WH-1"}',
): Delivery {
  const body = Buffer.from(text);
  const id = '8b5cdd40-6b2f-11ee-9a1c-7b1f0d3b6b8e';
  const time = '2026-01-15T12:00:00Z';
  const signature = sign(
    'sha256',
    Buffer.from(`${id}|${time}|${webhookId}|${crc32(body)}`),
    signer.privateKey,
  );
  return {
    body,
    headers: {
      'paypal-transmission-id': id,
      'paypal-transmission-time': time,
      'paypal-transmission-sig': signature.toString('base64'),
      'paypal-cert-url': certificateUrl,
      'paypal-auth-algo': 'SHA256withRSA',
    },
  };
}

export interface GenuineDelivery extends Delivery {
  readonly name: string;
  readonly webhookId: string;
  /** The file that stood at its address, with the intermediate certificate. */
  readonly certificate: string;
}

const recordSchema = z
  .object({
    name: z.string(),
    body: z.string(),
    webhook_id: z.string(),
    transmission_id: z.string(),
    transmission_time: z.string(),
    sig: z.string(),
    auth_algo: z.string(),
    verifies_with: z.tuple([z.string()]),
  })
  .transform((record): GenuineDelivery => {
    const [file] = record.verifies_with;
    return {
      name: record.name,
      webhookId: record.webhook_id,
      body: Buffer.from(record.body),
      certificate: `${readNear(file)}\n${readNear('DigiCertSHA2EVServerCA.pem')}`,
      headers: {
        'paypal-transmission-id': record.transmission_id,
        'paypal-transmission-time': record.transmission_time,
        'paypal-transmission-sig': record.sig,
        // The second was recorded with an address of its author's; the address is not part of what is signed.
        'paypal-cert-url': `https://api.sandbox.paypal.com/v1/notifications/certs/${file.replace('.pem', '')}`,
        'paypal-auth-algo': record.auth_algo,
      },
    };
  });

/** Two deliveries that PayPal itself sent and signed, in 2015 and in 2017. */
export const genuineDeliveries: readonly GenuineDelivery[] = z
  .array(recordSchema)
  .parse(JSON.parse(readNear('signed-webhooks.json')));

export const digiCertRoot = readNear('DigiCertHighAssuranceEVRootCA.pem');

function readNear(file: string): string {
  return fs.readFileSync(new URL(`../paypal/${file}`, import.meta.url), 'utf8');
}
