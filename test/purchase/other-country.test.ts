import { expect } from 'chai';
import type { Checkout } from '../../src/checkout/checkout.ts';
import { type Bench, openBench } from '../stage/flow-harness.ts';
import { type Account, decideAtPayPal, goToPayPal, newSession, payFor, pressPay } from '../stage/payer.ts';

const price = { currency: 'EUR', minorUnits: 490 };
const toGermany = { shipping: { name: 'Parcel', price, country: 'DE' } };

for (const capture of ['on_return', 'on_confirmation'] as const) {
  describe(`a purchase whose shipping was priced for Germany (${capture})`, () => {
    let bench: Bench;
    beforeEach(async () => {
      bench = await openBench({ capture });
    });
    afterEach(() => bench.close());

    async function comeBack(checkout: Checkout, account: Account): Promise<Checkout> {
      return bench.flow.returnFromPayPal(await goToPayPal(bench, checkout, 'approve', account));
    }

    it('is paid with an address in Germany', async () => {
      const back = await comeBack(await bench.start(toGermany), 'maria');
      expect(back.status).to.equal(capture === 'on_return' ? 'paid' : 'approved');
    });

    for (const [account, approvedFor] of [
      ['pat', 'US'],
      ['homeless', ''],
    ] as const)
      it(`is not, with ${approvedFor === '' ? 'no address' : `an address in ${approvedFor}`}: nothing is captured, and its order is over`, async () => {
        const back = await comeBack(await bench.start(toGermany), account);
        expect(back).to.deep.include({ status: 'claimed', lease: undefined });
        expect(back.orders.map((order) => [order.live, order.approvedFor])).to.deep.equal([
          [false, approvedFor],
        ]);
        expect(bench.signalled.map(({ kind }) => kind)).to.include('other_country');
        expect(await bench.captures()).to.deep.equal([]);
        expect(await bench.asked('capture')).to.deep.equal([]);
        // A code alone: PayPal's ids are letters too.
        expect(JSON.stringify(bench.logs.filter(({ event }) => event === 'other_country'))).not.to.match(
          /"(?:US|DE)"/u,
        );
      });

    it('goes on in the same browser with a new order, and an address there', async () => {
      const checkout = await bench.start(toGermany);
      const payerSession = newSession();
      for (const [account, status] of [
        ['pat', 'claimed'],
        ['maria', capture === 'on_return' ? 'paid' : 'approved'],
      ] as const) {
        const approveUrl = await pressPay(bench.flow, checkout, payerSession);
        const back = await decideAtPayPal(approveUrl, payerSession, 'approve', account);
        expect((await bench.flow.returnFromPayPal(back)).status).to.equal(status);
      }
      expect((await bench.row(checkout)).orders.map(({ live }) => live)).to.deep.equal([false, true]);
    });

    it('is compared again by who goes on with it, while nothing is captured', async () => {
      const back = await goToPayPal(bench, await bench.start(toGermany), 'approve', 'maria');
      if (capture === 'on_return') {
        // PayPal does not answer the return: the worker asks for itself.
        await bench.arrange({ operation: 'get', fault: 'error_503', times: 3 });
        await bench.flow.returnFromPayPal(back);
      } else {
        const { owner } = await bench.flow.returnFromPayPal(back);
        const { digits = '' } = await bench.flow.showNumber(back);
        expect((await bench.flow.confirm(owner, digits)).kind).to.equal('accepted');
      }
      expect((await bench.row({ id: back.checkoutId })).status).to.equal('capture_submitted');
      await bench.arrange({ operation: 'get', fault: 'wrong_country' });
      bench.clock.now += 10_000;
      await bench.flow.resume();
      const row = await bench.row({ id: back.checkoutId });
      expect(row).to.deep.include({ status: 'claimed', lease: undefined });
      expect(row.orders[0]).to.deep.include({ live: false, approvedFor: 'LU' });
      expect(await bench.asked('capture')).to.deep.equal([]);
    });
  });
}

describe('the answer to a capture', () => {
  let bench: Bench;
  beforeEach(async () => {
    bench = await openBench();
  });
  afterEach(() => bench.close());

  it('that names another country than was paid for is flagged, and all of it goes back', async () => {
    const back = await goToPayPal(bench, await bench.start(toGermany), 'approve', 'maria');
    await bench.arrange({ operation: 'capture', fault: 'wrong_country' });
    const flagged = await bench.flow.returnFromPayPal(back);
    expect(flagged).to.deep.include({ status: 'refunded', flag: 'country_mismatch' });
    expect(flagged.refunds.map(({ status, reason, amount }) => [status, reason, amount])).to.deep.equal([
      ['completed', 'mismatch', flagged.total],
    ]);
    expect(bench.signalled.map(({ kind }) => kind)).not.to.include('payment_arrived');
  });

  it('that has no address says nothing new: the country was right before', async () => {
    const back = await goToPayPal(bench, await bench.start(toGermany), 'approve', 'maria');
    await bench.arrange({ operation: 'capture', fault: 'no_address' });
    expect((await bench.flow.returnFromPayPal(back)).status).to.equal('paid');
  });
});

describe('a purchase whose shipping was not priced by country', () => {
  let bench: Bench;
  beforeEach(async () => {
    bench = await openBench();
  });
  afterEach(() => bench.close());

  for (const [what, shipping] of [
    ['without shipping', undefined],
    ['at one price for all', { name: 'Post', price }],
  ] as const)
    for (const account of ['pat', 'maria', 'homeless'] as const)
      it(`is paid ${what}, whatever address ${account} has`, async () => {
        const back = await goToPayPal(bench, await bench.start({ shipping }), 'approve', account);
        expect((await bench.flow.returnFromPayPal(back)).status).to.equal('paid');
      });
});

describe('another country for a checkout under way', () => {
  let bench: Bench;
  beforeEach(async () => {
    bench = await openBench();
  });
  afterEach(() => bench.close());
  const toAustria = { name: 'Parcel', price: { ...price, minorUnits: 990 }, country: 'AT' };

  for (const reach of [
    'its link is out',
    'the payer is at PayPal',
    'the payer came back with another address',
  ] as const)
    it(`takes its place when ${reach}`, async () => {
      const former = await bench.start(toGermany);
      const { owner } = former;
      const back = reach === 'its link is out' ? undefined : await goToPayPal(bench, former);
      if (back !== undefined && reach !== 'the payer is at PayPal') await bench.flow.returnFromPayPal(back);
      const asked = { owner, activityId: 'activity-2', replaces: former.id, replacesClaimed: true };
      const next = await bench.start({ ...asked, shipping: toAustria });
      expect(next.shipping).to.deep.equal(toAustria);
      expect(next.total.minorUnits - former.total.minorUnits).to.equal(500);
      expect(await bench.row(former)).to.deep.include({ status: 'cancelled', replacedBy: next.id });
      if (back !== undefined) expect((await bench.flow.returnFromPayPal(back)).status).to.equal('cancelled');
      expect(await bench.captures()).to.deep.equal([]);
    });

  it('takes no place once it is paid', async () => {
    const paid = await payFor(bench, await bench.start());
    const asked = {
      owner: paid.owner,
      activityId: 'activity-2',
      replaces: paid.checkout.id,
      replacesClaimed: true,
    };
    const outcome = await bench.start({ ...asked, shipping: toAustria }).then(
      () => 'started',
      (error: unknown) => String(error),
    );
    expect(outcome).to.match(/status_conflict/u);
    expect((await bench.row(paid.checkout)).status).to.equal('paid');
  });

  it('is kept by a new link', async () => {
    const { owner } = await bench.start(toGermany);
    const renewed = await bench.flow.renewLink(owner, {
      activityId: 'activity-2',
      conversationReference: '{}',
    });
    expect(renewed?.shipping).to.deep.equal(toGermany.shipping);
  });
});
