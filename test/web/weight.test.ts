import { expect } from 'chai';
import { createShopper, payWith } from '../stage/page-visitor.ts';
import { rawRequest } from './raw-request.ts';
import { openShop, type Shop } from '../stage/site-harness.ts';

const mostBytes = 14 * 1024;

describe('the weight of a first view', () => {
  let shop: Shop;
  before(async () => {
    shop = await openShop();
  });
  after(() => shop.close());

  it('is at most 14 KB as sent: page, style sheet and their headers', async () => {
    const checkout = await shop.start();
    const shopper = createShopper();
    const link = await shop.linkOf(checkout);
    const first = await bytesOf(shop, new URL(link).pathname, '');
    expect(first).to.be.within(1_000, mostBytes);
    const number = await payWith(shopper, link);
    expect(await bytesOf(shop, new URL(number.url).pathname, shopper.cookieFor(shop.origin))).to.be.below(
      mostBytes,
    );
  });

  it('sends plain text to whoever cannot read compressed text', async () => {
    const headers = { host: `localhost:${shop.port}` };
    const plain = await rawRequest(shop.port, '/goodbye', { headers });
    expect(plain.headers).not.to.have.property('content-encoding');
    expect(plain.headers['vary']).to.equal('Accept-Encoding');
    expect(plain.body).to.include('</html>');
    const head = await rawRequest(shop.port, '/goodbye', { method: 'HEAD', headers });
    expect(head.body).to.equal('');
  });
});

async function bytesOf(shop: Shop, path: string, cookie: string): Promise<number> {
  const headers = { host: `localhost:${shop.port}`, 'accept-encoding': 'gzip', cookie };
  let sum = 0;
  for (const address of [path, '/assets/site.css']) {
    const answer = await rawRequest(shop.port, address, { headers });
    expect(answer.headers['content-encoding'], address).to.equal('gzip');
    sum += Number(answer.headers['content-length']) + JSON.stringify(answer.headers).length;
  }
  return sum;
}
