import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';

/** The wish for another protocol: headers, and words of `Connection`. */
const wish: ReadonlySet<string> = new Set(['upgrade', 'http2-settings']);

/**
 * Answers a request that asks for a protocol which is not spoken here as if it had not asked, which is what HTTP wants.
 * Node gives such a request away with its body unread. So its head is put back before the body, without the wish, and
 * the server reads the connection again from there: lengths, chunks, limits and times stay node's own business.
 */
export function answerWithoutUpgrade(
  server: Server,
  request: IncomingMessage,
  socket: Duplex,
  head: Buffer,
): void {
  socket.unshift(Buffer.concat([toHead(request), head]));
  server.emit('connection', socket);
}

function toHead({ method = '', url = '', httpVersion, rawHeaders }: IncomingMessage): Buffer {
  const names = rawHeaders.filter((_, place) => place % 2 === 0);
  const lines = names
    .map((name, place) => [name, rawHeaders[place * 2 + 1] ?? ''] as const)
    .filter(([name]) => !wish.has(name.toLowerCase()))
    .map(([name, value]) => `${name}: ${/^connection$/iu.test(name) ? withoutWish(value) : value}\r\n`);
  // Node reads headers as Latin-1, so this writes the bytes that came.
  return Buffer.from(`${method} ${url} HTTP/${httpVersion}\r\n${lines.join('')}\r\n`, 'latin1');
}

function withoutWish(connection: string): string {
  const words = connection.split(',').map((word) => word.trim());
  return words.filter((word) => !wish.has(word.toLowerCase())).join(', ');
}
