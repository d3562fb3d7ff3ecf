import { isIP } from 'node:net';
import type { MerchantEvent, MerchantTeller, MerchantTold } from '../checkout/merchant-event-ports.ts';
import { AddressRefused, createCheckedLookup, createNamedLookup, type Resolver } from './checked-lookup.ts';
import { post } from './post.ts';
import { isPublicAddress } from './public-address.ts';
import { sign } from './sign.ts';
import { toReason, toVerdict } from './verdict.ts';

export interface MerchantWebhookOptions {
  readonly url: string;
  /** One or two. */
  readonly secrets: readonly Uint8Array[];
  /** Names and addresses, as an address spells them, that may lead anywhere. */
  readonly hosts: readonly string[];
  /** Only tests set it. */
  readonly resolver?: Resolver | undefined;
  readonly timeoutMs?: number | undefined;
}

/** Tells the merchant's own program by a signed POST (https://www.standardwebhooks.com). */
export function createMerchantWebhook(options: MerchantWebhookOptions): MerchantTeller {
  return {
    destination: 'webhook',
    tell: async (event, now) => {
      try {
        return await tell(options, event, now);
      } catch (error) {
        return { kind: 'retry', reason: toReason(error) };
      }
    },
  };
}

async function tell(
  { url: address, secrets, hosts, resolver, timeoutMs = 5_000 }: MerchantWebhookOptions,
  { eventId, body }: MerchantEvent,
  now: number,
): Promise<MerchantTold> {
  const url = new URL(address);
  const isNamed = hosts.includes(url.hostname);
  if (!isNamed) refuseLiteral(url.hostname);
  // Of this try, also where it is the tenth: receivers refuse what is old.
  const timestamp = Math.floor(now / 1000);
  const answer = await post({
    url,
    headers: {
      'content-type': 'application/json',
      'user-agent': 'chat-checkout',
      'webhook-id': eventId,
      'webhook-timestamp': String(timestamp),
      'webhook-signature': sign({ id: eventId, timestamp, body }, secrets),
    },
    body,
    lookup: isNamed ? createNamedLookup(resolver) : createCheckedLookup(resolver),
    timeoutMs,
  });
  return toVerdict(answer, now);
}

/** Node looks no address up that stands there as one. In whatever form it was written, the URL holds it in the usual one. */
function refuseLiteral(hostname: string): void {
  const bare = hostname.replace(/^\[(.*)\]$/u, '$1');
  if (isIP(bare) !== 0 && !isPublicAddress(bare)) throw new AddressRefused(bare);
}
