import { expect } from 'chai';
import type { Checkout } from '../../src/checkout/checkout.ts';
import { outcomeOf, times } from '../store/outcome.ts';
import { type Bench, openBench } from './flow-harness.ts';
import { goToPayPal, newSession, payFor, type WayBack } from './payer.ts';

describe('turning back at PayPal', () => {
  let bench: Bench;
  let checkout: Checkout;
  let back: WayBack;
  beforeEach(async () => {
    bench = await openBench();
    checkout = await bench.start();
    back = await goToPayPal(bench, checkout, 'cancel');
  });
  afterEach(() => bench.close());

  const told = () => bench.signalled.filter(({ kind }) => kind === 'payer_cancelled').length;

  it('abandons the order, not the checkout', async () => {
    const claimed = await bench.flow.cancelAtPayPal(back);
    expect(claimed.status).to.equal('claimed');
    expect(claimed.orders.map(({ live }) => live)).to.deep.equal([false]);
  });

  it('acts once, also five times at once, and shows the same each time', async () => {
    const all = await Promise.all(times(5, () => bench.flow.cancelAtPayPal(back)));
    expect(new Set(all.map(({ status }) => status))).to.deep.equal(new Set(['claimed']));
    expect((await bench.flow.cancelAtPayPal(back)).status).to.equal('claimed');
    expect(told()).to.equal(1);
  });

  it('acts for nobody but the browser that claimed, with the order’s own nonce', async () => {
    for (const payerSession of [undefined, newSession()]) {
      const outcome = await outcomeOf(bench.flow.cancelAtPayPal({ ...back, payerSession }));
      expect(outcome).to.equal('claimed_elsewhere');
    }
    for (const lie of [{ nonce: 'x' }, { orderId: 'OTHER' }]) {
      expect(await outcomeOf(bench.flow.cancelAtPayPal({ ...back, ...lie }))).to.equal('return_invalid');
    }
    expect((await bench.row(checkout)).status).to.equal('awaiting_approval');
  });

  it('changes nothing any more once it is paid', async () => {
    const paid = await payFor(bench);
    expect((await bench.flow.cancelAtPayPal(paid.back)).status).to.equal('paid');
    expect(told()).to.equal(0);
  });

  it('after the deadline, or after the chat’s cancel, says only that', async () => {
    bench.clock.now += 3_600_000;
    expect((await bench.flow.cancelAtPayPal(back)).status).to.equal('expired');
    const other = await bench.start();
    const late = await goToPayPal(bench, other, 'cancel');
    await Promise.all([bench.flow.cancel(other.owner), bench.flow.cancelAtPayPal(late)]);
    expect((await bench.flow.cancelAtPayPal(late)).status).to.equal('cancelled');
  });
});
