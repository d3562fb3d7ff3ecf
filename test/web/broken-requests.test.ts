import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from 'chai';
import { openShop, type Shop } from '../stage/site-harness.ts';

describe('a request that is broken', () => {
  let shop: Shop;
  let letGo: () => void;
  before(async () => {
    const held = new Promise<void>((resolve) => {
      letGo = resolve;
    });
    shop = await openShop({
      ready: async () => {
        await held;
        return {};
      },
    });
  });
  after(() => shop.close());

  const form = 'Content-Type: application/x-www-form-urlencoded';
  const json = 'Content-Type: application/json';
  const post = (path: string, type: string): string =>
    `POST ${path} HTTP/1.1\r\nHost: localhost:${shop.port}\r\n${type}\r\nContent-Length: 900\r\n\r\n`;
  const get = (path: string): string => `GET ${path} HTTP/1.1\r\nHost: localhost:${shop.port}\r\n\r\n`;

  const broken: Record<string, () => string> = {
    'an activity that is cut off': () => `${post('/api/messages', json)}{"type":`,
    'a webhook that is cut off': () => `${post('/webhooks/paypal', json)}{"id":`,
    'a form that is cut off': () => `${post(`/checkouts/${'a'.repeat(26)}/pay`, form)}csrf=`,
    'a page that nobody waits for': () => get('/goodbye'),
    'an answer that nobody waits for': () => get('/health/ready'),
    'several pages that nobody reads': () => get('/goodbye').repeat(200),
    'a chunk that is none': () =>
      post('/api/messages', json).replace('Content-Length: 900', 'Transfer-Encoding: chunked') + 'zz\r\n',
    'a head that is cut off': () => 'GET /goodbye HTTP/1.1\r\nHo',
    'no HTTP at all': () => '\u0016\u0003\u0001\u0002\u0000\r\n\r\n',
    'an address with broken escapes': () => get('/checkout/%E0%A4%A'),
  };
  const ways: Record<string, (socket: Socket) => void> = {
    'then ends': (socket) => socket.end(),
    'then is gone': (socket) => socket.resetAndDestroy(),
  };
  for (const [what, write] of Object.entries(broken)) {
    for (const [how, leave] of Object.entries(ways)) {
      it(`is no fault of ours (${what}, and the caller ${how}): no stack in the log, the next is served`, async () => {
        const socket = connect(shop.port, '127.0.0.1');
        socket.on('error', () => undefined);
        await once(socket, 'connect');
        socket.write(write());
        await sleep(20);
        leave(socket);
        await sleep(20);
        letGo();
        expect((await fetch(`${shop.origin}/goodbye`)).status).to.equal(200);
        const told = shop.logs.filter(({ event, fields }) => event === 'fault' || 'stack' in fields);
        shop.logs.length = 0;
        expect(told).to.deep.equal([]);
        socket.destroy();
      });
    }
  }
});
