import { expect } from 'chai';
import { type Bench, openBench } from '../stage/flow-harness.ts';
import { payFor, wrongNumber } from '../stage/payer.ts';
import { expectAtRest, refundsAtPayPal, states, told } from '../stage/paypal-side.ts';

const dayMs = 86_400_000;

describe('paid and never confirmed', () => {
  let bench: Bench;
  afterEach(() => bench.close());

  const lockedPurchase = async () => {
    const paid = await payFor(bench);
    for (let index = 0; index < 5; index += 1) await bench.flow.confirm(paid.owner, wrongNumber(paid.digits));
    await bench.flow.drawNewNumber(paid.back);
    const { digits = '' } = await bench.flow.showNumber(paid.back);
    for (let index = 0; index < 5; index += 1) await bench.flow.confirm(paid.owner, wrongNumber(digits));
    return bench.row(paid.checkout);
  };

  describe('with UNCONFIRMED=keep', () => {
    beforeEach(async () => {
      bench = await openBench({ unconfirmed: 'keep' });
    });

    it('is flagged after a day, and told, once', async () => {
      const { checkout } = await payFor(bench);
      bench.clock.now += dayMs;
      expect(await bench.flow.endUnconfirmed()).to.equal(0);
      bench.clock.now += 1;
      await Promise.all([bench.flow.endUnconfirmed(), bench.flow.endUnconfirmed()]);
      const flagged = await bench.row(checkout);
      expect(flagged).to.include({ status: 'flagged', flag: 'unconfirmed', number: undefined });
      expect(flagged.capture?.status).to.equal('COMPLETED');
      expect(bench.signalled.filter(({ kind }) => kind === 'flagged')).to.have.length(1);
      expect(await refundsAtPayPal(bench)).to.deep.equal([]);
    });

    it('leaves alone what was confirmed', async () => {
      const { checkout, owner, digits } = await payFor(bench);
      await bench.flow.confirm(owner, digits);
      bench.clock.now += dayMs + 1;
      expect(await bench.flow.endUnconfirmed()).to.equal(0);
      expect((await bench.row(checkout)).status).to.equal('confirmed');
    });

    it('leaves a locked one to its person, and looks at it no more', async () => {
      const locked = await lockedPurchase();
      bench.clock.now += dayMs + 1;
      expect(await bench.flow.endUnconfirmed()).to.equal(0);
      expect(await bench.row(locked)).to.include({ status: 'flagged', flag: 'number_locked' });
    });
  });

  describe('with UNCONFIRMED=refund', () => {
    beforeEach(async () => {
      bench = await openBench({ unconfirmed: 'refund' });
    });

    it('goes back after a day, once, and is told', async () => {
      const { checkout } = await payFor(bench);
      bench.clock.now += dayMs;
      expect(await bench.flow.endUnconfirmed()).to.equal(0);
      bench.clock.now += 1;
      const two = bench.flowWith({ holder: 'two' });
      await Promise.all([bench.flow.endUnconfirmed(), two.endUnconfirmed()]);
      const refunded = await bench.row(checkout);
      expect([refunded.status, states(refunded)]).to.deep.equal(['refunded', ['unconfirmed completed']]);
      expect(await refundsAtPayPal(bench)).to.have.length(1);
      expect(told(bench)).to.deep.equal(['payment_arrived', 'refunded']);
      expect(await bench.flow.endUnconfirmed()).to.equal(0);
      const ledger = (await bench.store.ledger(checkout.id)).slice(-2);
      expect(ledger.map(({ who, what }) => `${who}: ${what}`)).to.deep.equal([
        'clock: refunding, refund 1 submitted (unconfirmed)',
        'paypal: refunded, refund 1 completed (unconfirmed)',
      ]);
      await expectAtRest(bench);
    });

    it('takes a number one minute before the day is over', async () => {
      const { checkout, owner, back } = await payFor(bench);
      bench.clock.now += dayMs - 60_000;
      await bench.flow.drawNewNumber(back);
      const { digits = '' } = await bench.flow.showNumber(back);
      expect((await bench.flow.confirm(owner, digits)).kind).to.equal('confirmed');
      bench.clock.now += dayMs;
      expect(await bench.flow.endUnconfirmed()).to.equal(0);
      expect((await bench.row(checkout)).status).to.equal('confirmed');
    });

    it('of a late number and the end of the day at once has one winner', async () => {
      const { checkout, owner, back } = await payFor(bench);
      bench.clock.now += dayMs - 60_000;
      await bench.flow.drawNewNumber(back);
      const { digits = '' } = await bench.flow.showNumber(back);
      bench.clock.now += 60_001;
      await Promise.all([bench.flow.endUnconfirmed(), bench.flow.confirm(owner, digits)]);
      const { status } = await bench.row(checkout);
      expect([status, (await refundsAtPayPal(bench)).length]).to.deep.be.oneOf([
        ['confirmed', 0],
        ['refunded', 1],
      ]);
    });

    it('gives back what was locked by wrong numbers too', async () => {
      const locked = await lockedPurchase();
      expect(locked).to.include({ status: 'flagged', flag: 'number_locked' });
      bench.clock.now += dayMs + 1;
      await bench.flow.endUnconfirmed();
      expect(await bench.row(locked)).to.include({ status: 'refunded', flag: 'number_locked' });
    });

    it('is decided once: what PayPal refuses is flagged, told, and not asked for every second', async () => {
      const locked = await lockedPurchase();
      const { checkout } = await payFor(bench);
      await bench.arrange({ operation: 'refund', fault: { issue: 'REFUND_NOT_ALLOWED' }, times: 9 });
      bench.clock.now += dayMs + 1;
      for (let round = 0; round < 3; round += 1) {
        await bench.flow.endUnconfirmed();
        await bench.flow.resumeRefunds();
        bench.clock.now += 31_000;
      }
      for (const one of [locked, checkout])
        expect(await bench.row(one)).to.include({ status: 'flagged', flag: 'refund_failed' });
      expect(await bench.asked('refund')).to.have.length(2);
    });

    it('goes on by itself where PayPal was away at that moment', async () => {
      const { checkout } = await payFor(bench);
      bench.clock.now += dayMs + 1;
      await bench.arrange({ operation: 'find_capture', fault: 'error_503', times: 3 });
      await bench.flow.endUnconfirmed();
      expect((await bench.row(checkout)).status).to.equal('refunding');
      bench.clock.now += 10_000;
      await bench.flow.resumeRefunds();
      expect((await bench.row(checkout)).status).to.equal('refunded');
    });

    it('gives back only what a partial refund has left', async () => {
      const { checkout } = await payFor(bench);
      await bench.flow.refund({ checkoutId: checkout.id, amount: checkout.taxTotal, reason: 'merchant' });
      bench.clock.now += dayMs + 1;
      await bench.flow.endUnconfirmed();
      expect((await bench.row(checkout)).status).to.equal('refunded');
      await expectAtRest(bench);
    });
  });
});
