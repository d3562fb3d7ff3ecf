import {
  Agent as HttpAgent,
  type ClientRequest,
  type IncomingMessage,
  request as httpRequest,
} from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { systemTime, type Time } from './time.ts';

export interface WireRequest {
  readonly method: string;
  /** Starts with a slash. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | undefined;
}

export type WireAnswer =
  | {
      readonly kind: 'answered';
      readonly status: number;
      readonly header: (name: string) => string | undefined;
      /** Undefined where the body is in a coding that is unknown or broken, or that swells too much. */
      readonly text: string | undefined;
    }
  /** No whole answer came; whether the other side did anything is unknown. */
  | { readonly kind: 'lost'; readonly reason: string };

export type HttpCall = (request: WireRequest, timeoutMs: number) => Promise<WireAnswer>;

const largestJson = 1024 * 1024;

/** An idle connection is dropped before the other side is likely to drop it: a POST on a dead one would be unclear. */
const idleMs = 4_000;

const unpack = promisify(gunzip);

/**
 * One exchange over HTTP/1.1 that always ends within its time, body included, and never throws for what the other side
 * does. Redirects are not followed, and no answer above `largestAnswer` bytes is read. On node:http, since a small call took a quarter of the time that fetch needed.
 */
export function createHttpCall(
  baseUrl: string,
  largestAnswer = largestJson,
  time: Time = systemTime,
): HttpCall {
  const { origin, pathname, protocol } = new URL(baseUrl);
  const isSecure = protocol === 'https:';
  const agentOptions = { keepAlive: true, timeout: idleMs, maxSockets: 64 };
  const agent = isSecure ? new HttpsAgent(agentOptions) : new HttpAgent(agentOptions);
  const send = isSecure ? httpsRequest : httpRequest;
  const prefix = origin + pathname.replace(/\/+$/u, '');
  return ({ method, path, headers, body }, timeoutMs) => {
    const outgoing = send(prefix + path, { method, agent, headers });
    const answer = settle(outgoing, largestAnswer, (expire) => time.after(timeoutMs, expire));
    // All at once, so that Node names the length by itself and sends no chunks.
    outgoing.end(body);
    return answer;
  };
}

function settle(
  outgoing: ClientRequest,
  largestAnswer: number,
  startTimer: (expire: () => void) => () => void,
): Promise<WireAnswer> {
  return new Promise((resolve) => {
    const lose = (reason: string) => {
      cancel();
      resolve({ kind: 'lost', reason });
      outgoing.destroy();
    };
    const cancel = startTimer(() => lose('timeout'));
    let hasAnswer = false;
    outgoing.on('error', (error: NodeJS.ErrnoException) => lose(error.code ?? error.name));
    outgoing.on('close', () => {
      if (!hasAnswer) lose('closed');
    });
    outgoing.on('response', (incoming) => {
      hasAnswer = true;
      collect(incoming, largestAnswer, lose, (bytes) => {
        cancel();
        resolve(readAnswer(incoming, bytes, largestAnswer));
      });
    });
  });
}

function collect(
  incoming: IncomingMessage,
  largestAnswer: number,
  lose: (reason: string) => void,
  done: (bytes: Buffer) => void,
): void {
  const chunks: Buffer[] = [];
  let size = 0;
  incoming.on('data', (chunk: Buffer) => {
    size += chunk.length;
    if (size > largestAnswer) lose('too_large');
    else chunks.push(chunk);
  });
  // One that is cut short ends here, too.
  incoming.on('error', (error: NodeJS.ErrnoException) => lose(error.code ?? error.name));
  incoming.on('end', () => done(Buffer.concat(chunks)));
}

async function readAnswer(
  { statusCode, headers }: IncomingMessage,
  bytes: Buffer,
  largestAnswer: number,
): Promise<WireAnswer> {
  return {
    kind: 'answered',
    status: statusCode ?? 0,
    header: (name) => {
      const value = headers[name];
      return Array.isArray(value) ? value[0] : value;
    },
    text: await readText(headers['content-encoding'] ?? 'identity', bytes, largestAnswer),
  };
}

/** We ask for no coding, but something between PayPal and us may pack the answer all the same. */
async function readText(coding: string, bytes: Buffer, largestAnswer: number): Promise<string | undefined> {
  if (coding === 'identity') return bytes.toString('utf8');
  try {
    return (await unpack(bytes, { maxOutputLength: largestAnswer })).toString('utf8');
  } catch {
    return undefined;
  }
}
