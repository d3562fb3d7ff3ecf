import { expect } from 'chai';
import { readLedger } from '../../stage/ledger.ts';
import { createShopper, payWith } from '../../stage/page-visitor.ts';
import { openShop, type Shop } from '../../stage/site-harness.ts';

describe('the declined page', () => {
  let shop: Shop;
  before(async () => {
    shop = await openShop();
  });
  after(() => shop.close());

  it('says that nothing was charged and leads back to the same PayPal order', async () => {
    const checkout = await shop.start();
    const shopper = createShopper();
    const page = await payWith(shopper, await shop.linkOf(checkout), 'Decline card');
    expect(page.status).to.equal(200);
    expect(page.kind).to.equal('declined');
    expect(page.html).to.include('nothing was charged').and.include('€136.10');
    const approval = await shopper.follow(await shopper.press(page, 'Pay with PayPal'));
    expect((await readLedger(shop.simulatorUrl)).orders).to.have.length(1);
    const paid = await shopper.follow(await shopper.press(approval, 'Approve payment'));
    expect(paid.kind).to.equal('number');
  });

  it('sends nobody to another card where PayPal refused for the shop’s own reason', async () => {
    await shop.arrange([{ operation: 'capture', fault: { issue: 'PERMISSION_DENIED' } }]);
    const page = await payWith(createShopper(), await shop.linkOf(await shop.start()));
    expect(page.kind).to.equal('declined');
    expect(page.html).to.include('on our side').and.include('nothing was charged');
    expect(page.html).not.to.include('choose another card');
  });
});
