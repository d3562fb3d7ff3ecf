import { parseUrl } from '../round-trip/parse-url.ts';

/**
 * True when the bot may send to this service URL: its host (with a port where it is not the usual one) is on the list,
 * letter for letter, and the way there is https. Plain http is for this machine alone, and so is `localhost:*`, which means any port.
 */
export function isServiceUrlAllowed(serviceUrl: string, serviceHosts: readonly string[]): boolean {
  const url = parseUrl(serviceUrl);
  if (url === undefined) return false;
  if (url.username !== '' || url.password !== '') return false;
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && isLoopback(url.hostname))) return false;
  const names = isLoopback(url.hostname) ? [url.host, `${url.hostname}:*`] : [url.host];
  return serviceHosts.some((host) => names.includes(host.toLowerCase()));
}

/** True when this service URL leads to this very machine. */
export function isLoopbackUrl(serviceUrl: string): boolean {
  return isLoopback(parseUrl(serviceUrl)?.hostname ?? '');
}

function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127\.\d+\.\d+\.\d+$/.test(hostname);
}
