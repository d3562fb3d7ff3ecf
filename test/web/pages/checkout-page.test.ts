import { expect } from 'chai';
import { createShopper, goToPayPal } from '../../stage/page-visitor.ts';
import { openShop } from '../../stage/site-harness.ts';

describe('the checkout page of a purchase whose approval no browser brought back', () => {
  it('says so after a minute, and Pay leads to a new order', async () => {
    const shop = await openShop();
    try {
      const checkout = await shop.start();
      const shopper = createShopper();
      const approval = await goToPayPal(shopper, await shop.linkOf(checkout));
      await shopper.press(approval, 'Approve payment');
      const customId = checkout.id;
      const event = { eventId: 'WH-1', type: 'CHECKOUT.ORDER.APPROVED', customId, sellerTransactionIds: [] };
      await shop.flow.handleEvent(event);
      const look = async () => shopper.follow(await shopper.get(`${shop.origin}/checkouts/${checkout.id}`));
      expect((await look()).html).not.to.include('no browser came back');
      shop.later(60_000);
      const page = await look();
      expect(page.kind).to.equal('checkout');
      expect(page.html).to.match(/PayPal has an approval.*Nothing is charged: press Pay once more/u);
      const again = await shopper.follow(await shopper.press(page, 'Pay with PayPal'));
      expect(again.url).not.to.equal(approval.url);
      expect((await shop.rowOf(checkout)).orders.map(({ live }) => live)).to.deep.equal([false, true]);
    } finally {
      await shop.close();
    }
  });
});
