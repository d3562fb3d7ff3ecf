import { expect } from 'chai';
import { type Bench, openBench } from '../stage/flow-harness.ts';
import { decideAtPayPal, newSession, pressPay } from '../stage/payer.ts';
import { outcomeOf } from '../store/outcome.ts';
import {
  atPayPal,
  captureAside,
  disputeAtPayPal,
  expectAtRest,
  newsOf,
  refundsAtPayPal,
} from '../stage/paypal-side.ts';

describe('money that lands on an order that is over', () => {
  let bench: Bench;
  beforeEach(async () => {
    bench = await openBench();
  });
  afterEach(() => bench.close());

  it('goes back while the next order is being paid, and that payment is settled by its own answer', async () => {
    const checkout = await bench.start();
    const session = newSession();
    const former = await decideAtPayPal(await pressPay(bench.flow, checkout, session), session);
    await bench.flow.cancelAtPayPal(former);
    const back = await decideAtPayPal(await pressPay(bench.flow, checkout, session), session);
    await bench.arrange({ operation: 'get', fault: 'error_503', times: 3 });
    expect((await bench.flow.returnFromPayPal(back)).status).to.equal('capture_submitted');
    const { captureId } = await captureAside(bench, former.orderId);
    // Somebody else asks about the live order just now.
    await bench.force(checkout, { lease: { holder: 'another', until: bench.clock.now + 5_000 } });
    await bench.flow.handleEvent(newsOf('PAYMENT.CAPTURE.COMPLETED', { customId: checkout.id, captureId }));
    bench.clock.now += 31_000;
    await bench.flow.resume();
    await bench.flow.resumeRefunds();
    const settled = await bench.row(checkout);
    // Each order has an invoice of its own, so the stray one stands in nobody's way.
    expect(settled.status).to.equal('paid');
    expect(settled.strayCaptures.map((stray) => stray.captureId)).to.deep.equal([captureId]);
    expect(settled.refunds.map(({ status }) => status)).to.deep.equal(['completed']);
    await expectAtRest(bench);
  });

  it('is known as disputed too where that is heard before the payment itself', async () => {
    const checkout = await bench.start();
    const session = newSession();
    const former = await decideAtPayPal(await pressPay(bench.flow, checkout, session), session);
    await bench.flow.cancelAtPayPal(former);
    const { captureId } = await captureAside(bench, former.orderId);
    const disputeId = await disputeAtPayPal(bench, captureId, 'opened');
    const about = { customId: checkout.id, sellerTransactionIds: [captureId], disputeId };
    await bench.flow.handleEvent(newsOf('CUSTOMER.DISPUTE.CREATED', about));
    const row = await bench.row(checkout);
    expect(row.capture?.captureId).to.equal(captureId);
    expect(row).to.deep.include({ dispute: 'open', openDisputes: [disputeId] });
  });

  it('is known as refunded too where that is heard before the payment is stored', async () => {
    const session = newSession();
    const checkout = await bench.start();
    const back = await decideAtPayPal(await pressPay(bench.flow, checkout, session), session);
    await bench.arrange({ operation: 'get', fault: 'error_503', times: 3 });
    expect((await bench.flow.returnFromPayPal(back)).status).to.equal('capture_submitted');
    await bench.force(checkout, { lease: { holder: 'another', until: bench.clock.now + 5_000 } });
    const { captureId } = await captureAside(bench, back.orderId);
    await atPayPal(bench, 'refund', { captureId, amount: '1.00' });
    const refundId = (await refundsAtPayPal(bench))[0]?.id;
    const news = newsOf('PAYMENT.CAPTURE.REFUNDED', { customId: checkout.id, refundId });
    expect(await outcomeOf(bench.flow.handleEvent(news))).to.equal('payments_unclear');
    bench.clock.now += 31_000;
    await bench.flow.handleEvent(news);
    expect((await bench.row(checkout)).refunds.map(({ reason }) => reason)).to.deep.equal(['at_paypal']);
    await expectAtRest(bench);
  });
});
