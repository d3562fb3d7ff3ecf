import { connect } from 'node:net';
import { text as readText } from 'node:stream/consumers';
import { expect } from 'chai';
import { type ChatHarness, openHarness } from '../stage/chat-harness.ts';
import { incoming } from '../stage/incoming.ts';
import { rawRequest } from './raw-request.ts';
import { openShop, type Shop } from '../stage/site-harness.ts';

const addresses = ['/api/messages', '/webhooks/paypal'];

describe('an address that programs call', () => {
  let shop: Shop;
  let answers: () => Promise<{ status: number }>;
  before(async () => {
    shop = await openShop({
      receiveActivity: () => answers(),
      receiveWebhook: async () => (await answers()).status,
    });
  });
  beforeEach(() => {
    answers = () => Promise.resolve({ status: 200 });
  });
  after(() => shop.close());

  for (const path of [...addresses, '/api/messages/', '/webhooks/paypal/'])
    for (const method of ['GET', 'HEAD', 'PUT', 'PATCH', 'DELETE', 'PROPFIND'])
      it(`answers ${method} ${path} without a page`, async () => {
        const headers = { host: `localhost:${shop.port}`, accept: 'text/html' };
        const answer = await rawRequest(shop.port, path, { method, headers });
        expect(answer.status).to.equal(405);
        expect(answer.headers['allow']).to.equal('POST');
        expectNoPage(answer.headers['content-type'], answer.body);
        if (method !== 'HEAD') expect(wordsOf(answer.body)).to.include('POST');
      });

  for (const path of [
    '/api',
    '/api/other',
    '/API/messages',
    '/webhooks',
    '/webhooks/other',
    '/api/messages/x',
  ])
    it(`answers ${path}, where nothing is, without a page`, async () => {
      const answer = await fetch(shop.origin + path, { method: 'POST' });
      expect(answer.status).to.equal(404);
      expectNoPage(answer.headers.get('content-type'), await answer.text());
    });

  for (const path of addresses) {
    it(`answers ${path} for another host without a page`, async () => {
      const answer = await rawRequest(shop.port, path, { method: 'POST', headers: { host: 'evil.example' } });
      expect(answer.status).to.equal(421);
      expectNoPage(answer.headers['content-type'], answer.body);
    });

    it(`answers a fault at ${path} without a page, and says the id that the log has`, async () => {
      answers = () => Promise.reject(new Error('SQLITE_FULL at /var/secret'));
      const answer = await post(shop.origin + path, '{}');
      expect(answer.status).to.equal(500);
      const body = await answer.text();
      expectNoPage(answer.headers.get('content-type'), body);
      expect(body).to.not.include('SQLITE');
      const line = shop.logs.findLast(({ event }) => event === 'fault');
      expect(wordsOf(body)).to.include(String(line?.fields['requestId']));
    });

    it(`answers too large a body at ${path} without a page`, async () => {
      const answer = await post(shop.origin + path, JSON.stringify({ text: 'x'.repeat(256 * 1024) }));
      expect(answer.status).to.equal(413);
      expectNoPage(answer.headers.get('content-type'), await answer.text());
    });

    it(`answers ${path} without a page when the body ends too early`, async () => {
      const socket = connect(shop.port, '127.0.0.1');
      const head = ['POST', path, 'HTTP/1.1'].join(' ');
      const lines = [
        head,
        `Host: localhost:${shop.port}`,
        'Content-Type: application/json',
        'Content-Length: 9',
      ];
      socket.end(`${lines.join('\r\n')}\r\n\r\n{`);
      expect(await readText(socket)).to.not.include('<');
    });

    for (const status of [200, 202, 400, 401, 403, 404, 405, 413, 429, 500, 501, 503])
      it(`answers ${status} at ${path} as it was decided, without a page`, async () => {
        answers = () => Promise.resolve({ status });
        const answer = await post(shop.origin + path, '{}');
        expect(answer.status).to.equal(status);
        expect(await answer.text()).to.equal('');
      });
  }
});

describe('an invoke, over HTTP', () => {
  let shop: ChatHarness;
  before(async () => {
    shop = await openHarness();
  });
  after(() => shop.close());

  for (const [name, status] of [
    ['message/submitAction', 200],
    ['message/fetchTask', 501],
    ['adaptiveCard/action', 501],
    ['composeExtension/query', 501],
    ['fileConsent/invoke', 501],
    ['signin/verifyState', 501],
    ['task/fetch', 501],
    [undefined, 501],
  ] as const)
    for (const channelId of ['msteams', 'directline'])
      it(`named ${name ?? 'nothing'} on ${channelId} is answered ${status} and no more`, async () => {
        const activity = { type: 'invoke', name, channelId, value: {}, text: undefined };
        const body = JSON.stringify(incoming(shop.connector.serviceUrl, activity));
        const answer = await post(`${shop.origin}/api/messages`, body);
        expect(answer.status).to.equal(status);
        expect(await answer.text()).to.equal('');
        expect(shop.connector.requests).to.deep.equal([]);
      });
});

function post(url: string, body: string): Promise<Response> {
  return fetch(url, { method: 'POST', body, headers: { 'content-type': 'application/json' } });
}

function expectNoPage(type: string | string[] | null | undefined, body: string): void {
  expect(String(type)).to.not.include('html');
  expect(body).to.not.include('<');
  if (body !== '') expect(wordsOf(body)).to.not.equal('');
}

/** The sentence of a refusal in JSON. */
function wordsOf(body: string): string {
  const parsed: unknown = JSON.parse(body);
  return typeof parsed === 'object' && parsed !== null && 'error' in parsed ? String(parsed.error) : '';
}
