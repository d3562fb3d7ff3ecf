import type { IncomingMessage } from 'node:http';

/**
 * Who is calling. Each trusted proxy appends the address that it saw to X-Forwarded-For, so only that many entries
 * from the right are believed; what stands before them was written by the caller.
 */
export function clientAddress(request: IncomingMessage, trustedProxies: number): string {
  const header = request.headers['x-forwarded-for'];
  const forwarded = header === undefined ? [] : String(header).split(',');
  const nearestFirst = [request.socket.remoteAddress, ...forwarded.toReversed()];
  const address = nearestFirst.slice(0, 1 + trustedProxies).at(-1) ?? 'unknown';
  return address
    .trim()
    .replace(/^::ffff:/u, '')
    .slice(0, 64);
}
