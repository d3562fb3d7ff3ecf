import { expect } from 'chai';
import type { Checkout } from '../../src/checkout/checkout.ts';
import { type NewsBench, openNewsBench } from '../stage/news-bench.ts';
import { payFor } from '../stage/payer.ts';
import {
  atPayPal,
  captureOf,
  confirmedPurchase,
  expectAtRest,
  refundsAtPayPal,
  states,
  told,
} from '../stage/paypal-side.ts';

describe('news of a reversal', () => {
  let bench: NewsBench;
  beforeEach(async () => {
    bench = await openNewsBench();
  });
  afterEach(() => bench.close());

  const reverse = async (checkout: Checkout) => {
    await atPayPal(bench, 'dispute', { captureId: captureOf(checkout), as: 'opened' });
    await atPayPal(bench, 'dispute', { captureId: captureOf(checkout), as: 'closed_for_buyer' });
    const [taken] = await refundsAtPayPal(bench);
    return { customId: checkout.id, captureId: captureOf(checkout), refundId: taken?.id };
  };

  it('of all the money ends the purchase, once, and is told; what PayPal took is written down', async () => {
    const checkout = await confirmedPurchase(bench);
    const about = await reverse(checkout);
    for (const _ of [1, 2]) await bench.hear('PAYMENT.CAPTURE.REVERSED', about);
    const after = await bench.row(checkout);
    expect(after).to.include({ status: 'refunded', flag: 'reversed' });
    expect(states(after)).to.deep.equal(['at_paypal completed']);
    expect(told(bench).slice(-2)).to.deep.equal(['confirmed', 'refunded']);
    await expectAtRest(bench);
  });

  it('takes the number away from a purchase that was not confirmed', async () => {
    const { checkout, owner, digits } = await payFor(bench);
    await bench.hear('PAYMENT.CAPTURE.REVERSED', await reverse(checkout));
    expect(await bench.flow.confirm(owner, digits)).to.deep.equal({ kind: 'nothing_waits' });
  });

  it('that PayPal’s own answer does not show changes nothing', async () => {
    const checkout = await confirmedPurchase(bench);
    await bench.hear('PAYMENT.CAPTURE.REVERSED', { customId: checkout.id, captureId: captureOf(checkout) });
    expect(await bench.row(checkout)).to.deep.equal(checkout);
  });

  it('has its line in the ledger and in the log, as PayPal’s doing', async () => {
    const checkout = await confirmedPurchase(bench);
    await bench.hear('PAYMENT.CAPTURE.REVERSED', await reverse(checkout));
    const debugId = await bench.lastDebugId('find_capture');
    expect((await bench.store.ledger(checkout.id)).at(-1)).to.deep.equal({
      at: bench.clock.now,
      who: 'paypal',
      what: 'refunded, flag reversed, refund 1 completed (at_paypal)',
      debugId,
    });
    expect(bench.logged('payment_reversed')).to.deep.equal([
      { level: 'error', checkoutId: checkout.id, captureId: captureOf(checkout), debugId },
    ]);
  });

  it('that names no capture is about the payment of its checkout', async () => {
    const checkout = await confirmedPurchase(bench);
    await reverse(checkout);
    await bench.hear('PAYMENT.CAPTURE.REVERSED', { customId: checkout.id });
    expect(await bench.row(checkout)).to.include({ status: 'refunded', flag: 'reversed' });
  });

  it('of a checkout without a payment, or of a capture that PayPal does not know, changes nothing', async () => {
    const unpaid = await bench.row(await bench.start());
    await bench.hear('PAYMENT.CAPTURE.REVERSED', { customId: unpaid.id });
    await bench.hear('PAYMENT.CAPTURE.REVERSED', { customId: unpaid.id, captureId: 'NOSUCHCAPTURE' });
    expect(await bench.row(unpaid)).to.deep.equal(unpaid);
  });

  it('of a part of the money flags the purchase too', async () => {
    const checkout = await confirmedPurchase(bench);
    await atPayPal(bench, 'refund', { captureId: captureOf(checkout), amount: '8.98' });
    await bench.hear('PAYMENT.CAPTURE.REVERSED', { customId: checkout.id });
    expect(await bench.row(checkout)).to.include({ status: 'flagged', flag: 'reversed' });
    await expectAtRest(bench);
  });

  it('of a part that was written down before as given back flags the purchase, once', async () => {
    const checkout = await confirmedPurchase(bench);
    await atPayPal(bench, 'refund', { captureId: captureOf(checkout), amount: '8.98' });
    const about = { customId: checkout.id, refundId: (await refundsAtPayPal(bench))[0]?.id };
    await bench.hear('PAYMENT.CAPTURE.REFUNDED', about);
    await bench.hear('PAYMENT.CAPTURE.REVERSED', about);
    const flagged = await bench.row(checkout);
    expect(flagged).to.include({ status: 'flagged', flag: 'reversed' });
    await bench.hear('PAYMENT.CAPTURE.REVERSED', about);
    expect(await bench.row(checkout)).to.deep.equal(flagged);
    expect(states(flagged)).to.deep.equal(['at_paypal completed']);
  });

  it('of money that is given back already is written down, and told as nothing new', async () => {
    const checkout = await confirmedPurchase(bench);
    const about = await reverse(checkout);
    await bench.hear('PAYMENT.CAPTURE.REFUNDED', about);
    await bench.hear('PAYMENT.CAPTURE.REVERSED', about);
    expect(await bench.row(checkout)).to.include({ status: 'refunded', flag: 'reversed' });
    expect(told(bench).slice(-1)).to.deep.equal(['refunded']);
    await expectAtRest(bench);
  });

  it('of a part of what a person looks at already changes its reason, and is told as nothing new', async () => {
    const checkout = await confirmedPurchase(bench);
    await bench.force(checkout, { status: 'flagged', flag: 'refund_failed' });
    await atPayPal(bench, 'refund', { captureId: captureOf(checkout), amount: '8.98' });
    const before = told(bench);
    await bench.hear('PAYMENT.CAPTURE.REVERSED', { customId: checkout.id });
    expect(await bench.row(checkout)).to.include({ status: 'flagged', flag: 'reversed' });
    expect(told(bench)).to.deep.equal(before);
  });

  it('of what the shop had left ends the purchase, beside the shop’s own refund', async () => {
    const checkout = await confirmedPurchase(bench);
    await bench.flow.refund({ checkoutId: checkout.id, amount: checkout.taxTotal, reason: 'merchant' });
    await bench.hear('PAYMENT.CAPTURE.REVERSED', await reverse(checkout));
    const after = await bench.row(checkout);
    expect(after).to.include({ status: 'refunded', flag: 'reversed' });
    expect(states(after)).to.deep.equal(['merchant completed', 'at_paypal completed']);
    await expectAtRest(bench);
  });

  it('invents no refund where PayPal’s order does not tell of one', async () => {
    const checkout = await confirmedPurchase(bench);
    const about = await reverse(checkout);
    const issue = 'INVALID_RESOURCE_ID';
    await bench.arrange({ operation: 'get', fault: 'none' }, { operation: 'get', fault: { issue } });
    await bench.hear('PAYMENT.CAPTURE.REVERSED', about);
    expect(states(await bench.row(checkout))).to.deep.equal([]);
  });

  it('of another purchase changes nothing', async () => {
    const { checkout: foreign } = await payFor(bench);
    const checkout = await confirmedPurchase(bench);
    await bench.hear('PAYMENT.CAPTURE.REVERSED', { ...(await reverse(foreign)), customId: checkout.id });
    expect(await bench.row(checkout)).to.deep.equal(checkout);
  });
});
