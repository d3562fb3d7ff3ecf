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

  it('says where the payer has approved once more and no browser came back, as the checkout page does', async () => {
    const checkout = await shop.start();
    const shopper = createShopper();
    const page = await payWith(shopper, await shop.linkOf(checkout), 'Decline card');
    const approval = await shopper.follow(await shopper.press(page, 'Pay with PayPal'));
    await shopper.press(approval, 'Approve payment');
    const customId = checkout.id;
    for (const eventId of ['WH-1', 'WH-2'])
      await shop.flow.handleEvent({
        eventId,
        type: 'CHECKOUT.ORDER.APPROVED',
        customId,
        sellerTransactionIds: [],
      });
    const look = async () => shopper.follow(await shopper.get(`${shop.origin}/checkouts/${checkout.id}`));
    expect((await look()).kind).to.equal('declined');
    shop.later(60_000);
    const late = await look();
    expect(late.html).to.match(/PayPal has an approval.*Nothing is charged: press Pay once more/u);
    expect(late.html).not.to.include('declined');
    const again = await shopper.follow(await shopper.press(late, 'Pay with PayPal'));
    expect(again.url).not.to.equal(approval.url);
  });

  it('sends nobody to another card where PayPal refused for the shop’s own reason', async () => {
    await shop.arrange([{ operation: 'capture', fault: { issue: 'PERMISSION_DENIED' } }]);
    const page = await payWith(createShopper(), await shop.linkOf(await shop.start()));
    expect(page.kind).to.equal('declined');
    expect(page.html).to.include('on our side').and.include('nothing was charged');
    expect(page.html).not.to.include('choose another card');
  });
});
