import { expect } from 'chai';
import type { Checkout } from '../../../src/checkout/checkout.ts';
import { createShopper, goToPayPal } from '../../stage/page-visitor.ts';
import { openShop, type Shop } from '../../stage/site-harness.ts';

describe('the expired page', () => {
  let shop: Shop;
  before(async () => {
    shop = await openShop();
  });
  after(() => shop.close());

  const endings: [string, Partial<Checkout>, string][] = [
    ['its time is over', { status: 'expired' }, 'time is over'],
    ['the shopper cancelled in the chat', { status: 'cancelled' }, 'cancelled in the chat'],
    ['a newer link took its place', { status: 'cancelled', replacedBy: 'b'.repeat(26) }, 'newest link'],
  ];
  for (const [why, changes, words] of endings) {
    it(`tells the payer that ${why}, and offers no payment`, async () => {
      const checkout = await shop.start();
      const shopper = createShopper();
      await goToPayPal(shopper, await shop.linkOf(checkout));
      await shop.force(checkout, changes);
      const page = await shopper.follow(await shopper.get(await shop.linkOf(checkout)));
      expect(page.status).to.equal(410);
      expect(page.kind).to.equal('expired');
      expect(page.html).to.include(words).and.not.include('Pay with PayPal');
    });
  }
});
