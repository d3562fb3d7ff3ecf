import { expect } from 'chai';
import { createShopper, payWith } from '../../stage/page-visitor.ts';
import { openShop, type Shop } from '../../stage/site-harness.ts';

describe('the done page', () => {
  let shop: Shop;
  before(async () => {
    shop = await openShop();
  });
  after(() => shop.close());

  it('follows the number once the chat has it, and shows no digits any more', async () => {
    const checkout = await shop.start();
    const shopper = createShopper();
    const page = await payWith(shopper, await shop.linkOf(checkout));
    const digits = /<output id="magic-number">(\d+)</u.exec(page.html)?.[1] ?? '';
    await shop.flow.confirm(checkout.owner, digits);
    for (const address of [page.url, await shop.linkOf(checkout)]) {
      const done = await shopper.follow(await shopper.get(address));
      expect(done.status).to.equal(200);
      expect(done.kind).to.equal('done');
      expect(done.url).to.equal(`${shop.origin}/checkouts/${checkout.id}/done`);
      expect(done.html).to.include('€136.10').and.not.include(digits);
    }
  });
});
