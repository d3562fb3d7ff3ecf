import { expect } from 'chai';
import type { Flag } from '../../../src/checkout/checkout.ts';
import { createShopper, payWith } from '../../stage/page-visitor.ts';
import { openShop, type Shop } from '../../stage/site-harness.ts';

describe('the flagged page', () => {
  let shop: Shop;
  before(async () => {
    shop = await openShop();
  });
  after(() => shop.close());

  const reasons: [Flag, string][] = [
    ['number_locked', 'Too many wrong numbers'],
    ['unconfirmed', 'never came back to the chat'],
    ['amount_mismatch', 'did not match your order'],
    ['late_capture', 'it goes back to you'],
    ['refund_failed', 'could not give the money back by itself'],
    ['reversed', 'PayPal took money of this payment back'],
  ];
  for (const [flag, words] of reasons) {
    it(`names a person to ask and what to tell them (${flag})`, async () => {
      const checkout = await shop.start();
      const shopper = createShopper();
      const paid = await payWith(shopper, await shop.linkOf(checkout));
      await shop.force(checkout, { status: 'flagged', flag });
      const page = await shopper.follow(await shopper.get(paid.url));
      expect(page.kind).to.equal('error');
      expect(page.html).to.include(words).and.include('needs to look at this');
      expect(page.html).to.include('mailto:help@fern-and-kettle.example').and.include(checkout.id);
    });
  }
});
