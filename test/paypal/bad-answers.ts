import { gzipSync } from 'node:zlib';
import { type Answering, sendJson } from './local-server.ts';

/** Everything that is known to end or hang PayPal's own client, and what else the way to PayPal may do. */
export const badAnswers: Readonly<Record<string, Answering>> = {
  'plain text with 200': plain(200, 'OK', { 'content-type': 'text/plain' }),
  'plain text that calls itself JSON': plain(200, 'OK', { 'content-type': 'application/json' }),
  'text without a content type': plain(200, 'OK', {}),
  'a web page with 200': plain(200, '<!doctype html><p>Sorry</p>', { 'content-type': 'text/html' }),
  'a web page with 503': plain(503, '<!doctype html><p>Sorry</p>', { 'content-type': 'text/html' }),
  'a web page with 403': plain(403, '<!doctype html><p>Denied</p>', { 'content-type': 'text/html' }),
  'a web page with 404': plain(404, '<!doctype html><p>Not here</p>', { 'content-type': 'text/html' }),
  'an empty 200': plain(200, '', { 'content-type': 'application/json' }),
  'an empty 204': plain(204, '', {}),
  'broken gzip with 200': plain(200, '{"ok":true}', { 'content-encoding': 'gzip' }),
  'broken gzip with 503': plain(503, '{"name":"X"}', { 'content-encoding': 'gzip' }),
  'empty gzip with 200': plain(200, '', { 'content-encoding': 'gzip' }),
  'empty gzip with 503': plain(503, '', { 'content-encoding': 'gzip' }),
  'gzip that swells to 64 MB': plain(200, gzipSync(Buffer.alloc(64 * 1024 * 1024, ' ')), {
    'content-encoding': 'gzip',
  }),
  'a coding that nobody asked for': plain(200, '{"ok":true}', { 'content-encoding': 'br' }),
  'JSON of the wrong shape': sendJson(200, { unexpected: ['things'] }),
  null: sendJson(200, null),
  'half a JSON': plain(200, '{"id":"5O190127', { 'content-type': 'application/json' }),
  'JSON a hundred thousand deep': plain(200, '['.repeat(100_000) + ']'.repeat(100_000), {}),
  'a body of 2 MB': plain(200, JSON.stringify('x'.repeat(2 * 1024 * 1024)), {}),
  'a body without an end': (response) => {
    response.writeHead(200);
    const more = () => {
      while (!response.destroyed && response.write(Buffer.alloc(64 * 1024, ' ')));
    };
    response.on('drain', more);
    more();
  },
  'a slow drip': (response) => {
    response.writeHead(200, { 'content-type': 'application/json' });
    const drip = setInterval(() => response.write(' '), 10);
    response.on('close', () => clearInterval(drip));
  },
  silence: () => undefined,
  'a reset connection': (response) => response.socket?.resetAndDestroy(),
  'a body that is cut short': (response) => {
    response.writeHead(200, { 'content-length': '100' });
    response.write('{"ok":', () => response.destroy());
  },
  'a chunked body that is cut short': (response) => {
    response.writeHead(200);
    response.write('{"ok":true}', () => response.destroy());
  },
  'something that is not HTTP': (response) => response.socket?.end('220 smtp.example.com ready\r\n'),
  'headers of 64 KB': plain(200, '{}', { 'x-long': 'x'.repeat(64 * 1024) }),
  'another protocol': (response) =>
    response.socket?.write('HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: h2c\r\n\r\n'),
  'a redirect': plain(302, '', { location: '/elsewhere' }),
  'a redirect to another place': plain(307, '', { location: 'http://127.0.0.1:9/elsewhere' }),
  'an error as a web server writes it': sendJson(500, { error: { message: 'oops' } }),
};

function plain(status: number, body: string | Buffer, headers: Record<string, string>): Answering {
  return (response) => {
    response.writeHead(status, headers);
    response.end(body);
  };
}
