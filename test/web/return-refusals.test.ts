import { expect } from 'chai';
import type { Checkout } from '../../src/checkout/checkout.ts';
import { createShopper, goToPayPal, type Shopper } from '../stage/page-visitor.ts';
import { openShop, type Shop } from '../stage/site-harness.ts';

describe('the way back from PayPal, where it leads nowhere,', () => {
  let shop: Shop;
  let checkout: Checkout;
  let shopper: Shopper;
  /** As PayPal sends the browser back. */
  let address: string;

  before(async () => {
    shop = await openShop();
    checkout = await shop.start();
    shopper = createShopper();
    const approval = await goToPayPal(shopper, await shop.linkOf(checkout));
    address = (await shopper.press(approval, 'Approve payment')).location ?? '';
  });
  after(() => shop.close());

  const refusalOf = async (act: Promise<unknown>): Promise<Readonly<Record<string, unknown>>> => {
    shop.logs.length = 0;
    await act;
    const { code, detail } = shop.logs.find(({ event }) => event === 'http_refused')?.fields ?? {};
    return { code, detail };
  };

  const good = 'token=A1&PayerID=PAYER-1_x';
  const queries: [string, string, string | undefined][] = [
    ['of the right form', good, undefined],
    ['with the longest order id', `token=${'A'.repeat(36)}&PayerID=P`, undefined],
    ['with the longest payer id', `token=A&PayerID=${'p'.repeat(64)}`, undefined],
    ['with more than that', `${good}&ba_token=x`, undefined],
    ['that are missing', '', 'parameters'],
    ['without an order', 'PayerID=P', 'parameters'],
    ['with an empty order', 'token=&PayerID=P', 'parameters'],
    ['with an order in small letters', 'token=a1&PayerID=P', 'parameters'],
    ['with an order that is too long', `token=${'A'.repeat(37)}&PayerID=P`, 'parameters'],
    ['with an order before which something stands', 'token=.A1&PayerID=P', 'parameters'],
    ['with an order after which something stands', 'token=A1%0A&PayerID=P', 'parameters'],
    ['with two orders', 'token=A1&token=A1&PayerID=P', 'parameters'],
    ['without a payer', 'token=A1', 'parameters'],
    ['with an empty payer', 'token=A1&PayerID=', 'parameters'],
    ['with a payer that is too long', `token=A1&PayerID=${'p'.repeat(65)}`, 'parameters'],
    ['with a payer before whom something stands', 'token=A1&PayerID=.P', 'parameters'],
    ['with a payer after whom something stands', 'token=A1&PayerID=P%0A', 'parameters'],
    ['with two payers', `${good}&PayerID=P`, 'parameters'],
  ];
  for (const [what, query, detail] of queries)
    it(`tells the log of parameters ${what}: ${detail ?? 'nothing of them'}`, async () => {
      const refusal = await refusalOf(shopper.get(address.replace(/\?.*/u, `?${query}`)));
      expect(refusal).to.deep.equal({ code: 'return_invalid', detail });
    });

  for (const name of ['sec-purpose', 'purpose', 'x-moz'])
    for (const purpose of ['prefetch', 'Prerender', 'preview'])
      it(`is not gone for a machine that says ${name}: ${purpose}`, async () => {
        expect(await refusalOf(shopper.get(address, { [name]: purpose }))).to.deep.equal({
          code: 'prefetch',
          detail: undefined,
        });
      });

  it('is gone for a person whose browser says another purpose', async () => {
    const wrong = address.replace(/\?.*/u, `?${good}`);
    expect(await refusalOf(shopper.get(wrong, { purpose: 'navigate' }))).to.include({
      code: 'return_invalid',
    });
  });

  it('says that a fault of ours is one, also where the purchase could be shown', async () => {
    await shopper.get(address);
    expect((await shop.rowOf(checkout)).status).to.equal('paid');
    const broken = await openShop({
      flow: { ...shop.flow, returnFromPayPal: () => Promise.reject(new Error('ours')) },
    });
    try {
      const { pathname, search } = new URL(address);
      const headers = { cookie: shopper.cookieFor(shop.origin) };
      const page = await createShopper().get(`${broken.origin}${pathname}${search}`, headers);
      expect(page.status).to.equal(500);
      expect(page.kind).to.equal('error');
    } finally {
      await broken.close();
    }
  });
});
