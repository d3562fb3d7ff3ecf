import { expect } from 'chai';
import { type NewsBench, openNewsBench } from '../stage/news-bench.ts';
import { confirmedPurchase, refundsAtPayPal, states } from '../stage/paypal-side.ts';

describe('money that landed beside a purchase, while PayPal is asked about another refund of it', () => {
  let bench: NewsBench;
  beforeEach(async () => {
    bench = await openNewsBench();
  });
  afterEach(() => bench.close());

  it('waits its turn, takes over no lease, and goes back when that lease has ended', async () => {
    const checkout = await confirmedPurchase(bench);
    const { capture } = checkout;
    if (capture === undefined) throw new Error('not paid');
    const lease = { holder: 'another', until: bench.clock.now + 30_000 };
    // What PayPal holds is none that this purchase knows of.
    await bench.force(checkout, { capture: { ...capture, captureId: 'KNOWN' }, lease });
    await bench.hearCaptured(checkout);
    const told = await bench.row(checkout);
    expect(told.lease).to.deep.equal(lease);
    expect(states(told)).to.deep.equal(['late_capture submitted']);
    expect(await refundsAtPayPal(bench)).to.deep.equal([]);
    bench.clock.now = lease.until;
    await bench.flow.resumeRefunds();
    expect(states(await bench.row(checkout))).to.deep.equal(['late_capture completed']);
    expect(await refundsAtPayPal(bench)).to.have.length(1);
  });
});
