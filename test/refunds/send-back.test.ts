import { expect } from 'chai';
import type { Checkout } from '../../src/checkout/checkout.ts';
import { withLiveOrder } from '../../src/checkout/order.ts';
import type { PaymentCapture } from '../../src/checkout/refund-ports.ts';
import { type NewsBench, openNewsBench } from '../stage/news-bench.ts';
import { goToPayPal, payFor } from '../stage/payer.ts';
import {
  atPayPal,
  captureAside,
  expectAtRest,
  newsOf,
  refundsAtPayPal,
  states,
  told,
} from '../stage/paypal-side.ts';

describe('money that nobody waits for', () => {
  let bench: NewsBench;
  beforeEach(async () => {
    bench = await openNewsBench();
  });
  afterEach(() => bench.close());

  for (const [way, leave] of [
    ['a cancel', (checkout) => bench.flow.cancel(checkout.owner)],
    ['a new link', (checkout) => bench.flow.renewLink(checkout.owner, again)],
    ['the deadline', () => ((bench.clock.now += 3_600_000), bench.flow.expireDue())],
  ] satisfies [string, (checkout: Checkout) => Promise<unknown>][]) {
    it(`after ${way}: it goes back, is flagged and told, and nothing is called paid`, async () => {
      const checkout = await bench.start();
      const { orderId } = await goToPayPal(bench, checkout);
      await leave(checkout);
      await captureAside(bench, orderId);
      await bench.hearCaptured(checkout);
      const after = await bench.row(checkout);
      expect(after).to.include({
        status: 'refunded',
        flag: 'late_capture',
        paidAt: undefined,
        number: undefined,
      });
      expect(states(after)).to.deep.equal(['late_capture completed']);
      expect(told(bench).slice(-2)).to.deep.equal(['flagged', 'refunded']);
      await bench.hearCaptured(checkout);
      expect(await refundsAtPayPal(bench)).to.have.length(1);
      expect(after.orders.map(({ live }) => live)).to.deep.equal([false]);
      const ledger = (await bench.store.ledger(checkout.id)).slice(-2);
      expect(ledger.map(({ who, what }) => `${who}: ${what}`)).to.deep.equal([
        'paypal: flagged, flag late_capture, refund 1 submitted (late_capture)',
        'paypal: refunded, refund 1 completed (late_capture)',
      ]);
      expect(bench.logged('capture_sent_back')).to.deep.equal([
        { checkoutId: checkout.id, captureId: after.capture?.captureId, debugId: ledger[0]?.debugId },
      ]);
      await expectAtRest(bench);
    });
  }

  it('on an order that is still live, where the payer never came back: it goes back too', async () => {
    const checkout = await bench.start();
    const back = await goToPayPal(bench, checkout);
    await captureAside(bench, back.orderId);
    await bench.hearCaptured(checkout);
    expect((await bench.row(checkout)).status).to.equal('refunded');
    expect((await bench.flow.returnFromPayPal(back)).status).to.equal('refunded');
    await expectAtRest(bench);
  });

  it('ends the same where the payer comes back before the news', async () => {
    const checkout = await bench.start();
    const back = await goToPayPal(bench, checkout);
    await captureAside(bench, back.orderId);
    expect(await bench.flow.returnFromPayPal(back)).to.include({
      status: 'refunded',
      flag: 'late_capture',
    });
    await bench.hearCaptured(checkout);
    expect(await refundsAtPayPal(bench)).to.have.length(1);
    await expectAtRest(bench);
  });

  it('beside a purchase that is confirmed: the purchase stays, the other money goes back', async () => {
    const checkout = await bench.start();
    const first = await goToPayPal(bench, checkout);
    await bench.force(checkout, {
      status: 'claimed',
      orders: withLiveOrder(await bench.row(checkout), { live: false }),
      payerSessionHash: undefined,
    });
    const paid = await payFor(bench, checkout);
    await bench.flow.confirm(paid.owner, paid.digits);
    // PayPal itself refuses a second payment of one invoice, so its answers are bent here.
    const { payments } = bench.ports;
    const stray = { captureId: 'STRAY1', status: 'COMPLETED' as const, amount: checkout.total };
    let isRefunded = false;
    const bent = bench.flowWith({
      payments: {
        ...payments,
        findOrder: async (orderId) => {
          const found = await payments.findOrder(orderId);
          return found?.orderId === first.orderId
            ? { ...found, status: 'COMPLETED', captures: [stray] }
            : found;
        },
        findCapture: (captureId) =>
          captureId === 'STRAY1'
            ? Promise.resolve({ ...stray, orderId: first.orderId })
            : payments.findCapture(captureId),
        refundCapture: ({ captureId, amount }) => {
          isRefunded = captureId === 'STRAY1';
          const refund = {
            refundId: 'REFUND1',
            status: 'COMPLETED' as const,
            amount: amount ?? stray.amount,
          };
          return Promise.resolve({ kind: 'answered', refund });
        },
      },
    });
    await bent.handleEvent(newsOf('PAYMENT.CAPTURE.COMPLETED', { customId: checkout.id }));
    const after = await bench.row(checkout);
    expect(after).to.include({ status: 'confirmed', flag: 'late_capture' });
    expect(after.strayCaptures).to.deep.equal([stray]);
    expect([isRefunded, states(after)]).to.deep.equal([true, ['late_capture completed']]);
    expect(told(bench)).to.deep.equal(['payment_arrived', 'confirmed', 'refunded_in_part']);
  });

  it('that PayPal still checks goes back once it is through, with nobody pushing', async () => {
    for (const [as, status] of [
      ['COMPLETED', 'refunded'],
      ['DECLINED', 'flagged'],
    ] as const) {
      const checkout = await bench.start();
      const { orderId } = await goToPayPal(bench, checkout);
      await bench.flow.cancel(checkout.owner);
      await bench.arrange({ operation: 'capture', fault: 'pending' });
      const { captureId } = await captureAside(bench, orderId);
      await bench.hear('PAYMENT.CAPTURE.PENDING', { customId: checkout.id });
      expect(await bench.row(checkout)).to.include({ status: 'flagged', flag: 'late_capture' });
      await atPayPal(bench, 'settle', { captureId, as });
      bench.clock.now += 31_000;
      await bench.flow.resumeRefunds();
      expect((await bench.row(checkout)).status).to.equal(status);
      expect(await bench.flow.resumeRefunds()).to.equal(0);
      await expectAtRest(bench);
    }
    expect(await refundsAtPayPal(bench)).to.have.length(1);
  });

  it('that PayPal checks and then denies, or knows no more, leaves nothing to give back', async () => {
    const { payments } = bench.ports;
    for (const [status, flow] of [
      ['FAILED', bench.withPayments({ findCapture: async (id) => asFailed(await payments.findCapture(id)) })],
      ['PENDING', bench.withPayments({ findCapture: () => Promise.resolve(undefined) })],
    ] as const) {
      const checkout = await bench.start();
      const { orderId } = await goToPayPal(bench, checkout);
      await bench.flow.cancel(checkout.owner);
      await bench.arrange({ operation: 'capture', fault: 'pending' });
      await captureAside(bench, orderId);
      await bench.hear('PAYMENT.CAPTURE.PENDING', { customId: checkout.id });
      bench.clock.now += 31_000;
      await flow.resumeRefunds();
      const after = await bench.row(checkout);
      expect([after.status, after.flag, after.capture?.status]).to.deep.equal([
        'flagged',
        'late_capture',
        status,
      ]);
      expect(states(after)).to.deep.equal(['late_capture failed']);
    }
    expect(await bench.asked('refund')).to.deep.equal([]);
  });

  it('that somebody gave back already is written down, and the rest of it goes back', async () => {
    const checkout = await bench.start();
    const { orderId } = await goToPayPal(bench, checkout);
    await bench.flow.cancel(checkout.owner);
    const { captureId } = await captureAside(bench, orderId);
    await atPayPal(bench, 'refund', { captureId, amount: '8.98' });
    await bench.hearCaptured(checkout);
    expect(states(await bench.row(checkout))).to.deep.equal([
      'at_paypal completed',
      'late_capture completed',
    ]);
    await expectAtRest(bench);
  });

  it('and of which nothing is left is flagged, and nothing is asked of PayPal', async () => {
    const checkout = await bench.start();
    const { orderId } = await goToPayPal(bench, checkout);
    await bench.flow.cancel(checkout.owner);
    const { captureId } = await captureAside(bench, orderId);
    await atPayPal(bench, 'refund', { captureId });
    await bench.hearCaptured(checkout);
    const after = await bench.row(checkout);
    expect([after.status, after.flag, after.lease]).to.deep.equal(['flagged', 'late_capture', undefined]);
    expect(states(after)).to.deep.equal(['at_paypal completed']);
    expect(await bench.asked('refund')).to.deep.equal([]);
    await expectAtRest(bench);
  });

  it('whose way back PayPal refuses stays late money, and the merchant may try again', async () => {
    const checkout = await bench.start();
    const { orderId } = await goToPayPal(bench, checkout);
    await bench.flow.cancel(checkout.owner);
    const { captureId } = await captureAside(bench, orderId);
    await atPayPal(bench, 'refund', { captureId, amount: '8.98' });
    await bench.arrange({ operation: 'refund', fault: { issue: 'REFUND_NOT_ALLOWED' } });
    await bench.hearCaptured(checkout);
    const flagged = await bench.row(checkout);
    expect(flagged).to.include({ status: 'flagged', flag: 'late_capture' });
    expect(flagged.capture?.status).to.equal('PARTIALLY_REFUNDED');
    await bench.flow.refund({ checkoutId: checkout.id, reason: 'merchant' });
    const after = await bench.row(checkout);
    expect([after.status, after.capture?.status]).to.deep.equal(['refunded', 'PARTIALLY_REFUNDED']);
    expect(states(after).at(-1)).to.equal('merchant completed');
    await expectAtRest(bench);
  });
});

const again = { activityId: 'activity-2', conversationReference: '{}' };

function asFailed(capture: PaymentCapture | undefined): PaymentCapture | undefined {
  return capture && { ...capture, status: 'FAILED' };
}
