import { expect } from 'chai';
import { createShopper, type Page, payWith, type Shopper } from '../../stage/page-visitor.ts';
import { openShop, type Shop } from '../../stage/site-harness.ts';

describe('the page of a payment that goes back', () => {
  let shop: Shop;
  before(async () => {
    shop = await openShop();
  });
  after(() => shop.close());

  const paidPurchase = async () => {
    const checkout = await shop.start();
    const shopper = createShopper();
    const page = await payWith(shopper, await shop.linkOf(checkout));
    return { checkout, shopper, page, digits: /magic-number">(\d+)</u.exec(page.html)?.[1] ?? 'none' };
  };
  const look = async (shopper: Shopper, address: string): Promise<Page> =>
    shopper.follow(await shopper.get(address));

  it('says that it is back, shows no number any more, and is where the link and the return lead', async () => {
    const { checkout, shopper, page, digits } = await paidPurchase();
    await shop.flow.refund({ checkoutId: checkout.id, reason: 'merchant' });
    for (const address of [
      page.url,
      await shop.linkOf(checkout),
      `${shop.origin}/checkouts/${checkout.id}`,
    ]) {
      const seen = await look(shopper, address);
      expect([seen.status, seen.kind]).to.deep.equal([200, 'done']);
      expect(seen.url).to.equal(`${shop.origin}/checkouts/${checkout.id}/refunded`);
      expect(seen.html).to.include('PayPal has given back €136.10').and.not.include(digits);
    }
  });

  it('says where it was PayPal that took it back', async () => {
    const { checkout, shopper, page } = await paidPurchase();
    await shop.force(checkout, { status: 'refunded', flag: 'reversed' });
    const seen = await look(shopper, page.url);
    expect(seen.html).to.include('PayPal took this payment back from us and has given you €136.10.');
  });

  it('says that it is on its way, and no more, until PayPal has done it', async () => {
    const { checkout, shopper, page, digits } = await paidPurchase();
    await shop.arrange([{ operation: 'refund', fault: 'pending' }]);
    await shop.flow.refund({ checkoutId: checkout.id, reason: 'merchant' });
    const seen = await look(shopper, page.url);
    expect(seen.html)
      .to.include('Refund on its way')
      .and.include('€136.10')
      .and.not.include('has given back')
      .and.not.include(digits);
  });

  it('is a person’s matter once the refund has failed', async () => {
    const { checkout, shopper, page } = await paidPurchase();
    await shop.arrange([{ operation: 'refund', fault: { issue: 'REFUND_NOT_ALLOWED' } }]);
    await shop.flow.refund({ checkoutId: checkout.id, reason: 'merchant' });
    const seen = await look(shopper, page.url);
    expect(seen.kind).to.equal('error');
    expect(seen.html).to.include('PayPal could not give the money back by itself');
  });

  it('leaves the number where only a part went back', async () => {
    const { checkout, shopper, page, digits } = await paidPurchase();
    const amount = { currency: 'EUR', minorUnits: 500 };
    await shop.flow.refund({ checkoutId: checkout.id, amount, reason: 'merchant' });
    expect((await look(shopper, page.url)).html).to.include(digits);
  });

  it('shows a second browser nothing', async () => {
    const { checkout, page } = await paidPurchase();
    await shop.flow.refund({ checkoutId: checkout.id, reason: 'merchant' });
    const seen = await createShopper().get(page.url);
    expect([seen.status, seen.kind]).to.deep.equal([403, 'elsewhere']);
  });
});
