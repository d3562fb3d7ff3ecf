import { createHttpCall, type HttpCall } from '../paypal/http-call.ts';
import { systemTime, type Time } from '../paypal/time.ts';

/** Gets the text at an address. Throws an Error that says why it could not. */
export type FetchCertificate = (url: string) => Promise<string>;

const timeoutMs = 10_000;
const largestFile = 64 * 1024;

/** By a GET that follows no redirect and ends within 10 s, its whole answer included. */
export function createFetchCertificate(time: Time = systemTime): FetchCertificate {
  const calls = new Map<string, HttpCall>();
  return async (url) => {
    const { origin, pathname } = new URL(url);
    const call = calls.get(origin) ?? createHttpCall(origin, largestFile, time);
    // The origins are the few that are pinned.
    calls.set(origin, call);
    const headers = { Accept: '*/*', 'Accept-Encoding': 'identity', 'User-Agent': 'chat-checkout' };
    const answer = await call({ method: 'GET', path: pathname, headers, body: undefined }, timeoutMs);
    if (answer.kind === 'lost') throw new Error(answer.reason);
    if (answer.status !== 200 || answer.text === undefined) throw new Error(`status ${answer.status}`);
    return answer.text;
  };
}

const mostAtOnce = 8;

/**
 * One request for an address, however many deliveries wait for it, and few at a time: whoever sends us forged
 * deliveries must not make us storm PayPal.
 */
export function shareFetches(fetchCertificate: FetchCertificate): FetchCertificate {
  const pending = new Map<string, Promise<string>>();
  const begin = async (url: string): Promise<string> => {
    try {
      return await fetchCertificate(url);
    } finally {
      pending.delete(url);
    }
  };
  return async (url) => {
    const underWay = pending.get(url);
    if (underWay !== undefined) return underWay;
    if (pending.size >= mostAtOnce) throw new Error('too many at once');
    const fetched = begin(url);
    pending.set(url, fetched);
    return fetched;
  };
}
