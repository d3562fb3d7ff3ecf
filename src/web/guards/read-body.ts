import type { IncomingMessage } from 'node:http';
import { Refusal } from '../refusal.ts';

const forgivenBytes = 16 * 1024 * 1024;

/** The whole body as text, or undefined when it is larger than `maxBytes`. */
export async function readBody(request: IncomingMessage, maxBytes: number): Promise<string | undefined> {
  return (await readBytes(request, maxBytes))?.toString('utf8');
}

/** The whole body as it came. */
export async function readBytes(request: IncomingMessage, maxBytes: number): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  try {
    for await (const chunk of request) {
      const buffer = Buffer.from(chunk);
      bytes += buffer.length;
      if (bytes <= maxBytes) chunks.push(buffer);
      // A sender that is cut off never reads its answer, so some more is taken and thrown away.
      else if (bytes > maxBytes + forgivenBytes) break;
    }
  } catch {
    throw new Refusal('form_invalid', 'cut off');
  }
  return bytes > maxBytes ? undefined : Buffer.concat(chunks);
}
