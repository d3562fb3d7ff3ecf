import { expect } from 'chai';
import { createShopper, payWith } from './shopper.ts';
import { openShop, type Shop } from './site-harness.ts';

describe('the number page', () => {
  let shop: Shop;
  before(async () => {
    shop = await openShop();
  });
  after(() => shop.close());

  it('shows the digits to the browser that came back from PayPal', async () => {
    const checkout = await shop.start();
    const page = await payWith(createShopper(), await shop.linkOf(checkout));
    expect(page.status, page.html).to.equal(200);
    expect(page.kind).to.equal('number');
    expect(page.url).to.equal(`${shop.origin}/checkouts/${checkout.id}/number`);
    expect(page.html).to.match(/<output id="magic-number">\d{6}<\/output>/u);
    expect((await shop.rowOf(checkout)).status).to.equal('paid');
  });
});
