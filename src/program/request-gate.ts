import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';

type Handle = (request: IncomingMessage, response: ServerResponse) => void;

/** Knows which requests are under way, so that the program can stop between two of them. */
export interface RequestGate {
  readonly handle: Handle;
  /** Refuses new requests with 503 and resolves when those under way are answered. */
  close(): Promise<void>;
}

/** Longer than any answer of ours may take; a caller that takes longer to send or to read is not waited for. */
const patienceMs = 35_000;

/** @param passes what the program says to itself, and needs until the last answer is out */
export function createRequestGate(handle: Handle, passes: (path: string) => boolean): RequestGate {
  const underWay = new Set<ServerResponse>();
  let isClosed = false;
  return {
    handle: (request, response) => {
      if (isClosed && !passes(request.url ?? '')) {
        response.writeHead(503, { connection: 'close', 'retry-after': '5' }).end();
        return;
      }
      underWay.add(response);
      response.once('close', () => underWay.delete(response));
      handle(request, response);
    },
    close: async () => {
      isClosed = true;
      const limit = AbortSignal.timeout(patienceMs);
      while (underWay.size > 0 && !limit.aborted) {
        const ends = [...underWay].map((response) => once(response, 'close', { signal: limit }));
        await Promise.allSettled(ends);
      }
    },
  };
}
