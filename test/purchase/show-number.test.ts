import { expect } from 'chai';
import { outcomeOf, tally, times } from '../store/outcome.ts';
import { type Bench, openBench } from '../stage/flow-harness.ts';
import { goToPayPal, newSession, type Paid, payFor, wrongNumber } from '../stage/payer.ts';

describe('the magic number on the page', () => {
  let bench: Bench;
  let paid: Paid;
  beforeEach(async () => {
    bench = await openBench();
    paid = await payFor(bench);
  });
  afterEach(() => bench.close());

  const show = async () => (await bench.flow.showNumber(paid.back)).digits;

  it('is six digits, the same at each look, for ten minutes', async () => {
    expect(paid.digits).to.match(/^\d{6}$/u);
    bench.clock.now += 599_999;
    expect(await show()).to.equal(paid.digits);
    bench.clock.now += 1;
    expect(await show()).to.equal(undefined);
  });

  it('is never shown to a second browser, nor drawn by it', async () => {
    for (const payerSession of [undefined, '', newSession()]) {
      const request = { ...paid.back, payerSession };
      expect(await outcomeOf(bench.flow.showNumber(request))).to.equal('claimed_elsewhere');
      expect(await outcomeOf(bench.flow.drawNewNumber(request))).to.equal('claimed_elsewhere');
    }
  });

  it('does not exist before PayPal holds the money', async () => {
    const back = await goToPayPal(bench, await bench.start());
    expect(await outcomeOf(bench.flow.showNumber(back))).to.equal('status_conflict');
    expect(await outcomeOf(bench.flow.drawNewNumber(back))).to.equal('status_conflict');
    await bench.arrange({ operation: 'capture', fault: 'pending' });
    await bench.flow.returnFromPayPal(back);
    expect(await outcomeOf(bench.flow.showNumber(back))).to.equal('status_conflict');
  });

  it('is neither in the row, nor in a signal, nor in the log', async () => {
    const before = await bench.row(paid.checkout);
    await bench.flow.confirm(paid.owner, paid.digits);
    const after = await bench.row(paid.checkout);
    const written = JSON.stringify([before, after, bench.signalled, bench.logs]);
    expect(written).not.to.match(new RegExp(`(?<!\\d)${paid.digits}(?!\\d)`, 'u'));
  });

  it('is gone after five wrong tries', async () => {
    for (let tries = 0; tries < 5; tries += 1) {
      expect(await show()).to.equal(paid.digits);
      await bench.flow.confirm(paid.owner, wrongNumber(paid.digits));
    }
    expect(await show()).to.equal(undefined);
  });

  it('can be drawn three times in all, and two clicks at once draw one', async () => {
    const clicks = await tally(times(5, () => bench.flow.drawNewNumber(paid.back)));
    expect(clicks).to.deep.equal({ done: 1, status_conflict: 4 });
    expect((await bench.flow.showNumber(paid.back)).numbersLeft).to.equal(1);
    await bench.flow.drawNewNumber(paid.back);
    expect(await outcomeOf(bench.flow.drawNewNumber(paid.back))).to.equal('numbers_spent');
    expect((await bench.flow.showNumber(paid.back)).numbersLeft).to.equal(0);
  });

  it('leads to nothing once a new one is drawn', async () => {
    do await bench.flow.drawNewNumber(paid.back);
    while ((await show()) === paid.digits);
    const fresh = await show();
    expect((await bench.flow.confirm(paid.owner, paid.digits)).kind).to.equal('wrong');
    expect((await bench.flow.confirm(paid.owner, fresh ?? '')).kind).to.equal('confirmed');
  });

  it('is not shown after the confirmation', async () => {
    await bench.flow.confirm(paid.owner, paid.digits);
    expect(await outcomeOf(bench.flow.showNumber(paid.back))).to.equal('status_conflict');
  });
});
