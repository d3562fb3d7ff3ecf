import { expect } from 'chai';
import type { Checkout } from '../../src/checkout/checkout.ts';
import { outcomeOf, times } from '../store/outcome.ts';
import { type Bench, openBench } from '../stage/flow-harness.ts';
import { failingOnce } from '../stage/failing-once.ts';
import { goToPayPal, newSession, payFor, pressPay, type WayBack } from '../stage/payer.ts';

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

  it('changes nothing while the money is asked for, or once the number is shown', async () => {
    const asked = await goToPayPal(bench, await bench.start());
    await bench.arrange({ operation: 'get', fault: 'error_503', times: 3 });
    await bench.flow.returnFromPayPal(asked);
    expect((await bench.flow.cancelAtPayPal(asked)).status).to.equal('capture_submitted');
    const settings = { ...bench.ports.settings, capture: 'on_confirmation' as const };
    const shown = await goToPayPal(bench, await bench.start());
    await bench.flowWith({ settings }).returnFromPayPal(shown);
    expect((await bench.flow.cancelAtPayPal(shown)).status).to.equal('approved');
    expect(told()).to.equal(0);
  });

  it('after a decline abandons the order too', async () => {
    await bench.arrange({ operation: 'capture', fault: { issue: 'INSTRUMENT_DECLINED' } });
    const declined = await goToPayPal(bench, await bench.start());
    await bench.flow.returnFromPayPal(declined);
    expect((await bench.flow.cancelAtPayPal(declined)).status).to.equal('claimed');
    expect(told()).to.equal(1);
  });

  it('from a former order changes nothing of the present one', async () => {
    await bench.flow.cancelAtPayPal(back);
    await pressPay(bench.flow, checkout, back.payerSession);
    expect((await bench.flow.cancelAtPayPal(back)).status).to.equal('awaiting_approval');
    expect((await bench.row(checkout)).orders.map(({ live }) => live)).to.deep.equal([false, true]);
  });

  it('is in time a millisecond before the deadline, and too late at the deadline itself', async () => {
    const other = await goToPayPal(bench, await bench.start(), 'cancel');
    bench.clock.now = checkout.expiresAt - 1;
    expect((await bench.flow.cancelAtPayPal(back)).status).to.equal('claimed');
    bench.clock.now += 1;
    expect((await bench.flow.cancelAtPayPal(other)).status).to.equal('expired');
  });

  it('fails where it could not be written, and may be tried again', async () => {
    const outcome = await failingOnce(bench).cancelAtPayPal(back).catch(String);
    expect(outcome).to.equal('Error: disk full');
    expect((await bench.flow.cancelAtPayPal(back)).status).to.equal('claimed');
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
