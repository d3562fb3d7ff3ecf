import { expect } from 'chai';
import { createShopper, goToPayPal } from '../../stage/page-visitor.ts';
import { openShop, type Shop } from '../../stage/site-harness.ts';

describe('the pending page', () => {
  let shop: Shop;
  before(async () => {
    shop = await openShop();
  });
  after(() => shop.close());

  it('says neither paid nor failed, and leads on by a link instead of refreshing itself', async () => {
    const checkout = await shop.start();
    const shopper = createShopper();
    await goToPayPal(shopper, await shop.linkOf(checkout));
    for (const [status, words] of [
      ['capture_submitted', 'a few seconds'],
      ['capture_pending', 'some days'],
    ] as const) {
      await shop.force(checkout, { status });
      const page = await shopper.follow(await shopper.get(`${shop.origin}/checkouts/${checkout.id}`));
      expect(page.kind).to.equal('pending');
      expect(page.html).to.include('still checking').and.include('Nothing is lost').and.include(words);
      expect(page.html).not.to.match(/http-equiv|Paid /u);
      expect(page.headers.get('refresh')).to.equal(null);
      expect(page.html).to.include(`href="/checkouts/${checkout.id}">Check again</a>`);
    }
  });
});
