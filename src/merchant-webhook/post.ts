import { request as requestPlain, type IncomingMessage, type RequestOptions } from 'node:http';
import { request as requestSecure } from 'node:https';
import type { LookupFunction } from 'node:net';

export interface Posting {
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly lookup: LookupFunction;
  /** For all of it: name, connection, TLS, sending and the answer's head. */
  readonly timeoutMs: number;
}

export interface Posted {
  readonly status: number;
  readonly retryAfter: string | undefined;
}

/**
 * One POST on a connection of its own. No redirect is followed: it is an answer like another. The answer's body is read
 * a little, so that its sender sees no broken connection, and thrown away.
 * @throws Error as node has it, `TimeoutError` when the time is over
 */
export function post({ url, headers, body, lookup, timeoutMs }: Posting): Promise<Posted> {
  const limit = AbortSignal.timeout(timeoutMs);
  const bytes = Buffer.from(body);
  const options: RequestOptions = {
    method: 'POST',
    headers: { ...headers, 'content-length': bytes.length },
    // A kept connection would outlive what was said of its address.
    agent: false,
    lookup,
    signal: limit,
  };
  return new Promise((resolve, reject) => {
    const request = url.protocol === 'https:' ? requestSecure(url, options) : requestPlain(url, options);
    request.once('response', (response) => {
      resolve({ status: response.statusCode ?? 0, retryAfter: response.headers['retry-after'] });
      throwAway(response);
    });
    // The time may be over while the body is thrown away: nobody waits for that any more.
    request.on('error', (error) => reject(limit.aborted ? toError(limit.reason) : error));
    request.once('close', () => reject(new Error('the connection was closed without an answer')));
    request.end(bytes);
  });
}

const mostBytes = 16 * 1024;

function throwAway(response: IncomingMessage): void {
  let read = 0;
  response.on('data', (chunk: Buffer) => {
    read += chunk.length;
    if (read > mostBytes) response.destroy();
  });
  response.on('error', () => undefined);
}

function toError(reason: unknown): Error {
  return reason instanceof Error ? reason : new Error('the time is over');
}
