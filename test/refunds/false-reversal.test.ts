import { expect } from 'chai';
import { type NewsBench, openNewsBench } from '../stage/news-bench.ts';
import { captureOf, confirmedPurchase, disputeAtPayPal, states } from '../stage/paypal-side.ts';

describe('news of a reversal, against PayPal’s own answer', () => {
  let bench: NewsBench;
  beforeEach(async () => {
    bench = await openNewsBench();
  });
  afterEach(() => bench.close());

  it('changes nothing where only the shop itself gave money back', async () => {
    const checkout = await confirmedPurchase(bench);
    const amount = { currency: checkout.total.currency, minorUnits: 100 };
    const refunded = await bench.flow.refund({ checkoutId: checkout.id, amount, reason: 'merchant' });
    await bench.hear('PAYMENT.CAPTURE.REVERSED', { customId: checkout.id, captureId: captureOf(checkout) });
    expect(await bench.row(checkout)).to.deep.equal(await bench.row(refunded));
    expect((await bench.row(checkout)).flag).to.equal(undefined);
  });

  it('waits while the payment is still being asked, and then says why the money is gone', async () => {
    const checkout = await confirmedPurchase(bench);
    const { capture } = checkout;
    if (capture === undefined) throw new Error('not paid');
    for (const as of ['opened', 'closed_for_buyer'] as const)
      await disputeAtPayPal(bench, capture.captureId, as);
    const lease = { holder: 'another', until: bench.clock.now + 30_000 };
    await bench.force(checkout, {
      status: 'capture_pending',
      capture: { ...capture, status: 'PENDING' },
      lease,
    });
    const about = { customId: checkout.id, captureId: capture.captureId };
    const early = await bench.hear('PAYMENT.CAPTURE.REVERSED', about).catch(String);
    expect(early).to.match(/payments_unclear/u);
    bench.clock.now += 31_000;
    await bench.flow.resume();
    await bench.hear('PAYMENT.CAPTURE.REVERSED', about);
    const after = await bench.row(checkout);
    expect(after).to.include({ status: 'refunded', flag: 'reversed' });
    expect(states(after)).to.deep.equal(['at_paypal completed']);
  });
});
