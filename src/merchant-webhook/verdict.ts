import type { MerchantTold } from '../checkout/merchant-event-ports.ts';
import { AddressRefused } from './checked-lookup.ts';
import type { Posted } from './post.ts';

/** What an answer means, as Standard Webhooks has it: only 2xx is told. */
export function toVerdict({ status, retryAfter }: Posted, now: number): MerchantTold {
  if (status >= 200 && status <= 299) return { kind: 'told', status };
  if (status === 410) return { kind: 'refused', status, reason: 'it answers 410: it wants no more of them' };
  if (status >= 300 && status <= 399)
    return { kind: 'retry', status, reason: `it answers ${status}, and no redirect is followed` };
  const isAsked = status === 429 || status === 503;
  const afterMs = isAsked ? readRetryAfter(retryAfter, now) : undefined;
  return { kind: 'retry', status, reason: `it answers ${status}`, afterMs };
}

/** Longer than that nobody is let to put us off. */
const longestRestMs = 4 * 3_600_000;

/** Seconds, or a date. */
function readRetryAfter(said: string | undefined, now: number): number | undefined {
  if (said === undefined) return undefined;
  const restMs = /^\d{1,9}$/u.test(said.trim()) ? Number(said) * 1000 : Date.parse(said) - now;
  return restMs > 0 ? Math.min(restMs, longestRestMs) : undefined;
}

/** Why nobody answered, by names alone: the address may hold a secret of the receiver's, and stands in no log. */
export function toReason(error: unknown): string {
  if (error instanceof AddressRefused)
    return `its host leads to ${error.address}, which is not public; name the host in MERCHANT_WEBHOOK_HOSTS if that is meant`;
  if (!(error instanceof Error)) return 'it cannot be reached';
  if (error.name === 'TimeoutError') return 'it did not answer in time';
  return 'code' in error ? `it cannot be reached (${String(error.code)})` : 'it broke off without an answer';
}
