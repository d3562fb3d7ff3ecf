import { expect } from 'chai';
import { createShopper, goToPayPal } from '../stage/page-visitor.ts';
import { openShop, type Shop } from '../stage/site-harness.ts';

describe('cancel at PayPal', () => {
  let shop: Shop;
  before(async () => {
    shop = await openShop();
  });
  after(() => shop.close());

  it('offers payment again with a fresh order', async () => {
    const checkout = await shop.start();
    const shopper = createShopper();
    const approval = await goToPayPal(shopper, await shop.linkOf(checkout));
    const answer = await shopper.press(approval, 'Cancel and return');
    const back = await shopper.get(answer.location ?? '');
    expect(back.status).to.equal(303);
    expect(back.location).to.equal(`${shop.origin}/checkouts/${checkout.id}/cancelled`);
    const page = await shopper.follow(back);
    expect(page.status).to.equal(200);
    expect(page.kind).to.equal('cancelled');
    expect((await shop.rowOf(checkout)).status).to.equal('claimed');
    const again = await shopper.follow(await shopper.press(page, 'Pay with PayPal'));
    const paid = await shopper.follow(await shopper.press(again, 'Approve payment'));
    expect(paid.kind).to.equal('number');
  });

  it('acts once: the old address does not end the next payment', async () => {
    const checkout = await shop.start();
    const shopper = createShopper();
    const approval = await goToPayPal(shopper, await shop.linkOf(checkout));
    const { location: address = '' } = await shopper.press(approval, 'Cancel and return');
    const page = await shopper.follow(await shopper.get(address));
    await shopper.follow(await shopper.press(page, 'Pay with PayPal'));
    const before = await shop.rowOf(checkout);
    expect((await shopper.follow(await shopper.get(address))).kind).to.equal('checkout');
    expect(await shop.rowOf(checkout)).to.deep.equal(before);
  });

  it('takes it from no other browser, no machine, and no wrong address', async () => {
    const checkout = await shop.start();
    const shopper = createShopper();
    const approval = await goToPayPal(shopper, await shop.linkOf(checkout));
    const { location: address = '' } = await shopper.press(approval, 'Cancel and return');
    const before = await shop.rowOf(checkout);
    expect((await createShopper().get(address)).kind).to.equal('elsewhere');
    expect((await shopper.get(address, { purpose: 'prefetch' })).status).to.equal(503);
    const head = await fetch(address, { method: 'HEAD', headers: { cookie: shopper.cookieFor(address) } });
    expect(head.status).to.equal(204);
    expect((await shopper.get(address.replace(/token=.*/u, 'token=OTHER'))).status).to.equal(403);
    expect((await shopper.get(address.replace(/\?token=.*/u, ''))).status).to.equal(403);
    expect((await shopper.get(`${address}&token=TWICE`)).status).to.equal(403);
    expect(await shop.rowOf(checkout)).to.deep.equal(before);
  });
});
