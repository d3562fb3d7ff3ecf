import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { LogFields } from '../../src/checkout/ports.ts';

export interface Received {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

export type Answering = (response: ServerResponse, received: Received) => void;

export interface LocalServer {
  readonly url: string;
  readonly received: Received[];
  /** What is answered to everything that has no answer in the queues. */
  onToken: Answering;
  onCall: Answering;
  /** The requests to the API, without those for a token. */
  calls(): Received[];
  tokenRequests(): Received[];
  close(): Promise<void>;
}

/** A real server that stands where PayPal would, and answers as badly as a test wants. */
export async function startLocalServer(): Promise<LocalServer> {
  const received: Received[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const { method = '', url: path = '', headers } = request;
      const got = { method, path, headers, body: Buffer.concat(chunks).toString('utf8') };
      received.push(got);
      (isForToken(got) ? local.onToken : local.onCall)(response, got);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  const local: LocalServer = {
    url: `http://127.0.0.1:${address.port}`,
    received,
    onToken: sendToken('token-1'),
    onCall: sendJson(200, { ok: true }),
    calls: () => received.filter((got) => !isForToken(got)),
    tokenRequests: () => received.filter(isForToken),
    async close() {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
  return local;
}

export function sendToken(value: string, expiresIn = 32_400): Answering {
  return sendJson(200, { access_token: value, token_type: 'Bearer', expires_in: expiresIn });
}

export function sendJson(status: number, body: unknown, headers: Record<string, string> = {}): Answering {
  return (response) => {
    response.writeHead(status, { 'content-type': 'application/json', ...headers });
    response.end(JSON.stringify(body));
  };
}

/** One answer after the other; the last one stays. */
export function inTurn(...answers: readonly [Answering, ...Answering[]]): Answering {
  let next = 0;
  return (response, received) => {
    const answer = answers[Math.min(next, answers.length - 1)] ?? answers[0];
    next += 1;
    answer(response, received);
  };
}

export interface LogLine extends LogFields {
  readonly event: string;
}

export function collectLog(): { lines: LogLine[]; log: (event: string, fields: LogFields) => void } {
  const lines: LogLine[] = [];
  return { lines, log: (event, fields) => lines.push({ ...fields, event }) };
}

function isForToken({ path }: Received): boolean {
  return path.includes('/v1/oauth2/token');
}
