import type { IncomingMessage, ServerResponse } from 'node:http';

const largestBody = 256 * 1024;

export interface Answer {
  readonly status: number;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
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

const keptPrivate = { 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' };

export function send(response: ServerResponse, answer: Answer): void {
  const text = answer.body === undefined ? '' : JSON.stringify(answer.body);
  response.writeHead(answer.status, {
    'content-type': 'application/json; charset=utf-8',
    'content-length': Buffer.byteLength(text),
    ...keptPrivate,
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

/** Reads a JSON body; an empty one is undefined. @throws Refusal 400 or 413 */
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
  if (Number(request.headers['content-length'] ?? 0) > largestBody) throw tooLarge();
  const chunks: Buffer[] = [];
  let size = 0;
  return new Promise((resolve, reject) => {
    request.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size <= largestBody) return chunks.push(chunk);
      chunks.length = 0;
      return reject(tooLarge());
    });
    request.once('end', () => resolve(Buffer.concat(chunks).toString('utf8')));
    request.once('error', reject);
    request.once('close', () => reject(new Refusal(400, 'BadSyntax', 'The body ended early.')));
  });
}

function tooLarge(): Refusal {
  return new Refusal(413, 'MessageSizeTooBig', `A body has ${largestBody} bytes at most.`);
}
