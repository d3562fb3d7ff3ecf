import { expect } from 'chai';
import { createVisitLimit } from '../../../src/web/guards/visit-limit.ts';
import { createShopper } from '../../stage/page-visitor.ts';
import { openShop, type Shop } from '../../stage/site-harness.ts';

describe('the limit of visits', () => {
  it('takes so many in any minute, and more as the first ones grow old', () => {
    let now = 0;
    const mayVisit = createVisitLimit({ perMinute: 3, now: () => now });
    const at = (seconds: number): boolean => {
      now = seconds * 1_000;
      return mayVisit('192.0.2.1');
    };
    expect([0, 20, 40].map(at)).to.deep.equal([true, true, true]);
    expect([41, 59].map(at)).to.deep.equal([false, false]);
    expect([60, 61].map(at)).to.deep.equal([true, false]);
    expect([80, 100, 119].map(at)).to.deep.equal([true, true, false]);
  });

  it('counts each address by itself, and forgets who came longest ago where there are too many', () => {
    const mayVisit = createVisitLimit({ perMinute: 1, mostAddresses: 2, now: () => 0 });
    expect(['a', 'b', 'a', 'b'].map(mayVisit)).to.deep.equal([true, true, false, false]);
    expect(mayVisit('c')).to.equal(true);
    expect(['b', 'c', 'a'].map(mayVisit)).to.deep.equal([false, false, true]);
  });

  describe('on links', () => {
    let shop: Shop;
    beforeEach(async () => {
      shop = await openShop({ linksPerMinute: 60, trustedProxies: 1 });
    });
    afterEach(() => shop.close());

    it('is 60 a minute for one address: then a page says so, nothing is stored, and others go on', async () => {
      const checkout = await shop.start();
      const link = await shop.linkOf(checkout);
      const before = await shop.rowOf(checkout);
      const from = (address: string) =>
        createShopper().get(link, { 'x-forwarded-for': `10.9.8.7, ${address}` });
      const pages = await Promise.all(Array.from({ length: 61 }, () => from('192.0.2.1')));
      expect(pages.filter(({ status }) => status === 200)).to.have.length(60);
      expect(pages.filter(({ status }) => status === 429)).to.have.length(1);
      const refused = await from('192.0.2.1');
      expect(refused.status).to.equal(429);
      expect(refused.html)
        .to.include('Too many tries')
        .and.include('nothing was lost')
        .and.not.include('Teapot');
      expect(refused.headers.get('retry-after')).to.equal('60');
      expect((await from('192.0.2.2')).status).to.equal(200);
      expect(await shop.rowOf(checkout)).to.deep.equal(before);
    });

    it('counts links that do not open too', async () => {
      const guess = (token: string) =>
        createShopper().get(`${shop.origin}/checkout/${token}`, { 'x-forwarded-for': '192.0.2.3' });
      const pages = await Promise.all(Array.from({ length: 61 }, (_, index) => guess(`guess-${index}`)));
      expect(pages.filter(({ status }) => status === 404)).to.have.length(60);
    });
  });
});
