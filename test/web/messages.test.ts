import { expect } from 'chai';
import { openShop, type Shop } from '../stage/site-harness.ts';

describe('POST /api/messages', () => {
  let shop: Shop;
  const received: { authorization: string; body: unknown }[] = [];
  before(async () => {
    shop = await openShop({
      receiveActivity: (request) => {
        received.push(request);
        return Promise.resolve(received.length === 1 ? { status: 200, body: { id: '1' } } : { status: 202 });
      },
    });
  });
  after(() => shop.close());

  it('hands the activity and its authorization to the bot and answers as the bot does', async () => {
    const first = await post(shop, '{"type":"message","text":"ü"}', { authorization: 'Bearer x' });
    expect(first.status).to.equal(200);
    expect(await first.json()).to.deep.equal({ id: '1' });
    expect(received).to.deep.equal([{ authorization: 'Bearer x', body: { type: 'message', text: 'ü' } }]);
    const second = await post(shop, '{}', { 'content-type': 'Application/JSON; charset=utf-8' });
    expect(second.status).to.equal(202);
    expect(await second.text()).to.equal('');
  });

  it('refuses what is no activity before the bot sees it', async () => {
    const before = received.length;
    const text = { 'content-type': 'text/plain' };
    const cases: [number, string, Record<string, string>?][] = [
      [400, ''],
      [400, '{'],
      [400, '[]'],
      [400, 'null'],
      [400, '"message"'],
      [413, JSON.stringify({ text: 'x'.repeat(256 * 1024) })],
      [415, '{}', text],
    ];
    for (const [status, body, headers] of cases) {
      const answer = await post(shop, body, headers);
      expect(answer.status, body.slice(0, 20)).to.equal(status);
      expect(await answer.json()).to.have.keys('error');
    }
    expect(received).to.have.length(before);
  });

  it('takes no other method', async () => {
    const answer = await fetch(`${shop.origin}/api/messages`);
    expect(answer.status).to.equal(405);
    expect(answer.headers.get('allow')).to.equal('POST');
  });
});

function post(shop: Shop, body: string, headers: Record<string, string> = {}): Promise<Response> {
  return fetch(`${shop.origin}/api/messages`, {
    method: 'POST',
    body,
    headers: { 'content-type': 'application/json', ...headers },
  });
}
