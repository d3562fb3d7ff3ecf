import { expect } from 'chai';
import { createShopper } from '../stage/page-visitor.ts';
import { openShop, type Shop } from '../stage/site-harness.ts';

describe('not my order', () => {
  let shop: Shop;
  before(async () => {
    shop = await openShop();
  });
  after(() => shop.close());

  it('says goodbye without naming a purchase, and changes nothing', async () => {
    const checkout = await shop.start();
    const before = await shop.rowOf(checkout);
    const shopper = createShopper();
    const page = await shopper.get(await shop.linkOf(checkout));
    const answer = await shopper.press(page, 'Not my order');
    expect(answer.status).to.equal(303);
    expect(answer.location).to.equal(`${shop.origin}/goodbye`);
    const goodbye = await shopper.follow(answer);
    expect(goodbye.kind).to.equal('done');
    expect(goodbye.html)
      .not.to.include(checkout.id)
      .and.not.match(/€|Teapot/u);
    expect(await shop.rowOf(checkout)).to.deep.equal(before);
    expect((await shopper.press(page, 'Pay with PayPal')).status).to.equal(303);
  });

  it('takes only our own form', async () => {
    const checkout = await shop.start();
    const answer = await createShopper().post(`${shop.origin}/checkouts/${checkout.id}/not-mine`, 'csrf=x');
    expect(answer.status).to.equal(403);
  });
});
