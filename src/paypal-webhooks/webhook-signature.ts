import { type KeyObject, verify as verifySignature } from 'node:crypto';
import { crc32 } from 'node:zlib';
import type { LogFields } from '../checkout/ports.ts';
import { createCertificateCheck } from './certificate-check.ts';
import { createFetchCertificate, type FetchCertificate, shareFetches } from './certificate-source.ts';
import { type DeliveryHeaders, readTransmission, type Transmission } from './webhook-headers.ts';
import type { WebhookPins } from './webhook-pins.ts';

export interface WebhookVerifierOptions extends WebhookPins {
  /** Ours at PayPal; a delivery is signed for one of them. */
  readonly webhookIds: readonly string[];
  /** PEM; the roots that Node knows unless a test or the simulator says otherwise. */
  readonly trustRoots?: readonly string[] | undefined;
  /** In milliseconds; only for the dates of certificates. */
  readonly clock: () => number;
  readonly fetchCertificate?: FetchCertificate | undefined;
  readonly log: (event: string, fields: LogFields) => void;
}

export type WebhookVerdict =
  | 'valid'
  /** Not PayPal's, or not for us. The reason is a word for the log. */
  | { readonly invalid: string }
  /** The certificate could not be fetched: answered with 5xx, so that PayPal tries again. */
  | { readonly unclear: string };

/** Whether PayPal itself sent these very bytes to our webhook. Never throws, and asks nobody but for the certificate. */
export interface WebhookVerifier {
  verify(headers: DeliveryHeaders, rawBody: Uint8Array): Promise<WebhookVerdict>;
}

/**
 * A late delivery is as good as any: PayPal tries for three days, and whoever plays one back tells us nothing but to
 * look again.
 */
export function createWebhookVerifier(options: WebhookVerifierOptions): WebhookVerifier {
  const { webhookIds, log } = options;
  const keyAt = createKeys(options);

  const judge = async (transmission: Transmission, rawBody: Uint8Array): Promise<WebhookVerdict> => {
    const found = await keyAt(transmission.certificateUrl);
    if (!('key' in found)) return found;
    const isOurs = webhookIds.some((id) =>
      verifySignature('sha256', signedBytes(transmission, id, rawBody), found.key, transmission.signature),
    );
    return isOurs ? 'valid' : { invalid: 'signature' };
  };

  return {
    async verify(headers, rawBody) {
      const read = readTransmission(headers);
      const verdict =
        'wrong' in read ? { invalid: `header_${read.wrong}` } : await judge(read.transmission, rawBody);
      log('paypal_webhook_verified', {
        transmissionId: 'wrong' in read ? undefined : read.transmission.id,
        ...toFields(verdict),
      });
      return verdict;
    },
  };
}

/** The sum is of the bytes as they came: the event written anew by us would be another. */
function signedBytes({ id, time }: Transmission, webhookId: string, rawBody: Uint8Array): Buffer {
  return Buffer.from(`${id}|${time}|${webhookId}|${crc32(rawBody)}`);
}

function toFields(verdict: WebhookVerdict): LogFields {
  if (verdict === 'valid') return { outcome: verdict };
  return 'invalid' in verdict
    ? { outcome: 'invalid', reason: verdict.invalid }
    : { level: 'warn', outcome: 'unclear', reason: verdict.unclear };
}

const mostKept = 16;

type KeyAt = (url: string) => Promise<{ readonly key: KeyObject } | Exclude<WebhookVerdict, 'valid'>>;

/** The keys of certificates at pinned addresses. Only files that passed every check are kept. */
function createKeys(options: WebhookVerifierOptions): KeyAt {
  const { certificateName, trustRoots, clock } = options;
  const names = typeof certificateName === 'string' ? [certificateName] : certificateName;
  const check = createCertificateCheck({ names, trustRoots });
  const fetchOnce = shareFetches(options.fetchCertificate ?? createFetchCertificate());
  const kept = new Map<string, string>();

  return async (url) => {
    if (!isPinned(url, options)) return { invalid: 'certificate_address' };
    const known = kept.get(url);
    const again = known === undefined ? undefined : check(known, clock());
    if (again !== undefined && 'key' in again) return again;
    let pem: string;
    try {
      pem = await fetchOnce(url);
    } catch (error) {
      return { unclear: `certificate ${error instanceof Error ? error.message.slice(0, 100) : 'lost'}` };
    }
    const checked = check(pem, clock());
    if (!('key' in checked)) {
      const { fault } = checked;
      return fault === 'certificate_malformed' ? { unclear: fault } : { invalid: fault };
    }
    kept.set(url, pem);
    for (const older of [...kept.keys()].slice(0, -mostKept)) kept.delete(older);
    return checked;
  };
}

const certificatePath = '/v1/notifications/certs/';

/** By its letters, not by its parts: what a parser would forgive or tidy up is not what PayPal sends. */
function isPinned(url: string, { certificateHosts, environment }: WebhookPins): boolean {
  const schemes = environment === 'simulator' ? ['http', 'https'] : ['https'];
  const starts = schemes.flatMap((scheme) =>
    certificateHosts.map((host) => `${scheme}://${host}${certificatePath}`),
  );
  return starts.some((start) => url.startsWith(start) && /^[\w-]{1,128}$/u.test(url.slice(start.length)));
}
