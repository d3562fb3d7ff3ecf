import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import type { Answer } from '../answer.ts';
import type { Leaving } from './fault-words.ts';

interface Manner {
  readonly leaves: Leaving;
  readonly afterMs?: number | undefined;
  /** Ends every wait when the simulator closes. */
  readonly signal: AbortSignal;
}

/** Sends an answer in the manner of a fault, and returns when it is sent or the connection is gone. */
export async function sendAnswer(response: ServerResponse, answer: Answer, manner: Manner): Promise<void> {
  if (response.destroyed) return;
  switch (manner.leaves) {
    case 'send':
      response.writeHead(answer.status, headersOf(answer)).end(answer.body);
      return;
    case 'drip':
      return drip(response, answer, manner);
    case 'silence':
      return keepSilent(response, manner);
    case 'reset':
      response.socket?.resetAndDestroy();
  }
}

/** Waits until the time is over, or the simulator closes. */
export async function pause(waitMs: number, signal: AbortSignal): Promise<void> {
  try {
    await wait(waitMs, undefined, { signal });
  } catch (error) {
    if (!signal.aborted) throw error;
  }
}

async function drip(response: ServerResponse, answer: Answer, manner: Manner): Promise<void> {
  response.writeHead(answer.status, headersOf(answer));
  for (const byte of Buffer.from(answer.body)) {
    if (response.destroyed || manner.signal.aborted) break;
    response.write(Buffer.of(byte));
    await pause(manner.afterMs ?? 100, manner.signal);
  }
  response.end();
}

async function keepSilent(response: ServerResponse, { afterMs, signal }: Manner): Promise<void> {
  const gone = new AbortController();
  const ended = AbortSignal.any([signal, gone.signal]);
  response.once('close', () => gone.abort());
  if (afterMs === undefined) {
    if (!ended.aborted) await once(ended, 'abort');
  } else {
    await pause(afterMs, ended);
  }
  response.socket?.resetAndDestroy();
}

function headersOf(answer: Answer): Record<string, string | number> {
  if (answer.status === 204) return answer.headers;
  return { ...answer.headers, 'content-length': Buffer.byteLength(answer.body) };
}
