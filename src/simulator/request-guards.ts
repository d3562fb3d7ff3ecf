import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import { addAbortSignal } from 'node:stream';

const largestBody = 256 * 1024;

/** Whether a Host header names this machine: a name that resolves here by DNS tricks is not enough. */
export function isLocalHost(host: string | undefined, ownHost: string): boolean {
  const name = (host ?? '').replace(/:\d+$/, '').toLowerCase();
  if (name === ownHost.toLowerCase()) return true;
  return /^(localhost|[a-z0-9-]+\.localhost|127\.\d{1,3}\.\d{1,3}\.\d{1,3}|\[::1\])$/.test(name);
}

/** Whether a browser sent this on behalf of a page of another origin. */
export function isForeign(headers: IncomingHttpHeaders): boolean {
  const site = headers['sec-fetch-site'];
  if (site !== undefined) return site !== 'same-origin' && site !== 'none';
  const { origin } = headers;
  return origin !== undefined && origin !== `http://${headers.host ?? ''}`;
}

/** The whole body as text; undefined where it is larger than anything PayPal is sent. */
export async function readBody(request: IncomingMessage, signal: AbortSignal): Promise<string | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of addAbortSignal(signal, request)) {
    const bytes = Buffer.from(chunk);
    size += bytes.length;
    if (size <= largestBody) chunks.push(bytes);
    // Reading on for a while lets a client that is still sending hear the answer.
    if (size > 16 * largestBody) break;
  }
  return size > largestBody ? undefined : Buffer.concat(chunks).toString('utf8');
}
