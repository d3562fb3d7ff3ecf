import { parseUrl } from '../round-trip/parse-url.ts';

/** Whether an address names this very machine. */
export function isLoopback(url: string): boolean {
  const hostname = parseUrl(url)?.hostname ?? '';
  return hostname === 'localhost' || hostname === '[::1]' || /^127(?:\.\d+){3}$/u.test(hostname);
}
