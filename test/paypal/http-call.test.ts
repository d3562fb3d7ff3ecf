import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type Server, type ServerResponse } from 'node:http';
import { gzipSync } from 'node:zlib';
import { expect } from 'chai';
import { z } from 'zod';
import { freePort } from '../stage/program.ts';
import { createHttpCall, type WireAnswer, type WireRequest } from '../../src/paypal/http-call.ts';
import { createVirtualTime } from './virtual-time.ts';

const get: WireRequest = { method: 'GET', path: '/orders', headers: { 'x-one': '1' }, body: undefined };
const post: WireRequest = { ...get, method: 'POST' };
const time = createVirtualTime();

describe('one exchange over HTTP', function () {
  // All of it is quick; what hangs is a fault.
  this.timeout(5_000);
  let server: Server;
  let url: string;
  let answer: (response: ServerResponse) => void;
  let heard: { headers: IncomingHttpHeaders; path: string | undefined; port: number | undefined }[];

  before(async () => {
    server = createServer((request, response) => {
      heard.push({ headers: request.headers, path: request.url, port: request.socket.remotePort });
      request.resume();
      request.on('end', () => answer(response));
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    url = `http://127.0.0.1:${z.object({ port: z.number() }).parse(server.address()).port}`;
  });
  beforeEach(() => {
    heard = [];
    answer = (response) => void response.setHeader('x-debug', 'abc').end('{"ü":1}');
  });
  after(() => {
    server.closeAllConnections();
    server.close();
  });

  const textOf = (got: WireAnswer) => (got.kind === 'answered' ? got.text : got.reason);

  it('brings status, headers and text', async () => {
    const got = await createHttpCall(url)(get, 2_000);
    if (got.kind !== 'answered') throw new Error(got.reason);
    expect([got.status, got.header('x-debug'), got.header('none'), got.text]).to.deep.equal([
      200,
      'abc',
      undefined,
      '{"ü":1}',
    ]);
    expect(heard[0]?.headers).to.include({ 'x-one': '1' });
  });

  it('names the length of every POST, also of an empty one, and none for a GET', async () => {
    const call = createHttpCall(url);
    await call(get, 2_000);
    await call(post, 2_000);
    await call({ ...post, body: 'ü' }, 2_000);
    expect(heard.map(({ headers }) => headers['content-length'])).to.deep.equal([undefined, '0', '2']);
    expect(heard.map(({ headers }) => headers['transfer-encoding'])).to.deep.equal([
      undefined,
      undefined,
      undefined,
    ]);
  });

  it('keeps the path before it, without its last slashes', async () => {
    await createHttpCall(`${url}/proxy//`)(get, 2_000);
    expect(heard[0]?.path).to.equal('/proxy/orders');
  });

  it('keeps its connection for the next', async () => {
    const call = createHttpCall(url);
    await call(get, 2_000);
    await call(get, 2_000);
    expect(heard).to.have.length(2);
    expect(heard[1]?.port).to.equal(heard[0]?.port);
  });

  it('reads an answer that was packed on the way', async () => {
    answer = (response) => void response.setHeader('content-encoding', 'gzip').end(gzipSync('{"a":1}'));
    expect(textOf(await createHttpCall(url)(get, 2_000))).to.equal('{"a":1}');
  });

  const unreadable: Readonly<Record<string, (response: ServerResponse) => void>> = {
    'in an unknown coding': (response) => void response.setHeader('content-encoding', 'br').end('{}'),
    'badly packed': (response) => void response.setHeader('content-encoding', 'gzip').end('{}'),
    'that swells too much': (response) =>
      void response.setHeader('content-encoding', 'gzip').end(gzipSync('x'.repeat(1_001))),
  };
  for (const [name, badly] of Object.entries(unreadable))
    it(`has no text of an answer ${name}`, async () => {
      answer = badly;
      const got = await createHttpCall(url, 1_000)(get, 2_000);
      expect(got).to.include({ kind: 'answered', status: 200, text: undefined });
    });

  const lost: Readonly<Record<string, readonly [reason: string, (response: ServerResponse) => void]>> = {
    'never comes': ['timeout', () => time.elapse(500)],
    'never ends': ['timeout', (response) => void response.writeHead(200).write('{', () => time.elapse(500))],
    'is too large': ['too_large', (response) => void response.end('x'.repeat(1_001))],
    'is cut short': [
      'ECONNRESET',
      (response) => {
        response.writeHead(200, { 'content-length': '100' });
        response.write('{', () => response.destroy());
      },
    ],
    'is a closed connection': ['ECONNRESET', (response) => void response.destroy()],
    'is another protocol': [
      'closed',
      (response) =>
        void response.socket?.write(
          'HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: h2c\r\n\r\n',
        ),
    ],
    'is no HTTP': ['HPE_INVALID_CONSTANT', (response) => void response.socket?.end('Good day!\r\n\r\n')],
  };
  for (const [name, [reason, badly]] of Object.entries(lost))
    it(`is lost, with its reason, where the answer ${name}`, async () => {
      answer = badly;
      expect(await createHttpCall(url, 1_000, time)(get, 500)).to.deep.equal({ kind: 'lost', reason });
    });

  it('takes an answer of just the greatest length', async () => {
    answer = (response) => void response.end('x'.repeat(1_000));
    expect(textOf(await createHttpCall(url, 1_000)(get, 2_000))).to.have.length(1_000);
  });

  it('is lost where nobody listens', async () => {
    const nobody = `http://127.0.0.1:${await freePort()}`;
    expect(await createHttpCall(nobody)(get, 2_000)).to.deep.equal({ kind: 'lost', reason: 'ECONNREFUSED' });
  });

  it('speaks TLS to an https address', async () => {
    const got = await createHttpCall(url.replace('http:', 'https:'))(get, 2_000);
    expect(got).to.include({ kind: 'lost' });
    expect(heard).to.deep.equal([]);
  });
});
