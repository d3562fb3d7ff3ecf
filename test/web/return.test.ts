import { expect } from 'chai';
import type { Checkout } from '../../src/checkout/checkout.ts';
import { readLedger } from '../stage/ledger.ts';
import { createShopper, goToPayPal, type Shopper } from '../stage/page-visitor.ts';
import { openShop, type Shop } from '../stage/site-harness.ts';

describe('return from PayPal', () => {
  let shop: Shop;
  before(async () => {
    shop = await openShop();
  });
  after(() => shop.close());

  it('goes on at an address without nonce, token or payer', async () => {
    const { checkout, shopper, address } = await approve(shop);
    const answer = await shopper.get(address);
    expect(answer.status).to.equal(303);
    expect(answer.location).to.equal(`${shop.origin}/checkouts/${checkout.id}/number`);
    expect((await shop.rowOf(checkout)).status).to.equal('paid');
  });

  it('shows another browser that nothing was charged, names no purchase to it, and gives neither browser a number', async () => {
    const stranger = createShopper();
    await stranger.get(await shop.linkOf(await shop.start()));
    for (const visitor of [createShopper(), stranger]) {
      const { checkout, shopper, address } = await approve(shop);
      for (const page of [await visitor.get(address), await visitor.get(address)]) {
        expect(page.status).to.equal(403);
        expect(page.html).to.include('Nothing was charged').and.to.include('“new link”');
        expect(page.html).not.to.include(checkout.id);
      }
      const claiming = await shopper.follow(await shopper.get(address));
      expect(claiming.kind).to.equal('checkout');
      expect(claiming.html).to.match(/approved in another browser.*Nothing was charged/u);
      await shopper.press(claiming, 'Pay with PayPal');
      expect((await shop.rowOf(checkout)).orders.map(({ live }) => live)).to.deep.equal([false, true]);
      const begun = await shopper.follow(await shopper.get(`${shop.origin}/checkouts/${checkout.id}`));
      expect(begun.html).not.to.include('approved in another browser');
      const { captures } = await readLedger(shop.simulatorUrl);
      expect(captures.filter(({ custom_id }) => custom_id === checkout.id)).to.deep.equal([]);
    }
    // Past the minute whose claims are counted.
    shop.later(61_000);
  });

  it('tells another browser nothing and changes nothing for a prefetch, a HEAD, no payer or a wrong one', async () => {
    const { checkout, shopper, address } = await approve(shop);
    await expectNoChange(shop, checkout, async () => {
      const stranger = createShopper();
      const fetching = [
        { 'sec-purpose': 'prefetch' },
        { 'sec-purpose': 'prefetch;prerender' },
        { purpose: 'prefetch' },
        { 'x-moz': 'prefetch' },
      ];
      for (const headers of fetching) expect((await stranger.get(address, headers)).status).to.equal(503);
      expect((await fetch(address, { method: 'HEAD', redirect: 'manual' })).status).to.equal(204);
      for (const odd of [/&PayerID=.*/u, /PayerID=.*/u].map((part, index) =>
        address.replace(part, index === 0 ? '' : 'PayerID=SOMEBODYELSE'),
      )) {
        const page = await stranger.get(odd);
        expect(page.status, odd).to.equal(403);
        expect(page.kind, odd).to.equal('elsewhere');
        expect(page.html).not.to.include(checkout.id);
      }
    });
    expect((await shopper.get(address)).location).to.include('/number');
  });

  it('does nothing for a HEAD or a prefetch', async () => {
    const { checkout, shopper, address } = await approve(shop);
    const cookie = shopper.cookieFor(shop.origin);
    await expectNoChange(shop, checkout, async () => {
      const head = await fetch(address, { method: 'HEAD', redirect: 'manual', headers: { cookie } });
      expect(head.status).to.equal(204);
      for (const name of ['sec-purpose', 'purpose', 'x-moz']) {
        const page = await shopper.get(address, { [name]: 'prefetch;prerender' });
        expect(page.status).to.equal(503);
        expect(page.kind).to.equal('error');
      }
    });
    expect((await shopper.get(address)).location).to.include('/number');
  });

  it('counts only with the nonce, the order and the payer of this payment', async () => {
    const { checkout, shopper, address } = await approve(shop);
    const other = await approve(shop);
    const { search, pathname } = new URL(address);
    const foreign = new URL(other.address);
    const nonce = pathname.split('/').at(-1) ?? '';
    const wrong = [
      address.replace(nonce, `${nonce.slice(0, -1)}${nonce.endsWith('A') ? 'B' : 'A'}`),
      address.replace(nonce, foreign.pathname.split('/').at(-1) ?? ''),
      address.replace(search, foreign.search),
      address.replace(search, ''),
      address.replace(/&PayerID=.*/u, ''),
      address.replace(/PayerID=.*/u, 'PayerID=SOMEBODYELSE'),
      `${address}&token=EXTRA`,
      `${address}&PayerID=EXTRA`,
      address.replace(/token=\w+/u, 'token=..%2F..'),
    ];
    await expectNoChange(shop, checkout, async () => {
      for (const odd of wrong) {
        const page = await shopper.get(odd);
        expect(page.status, odd).to.equal(403);
        expect(page.kind, odd).to.equal('error');
        expect(page.html).to.include(`/checkouts/${checkout.id}"`);
      }
    });
  });

  it('charges once when it comes ten times at once, and leads each of them on', async () => {
    const { checkout, shopper, address } = await approve(shop);
    const answers = await Promise.all(Array.from({ length: 10 }, () => shopper.get(address)));
    for (const { location } of answers) {
      expect(location).to.equal(`${shop.origin}/checkouts/${checkout.id}/number`);
    }
    const { orderId } = (await shop.rowOf(checkout)).orders[0] ?? {};
    const { captures } = await readLedger(shop.simulatorUrl);
    expect(captures.filter((capture) => capture['order_id'] === orderId)).to.have.length(1);
  });

  it('shows where the purchase stands when it is opened again', async () => {
    const { checkout, shopper, address } = await approve(shop);
    await shopper.follow(await shopper.get(address));
    const again = await shopper.follow(await shopper.get(address));
    expect(again.kind).to.equal('number');
    const tampered = await shopper.follow(await shopper.get(address.replace(/PayerID=.*/u, 'PayerID=X')));
    expect(tampered.kind).to.equal('number');
    for (const odd of [address.replace(/\?.*/u, ''), address.replace(/token=\w+/u, 'token=ANOTHER')]) {
      const answer = await shopper.get(odd);
      expect(answer.status).to.equal(303);
      expect(answer.location).to.equal(`${shop.origin}/checkouts/${checkout.id}/number`);
    }
  });

  it('says that PayPal is still checking when it does not answer, and goes on by itself', async () => {
    const { checkout, shopper, address } = await approve(shop);
    await shop.arrange([{ operation: 'get', fault: 'error_503', times: 3 }]);
    const page = await shopper.follow(await shopper.get(address));
    expect(page.kind).to.equal('pending');
    expect((await shop.rowOf(checkout)).capture).to.equal(undefined);
    shop.later(10_000);
    await shop.flow.resume();
    expect((await shopper.follow(await shopper.get(page.url))).kind).to.equal('number');
  });

  it('is over when the deadline has passed at PayPal', async () => {
    const { checkout, shopper, address } = await approve(shop);
    shop.later(3_600_001);
    const page = await shopper.follow(await shopper.get(address));
    expect(page.kind).to.equal('expired');
    expect((await shop.rowOf(checkout)).status).to.equal('expired');
  });

  it('knows no address of a checkout that does not exist', async () => {
    const page = await createShopper().get(
      `${shop.origin}/checkouts/${'a'.repeat(26)}/return/x?token=A&PayerID=B`,
    );
    expect(page.status).to.equal(404);
    expect(page.kind).to.equal('not-found');
  });
});

/** A purchase that is approved at PayPal, with the address that leads back. */
async function approve(shop: Shop): Promise<{ checkout: Checkout; shopper: Shopper; address: string }> {
  const checkout = await shop.start();
  const shopper = createShopper();
  const approval = await goToPayPal(shopper, await shop.linkOf(checkout));
  const { location } = await shopper.press(approval, 'Approve payment');
  if (location === undefined) throw new Error('PayPal led nowhere');
  return { checkout, shopper, address: location };
}

async function expectNoChange(shop: Shop, checkout: Checkout, act: () => Promise<void>): Promise<void> {
  const row = await shop.rowOf(checkout);
  const { captures } = await readLedger(shop.simulatorUrl);
  await act();
  expect(await shop.rowOf(checkout)).to.deep.equal(row);
  expect((await readLedger(shop.simulatorUrl)).captures).to.deep.equal(captures);
}
