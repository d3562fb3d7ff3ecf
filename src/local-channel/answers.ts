import type { IncomingMessage, ServerResponse } from 'node:http';

const MAX_BODY_BYTES = 256 * 1024;

export interface Answer {
  status: number;
  body?: unknown;
  headers?: Record<string, string>;
}

/** A refusal that the other side may read. */
export class Refusal extends Error {
  readonly status: number;
  readonly code: string;

  constructor(status: number, code: string, message: string) {
    super(message);
    this.status = status;
    this.code = code;
  }
}

const PRIVATE = { 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' };

export function send(response: ServerResponse, answer: Answer): void {
  const text = answer.body === undefined ? '' : JSON.stringify(answer.body);
  response.writeHead(answer.status, {
    'content-type': 'application/json; charset=utf-8',
    'content-length': Buffer.byteLength(text),
    ...PRIVATE,
    ...answer.headers,
  });
  response.end(text);
}

/** Errors in Direct Line's own shape. */
export function toAnswer(refusal: Refusal): Answer {
  // The rest of a body that is too large is not worth reading.
  const headers: Record<string, string> = refusal.status === 413 ? { connection: 'close' } : {};
  return {
    status: refusal.status,
    body: { error: { code: refusal.code, message: refusal.message } },
    headers,
  };
}

/** Reads a JSON body; an empty one is undefined. */
export async function readJson(request: IncomingMessage): Promise<unknown> {
  const text = await readText(request);
  if (text === '') return undefined;
  try {
    const parsed: unknown = JSON.parse(text);
    return parsed;
  } catch {
    throw new Refusal(400, 'BadSyntax', 'The body is not JSON.');
  }
}

async function readText(request: IncomingMessage): Promise<string> {
  if (Number(request.headers['content-length'] ?? 0) > MAX_BODY_BYTES) throw tooLarge();
  const chunks: Buffer[] = [];
  let size = 0;
  return new Promise((resolve, reject) => {
    request.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size <= MAX_BODY_BYTES) return chunks.push(chunk);
      chunks.length = 0;
      return reject(tooLarge());
    });
    request.once('end', () => resolve(Buffer.concat(chunks).toString('utf8')));
    request.once('error', reject);
    request.once('close', () => reject(new Refusal(400, 'BadSyntax', 'The body ended early.')));
  });
}

function tooLarge(): Refusal {
  return new Refusal(413, 'MessageSizeTooBig', `A body has ${MAX_BODY_BYTES} bytes at most.`);
}
