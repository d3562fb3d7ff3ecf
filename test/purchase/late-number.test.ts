import { expect } from 'chai';
import { outcomeOf } from '../store/outcome.ts';
import { type Bench, openBench } from '../stage/flow-harness.ts';
import { type Paid, payFor } from '../stage/payer.ts';
import { ledgerOf, logged } from '../stage/trail.ts';

describe('the number of a payment that is taken only after it', () => {
  let bench: Bench;
  let paid: Paid;
  beforeEach(async () => {
    bench = await openBench({ capture: 'on_confirmation', magicNumberMs: 2 * 3_600_000 });
    paid = await payFor(bench);
  });
  afterEach(() => bench.close());

  const confirm = () => bench.flow.confirm(paid.owner, paid.digits);

  it('is in time a millisecond before the deadline', async () => {
    bench.clock.now = paid.checkout.expiresAt - 1;
    expect(await confirm()).to.deep.equal({ kind: 'accepted' });
  });

  it('is too late at the deadline itself: the number and the order lead to nothing', async () => {
    bench.clock.now = paid.checkout.expiresAt;
    expect(await confirm()).to.deep.equal({ kind: 'nothing_waits' });
    const { status, number, orders } = await bench.row(paid.checkout);
    expect([status, number, orders.map(({ live }) => live)]).to.deep.equal(['expired', undefined, [false]]);
    expect((await ledgerOf(bench, paid.checkout)).at(-1)).to.equal('clock: expired');
    const { id } = paid.checkout;
    expect(logged(bench, 'checkout_expired')).to.deep.equal([{ checkoutId: id, attempts: 1 }]);
    expect(logged(bench, 'checkout_confirmed')).to.deep.equal([]);
  });

  it('is shown no more, nor drawn anew, once the chat has cancelled or the deadline has passed', async () => {
    const other = await payFor(bench);
    await bench.flow.cancel(paid.owner);
    bench.clock.now = other.checkout.expiresAt;
    await bench.flow.expireDue();
    for (const { back } of [paid, other]) {
      expect(await outcomeOf(bench.flow.showNumber(back))).to.equal('status_conflict');
      expect(await outcomeOf(bench.flow.drawNewNumber(back))).to.equal('status_conflict');
    }
  });
});
