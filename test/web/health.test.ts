import { expect } from 'chai';
import { openShop, type Shop } from '../stage/site-harness.ts';

describe('health', () => {
  let shop: Shop;
  let parts: Record<string, string> = {};
  before(async () => {
    shop = await openShop({ ready: () => Promise.resolve(parts) });
  });
  after(() => shop.close());

  it('is ready when every part is, and names each', async () => {
    parts = { store: 'ok', paypal: 'ok' };
    const answer = await fetch(`${shop.origin}/health/ready`);
    expect(answer.status).to.equal(200);
    expect(await answer.json()).to.deep.equal(parts);
  });

  it('is ready while a part works still and says what is wrong', async () => {
    parts = { store: 'ok', channel: 'ok, but no new token for the bot since 3 minutes: no answer' };
    const answer = await fetch(`${shop.origin}/health/ready`);
    expect(answer.status).to.equal(200);
    expect(await answer.json()).to.deep.equal(parts);
    for (const channel of ['okay', 'not ok, really', '']) {
      parts = { channel };
      expect((await fetch(`${shop.origin}/health/ready`)).status, channel).to.equal(503);
    }
  });

  it('is not ready while one is not, and gives its reason, but stays alive', async () => {
    parts = { store: 'ok', paypal: 'no answer' };
    const answer = await fetch(`${shop.origin}/health/ready`);
    expect(answer.status).to.equal(503);
    expect(await answer.json()).to.deep.equal(parts);
    expect((await fetch(`${shop.origin}/health/live`)).status).to.equal(200);
  });
});
