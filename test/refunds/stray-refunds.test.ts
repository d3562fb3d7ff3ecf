import { expect } from 'chai';
import type { Capture, Checkout } from '../../src/checkout/checkout.ts';
import { type NewsBench, openNewsBench } from '../stage/news-bench.ts';
import { goToPayPal, payFor } from '../stage/payer.ts';
import {
  atPayPal,
  captureAside,
  captureOf,
  confirmedPurchase,
  refundsAtPayPal,
  states,
  told,
} from '../stage/paypal-side.ts';

describe('money that landed beside a purchase', () => {
  let bench: NewsBench;
  let purchase: Checkout;
  let stray: Capture;
  beforeEach(async () => {
    bench = await openNewsBench();
    // PayPal takes one payment for one invoice, so it stands in for the stray one that another purchase was paid.
    const { checkout } = await payFor(bench);
    if (checkout.capture === undefined) throw new Error('not paid');
    stray = checkout.capture;
    const confirmed = await confirmedPurchase(bench);
    bench.signalled.length = 0;
    purchase = await bench.force(confirmed, { strayCaptures: [stray] });
  });
  afterEach(() => bench.close());

  const row = () => bench.row(purchase);
  /** Our decision to give it back, not answered yet. */
  const sendBack = (checkout: Checkout, { captureId, amount } = stray) =>
    bench.force(checkout, {
      refunds: [
        ...checkout.refunds,
        {
          requestId: `${checkout.id}-refund-${checkout.refunds.length + 1}`,
          captureId,
          amount,
          reason: 'late_capture',
          status: 'submitted',
          askedAt: bench.clock.now,
        },
      ],
    });

  it('goes back on its own, and the purchase stays as it is', async () => {
    await sendBack(purchase);
    await bench.flow.resumeRefunds();
    expect(standing(await row())).to.deep.equal(['confirmed', undefined]);
    expect(states(await row())).to.deep.equal(['late_capture completed']);
    expect(told(bench)).to.deep.equal(['refunded_in_part']);
  });

  it('and is still going back holds up no refund of the purchase, and counts for nothing in it', async () => {
    await sendBack(purchase);
    await bench.flow.refund({ checkoutId: purchase.id, reason: 'merchant' });
    const after = await row();
    expect(states(after)).to.deep.equal(['late_capture completed', 'merchant completed']);
    expect(after.status).to.equal('refunded');
    expect((await refundsAtPayPal(bench)).map(({ amount }) => amount.value)).to.deep.equal([
      '78.98',
      '78.98',
    ]);
  });

  it('hides no refund of the purchase that PayPal refuses', async () => {
    await bench.arrange({ operation: 'refund', fault: { issue: 'REFUND_NOT_ALLOWED' } });
    await bench.flow.refund({ checkoutId: purchase.id, reason: 'merchant' });
    expect(standing(await row())).to.deep.equal(['flagged', 'refund_failed']);
  });

  it('may still go back when the purchase was given back long ago', async () => {
    await bench.flow.refund({ checkoutId: purchase.id, reason: 'merchant' });
    await sendBack(await row());
    await bench.flow.resumeRefunds();
    expect(states(await row())).to.deep.equal(['merchant completed', 'late_capture completed']);
    expect((await row()).status).to.equal('refunded');
  });

  it('and is still going back holds up no news of the purchase’s own refund', async () => {
    await sendBack(purchase);
    await bench.force(purchase, { lease: { holder: 'another', until: bench.clock.now + 30_000 } });
    await atPayPal(bench, 'refund', { captureId: captureOf(purchase), amount: '1.00' });
    const [made] = await refundsAtPayPal(bench);
    await bench.hear('PAYMENT.CAPTURE.REFUNDED', { customId: purchase.id, refundId: made?.id });
    expect(states(await row())).to.deep.equal(['late_capture submitted', 'at_paypal completed']);
  });

  it('and was given back at PayPal meanwhile is told, and no failure', async () => {
    await atPayPal(bench, 'refund', { captureId: stray.captureId });
    await sendBack(purchase);
    await bench.flow.resumeRefunds();
    expect(standing(await row())).to.deep.equal(['confirmed', undefined]);
    expect(states(await row())).to.deep.equal(['late_capture failed', 'at_paypal completed']);
    expect(told(bench)).to.deep.equal(['refunded_in_part']);
  });

  it('and that PayPal took back itself is written down; the purchase stays as it is', async () => {
    await atPayPal(bench, 'refund', { captureId: stray.captureId });
    const about = { customId: purchase.id, captureId: stray.captureId };
    for (const _ of [1, 2]) await bench.hear('PAYMENT.CAPTURE.REVERSED', about);
    const after = await row();
    expect([...standing(after), after.version]).to.deep.equal(['confirmed', undefined, purchase.version + 1]);
    expect(states(after)).to.deep.equal(['at_paypal completed']);
    expect(told(bench)).to.deep.equal([]);
  });

  it('and that PayPal took back makes no reversal of what the shop gave back of the purchase', async () => {
    await atPayPal(bench, 'refund', { captureId: stray.captureId });
    await bench.hear('PAYMENT.CAPTURE.REVERSED', { customId: purchase.id, captureId: stray.captureId });
    await bench.flow.refund({ checkoutId: purchase.id, amount: purchase.taxTotal, reason: 'merchant' });
    const before = await row();
    await bench.hear('PAYMENT.CAPTURE.REVERSED', { customId: purchase.id, captureId: captureOf(purchase) });
    expect(await row()).to.deep.equal(before);
    expect(states(before)).to.deep.equal(['at_paypal completed', 'merchant completed']);
  });

  it('through PayPal’s check makes nothing of another that is still checked', async () => {
    const late = await bench.start();
    const { orderId } = await goToPayPal(bench, late);
    await bench.flow.cancel(late.owner);
    await bench.arrange({ operation: 'capture', fault: 'pending' });
    await captureAside(bench, orderId);
    await bench.hear('PAYMENT.CAPTURE.PENDING', { customId: late.id });
    const flagged = await bench.force(late, { strayCaptures: [{ ...stray, status: 'PENDING' }] });
    await sendBack(flagged);
    bench.clock.now += 31_000;
    await bench.flow.resumeRefunds();
    const after = await bench.row(late);
    expect(states(after)).to.deep.equal(['late_capture submitted', 'late_capture completed']);
    expect(after.capture?.status).to.equal('PENDING');
    expect(after.strayCaptures).to.deep.equal([stray]);
  });

  it('and that PayPal took back while the payment was being asked for is known once that is settled', async () => {
    const back = await goToPayPal(bench, await bench.start());
    await bench.arrange({ operation: 'get', fault: 'error_503', times: 3 });
    const paying = await bench.flow.returnFromPayPal(back);
    const lease = { holder: 'another', until: bench.clock.now + 30_000 };
    await bench.force(paying, { strayCaptures: [stray], lease });
    await atPayPal(bench, 'refund', { captureId: stray.captureId, amount: '1.00' });
    const about = { customId: paying.id, captureId: stray.captureId };
    await bench.hear('PAYMENT.CAPTURE.REVERSED', about).catch(() => 'later');
    expect(standing(await bench.row(paying))).to.deep.equal(['capture_submitted', undefined]);
    bench.clock.now += 31_000;
    await bench.hear('PAYMENT.CAPTURE.REVERSED', about);
    expect(standing(await bench.row(paying))).to.deep.equal(['paid', undefined]);
    expect(states(await bench.row(paying))).to.deep.equal(['at_paypal completed']);
  });

  it('and that PayPal took back is known where nothing else was paid', async () => {
    const unpaid = await bench.force(await bench.start(), { strayCaptures: [stray] });
    await atPayPal(bench, 'refund', { captureId: stray.captureId });
    const about = { customId: unpaid.id, captureId: stray.captureId };
    await bench.hear('PAYMENT.CAPTURE.REVERSED', about);
    expect(standing(await bench.row(unpaid))).to.deep.equal(['open', undefined]);
    expect(states(await bench.row(unpaid))).to.deep.equal(['at_paypal completed']);
  });
});

const standing = ({ status, flag }: Checkout) => [status, flag];
