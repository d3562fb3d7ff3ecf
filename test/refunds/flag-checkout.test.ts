import { expect } from 'chai';
import type { Checkout } from '../../src/checkout/checkout.ts';
import { type NewsBench, openNewsBench } from '../stage/news-bench.ts';
import { goToPayPal, payFor } from '../stage/payer.ts';
import { atPayPal, captureAside, captureOf, expectAtRest, states, told } from '../stage/paypal-side.ts';

describe('a checkout that is flagged', () => {
  let bench: NewsBench;
  beforeEach(async () => {
    bench = await openNewsBench({ unconfirmed: 'keep' });
  });
  afterEach(() => bench.close());

  const flags = async ({ id }: Checkout) =>
    (await bench.store.ledger(id)).filter(({ what }) => what.startsWith('flagged'));

  it('before anything was taken has no order to pay, nobody who asks, and its line in the log', async () => {
    const back = await goToPayPal(bench, await bench.start());
    await bench.arrange({ operation: 'get', fault: 'wrong_amount' });
    const flagged = await bench.flow.returnFromPayPal(back);
    expect(flagged).to.include({ status: 'flagged', flag: 'amount_mismatch' });
    expect([flagged.lease, flagged.number, flagged.refunds]).to.deep.equal([undefined, undefined, []]);
    expect(flagged.orders.map(({ live }) => live)).to.deep.equal([false]);
    expect(told(bench)).to.deep.equal(['flagged']);
    const { debugId } = flagged;
    expect(bench.logged('checkout_flagged')).to.deep.equal([
      { checkoutId: flagged.id, flag: 'amount_mismatch', debugId },
    ]);
    const what = 'flagged, flag amount_mismatch';
    expect(await flags(flagged)).to.deep.equal([{ at: bench.clock.now, who: 'paypal', what, debugId }]);
  });

  it('in the midst of the payment leaves nobody’s lease behind', async () => {
    const back = await goToPayPal(bench, await bench.start());
    await bench.arrange({ operation: 'get', fault: 'error_503', times: 3 });
    const submitted = await bench.flow.returnFromPayPal(back);
    bench.clock.now += 31_000;
    await bench.arrange({ operation: 'get', fault: 'wrong_payee' });
    await bench.flow.resume();
    const flagged = await bench.row(submitted);
    expect([flagged.flag, flagged.lease]).to.deep.equal(['payee_mismatch', undefined]);
    expect(flagged.orders.map(({ live }) => live)).to.deep.equal([false]);
  });

  it('while PayPal still checks the money gives it back once it is through', async () => {
    await bench.arrange({ operation: 'capture', fault: 'pending' });
    const pending = await bench.flow.returnFromPayPal(await goToPayPal(bench, await bench.start()));
    bench.clock.now += 31_000;
    await bench.arrange({ operation: 'get', fault: 'wrong_payee' });
    await bench.flow.resume();
    const flagged = await bench.row(pending);
    expect(flagged).to.include({ status: 'flagged', flag: 'payee_mismatch' });
    expect(states(flagged)).to.deep.equal(['mismatch submitted']);
    await atPayPal(bench, 'settle', { captureId: captureOf(pending), as: 'COMPLETED' });
    bench.clock.now += 31_000;
    await bench.flow.resumeRefunds();
    expect(await bench.row(pending)).to.include({ status: 'refunded', flag: 'payee_mismatch' });
    expect(states(await bench.row(pending))).to.deep.equal(['mismatch completed']);
    await expectAtRest(bench);
  });

  it('since somebody took the money before the payer was back says so in its refund', async () => {
    const back = await goToPayPal(bench, await bench.start());
    await captureAside(bench, back.orderId);
    expect(states(await bench.flow.returnFromPayPal(back))).to.deep.equal(['late_capture completed']);
  });

  it('since its number never came is the clock’s doing, and keeps the money', async () => {
    const { checkout } = await payFor(bench);
    bench.clock.now += 86_400_001;
    await bench.flow.endUnconfirmed();
    expect(await flags(checkout)).to.deep.equal([
      {
        at: bench.clock.now,
        who: 'clock',
        what: 'flagged, flag unconfirmed',
        debugId: checkout.debugId,
      },
    ]);
    expect(states(await bench.row(checkout))).to.deep.equal([]);
  });

  for (const [what, amount, left] of [
    ['a part of it', '8.98', ['merchant completed']],
    ['all of it', undefined, ['merchant failed', 'at_paypal completed']],
  ] as const) {
    it(`since ${what} was given back before we saw it may be given back by the merchant`, async () => {
      const back = await goToPayPal(bench, await bench.start());
      await bench.arrange({ operation: 'get', fault: 'error_503', times: 3 });
      const submitted = await bench.flow.returnFromPayPal(back);
      // The answer to our own capture is lost, and so is the look after it.
      bench.clock.now += 31_000;
      await bench.arrange({ operation: 'capture', fault: 'reset_after' });
      await bench.arrange({ operation: 'get', fault: 'none' });
      await bench.arrange({ operation: 'get', fault: 'error_503', times: 3 });
      await bench.flow.resume();
      const [taken] = await bench.captures();
      await atPayPal(bench, 'refund', { captureId: taken?.id, amount });
      bench.clock.now += 31_000;
      await bench.flow.resume();
      const flagged = await bench.row(submitted);
      expect(flagged).to.include({ status: 'flagged', flag: 'checkout_mismatch' });
      const rest = amount === undefined ? undefined : { currency: 'EUR', minorUnits: 7_000 };
      await bench.flow.refund({ checkoutId: flagged.id, amount: rest, reason: 'merchant' });
      expect(states(await bench.row(flagged))).to.deep.equal(left);
    });
  }
});
