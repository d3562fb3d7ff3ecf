import { expect } from 'chai';
import type { Checkout } from '../../src/checkout/checkout.ts';
import { outcomeOf } from '../store/outcome.ts';
import { type NewsBench, openNewsBench } from '../stage/news-bench.ts';
import { goToPayPal, payFor } from '../stage/payer.ts';
import {
  atPayPal,
  captureOf,
  confirmedPurchase,
  expectAtRest,
  newsOf,
  refundsAtPayPal,
  states,
  told,
} from '../stage/paypal-side.ts';

describe('news of a refund', () => {
  let bench: NewsBench;
  beforeEach(async () => {
    bench = await openNewsBench();
  });
  afterEach(() => bench.close());

  const refunded = async (checkout: Checkout, status: string) => {
    const { id, capture_id } = (await refundsAtPayPal(bench)).at(-1) ?? { id: '', capture_id: '' };
    const type = status === 'COMPLETED' ? 'PAYMENT.CAPTURE.REFUNDED' : `PAYMENT.REFUND.${status}`;
    return bench.hear(type, { customId: checkout.id, refundId: id, captureId: capture_id });
  };

  it('that was made at PayPal: a part leaves the purchase, the rest ends it, each once', async () => {
    const checkout = await confirmedPurchase(bench);
    const captureId = captureOf(checkout);
    await atPayPal(bench, 'refund', { captureId, amount: '8.98' });
    await refunded(checkout, 'COMPLETED');
    await refunded(checkout, 'COMPLETED');
    expect((await bench.row(checkout)).status).to.equal('confirmed');
    expect(told(bench).at(-1)).to.equal('refunded_in_part');
    await expectAtRest(bench);
    await atPayPal(bench, 'refund', { captureId });
    await refunded(checkout, 'COMPLETED');
    expect((await bench.row(checkout)).status).to.equal('refunded');
    expect(told(bench).slice(-2)).to.deep.equal(['refunded_in_part', 'refunded']);
    await expectAtRest(bench);
  });

  it('that is pending is not told as given, and one that fails is not either', async () => {
    const checkout = await confirmedPurchase(bench);
    await bench.arrange({ operation: 'refund', fault: 'pending' });
    const { payments } = bench.ports;
    const requestId = 'made-elsewhere';
    await payments.refundCapture({ captureId: captureOf(checkout), requestId, amount: checkout.taxTotal });
    await refunded(checkout, 'PENDING');
    expect(states(await bench.row(checkout))).to.deep.equal(['at_paypal pending']);
    await atPayPal(bench, 'settle', { refundId: (await refundsAtPayPal(bench))[0]?.id, as: 'DECLINED' });
    await refunded(checkout, 'FAILED');
    expect(states(await bench.row(checkout))).to.deep.equal(['at_paypal failed']);
    expect(told(bench)).to.deep.equal(['payment_arrived', 'confirmed']);
    expect((await bench.row(checkout)).flag).to.equal(undefined);
    await expectAtRest(bench);
  });

  it('of ours that failed after all is flagged and told', async () => {
    const checkout = await confirmedPurchase(bench);
    await bench.arrange({ operation: 'refund', fault: 'pending' });
    await bench.flow.refund({ checkoutId: checkout.id, reason: 'merchant' });
    await atPayPal(bench, 'settle', { refundId: (await refundsAtPayPal(bench))[0]?.id, as: 'DECLINED' });
    await refunded(checkout, 'FAILED');
    expect(await bench.row(checkout)).to.include({ status: 'flagged', flag: 'refund_failed' });
    expect(told(bench).at(-1)).to.equal('flagged');
  });

  it('whose answer we never heard is ours, and not a second one', async () => {
    const checkout = await confirmedPurchase(bench);
    await bench.arrange({ operation: 'refund', fault: 'reset_after' });
    await bench.flow.refund({ checkoutId: checkout.id, reason: 'merchant' });
    expect(await outcomeOf(refunded(checkout, 'COMPLETED'))).to.equal('payments_unclear');
    bench.clock.now += 10_000;
    expect(await outcomeOf(refunded(checkout, 'COMPLETED'))).to.equal('done');
    expect(states(await bench.row(checkout))).to.deep.equal(['merchant completed']);
    expect((await bench.row(checkout)).status).to.equal('refunded');
    await expectAtRest(bench);
  });

  it('made at PayPal is not lost beside one of ours that is unclear', async () => {
    const checkout = await confirmedPurchase(bench);
    await bench.arrange({ operation: 'refund', fault: 'reset_before' });
    await bench.flow.refund({ checkoutId: checkout.id, amount: checkout.taxTotal, reason: 'merchant' });
    await atPayPal(bench, 'refund', { captureId: captureOf(checkout), amount: '1.00' });
    bench.clock.now += 10_000;
    const [made] = await refundsAtPayPal(bench);
    await bench.hear('PAYMENT.CAPTURE.REFUNDED', { customId: checkout.id, refundId: made?.id });
    expect(states(await bench.row(checkout))).to.have.members(['merchant completed', 'at_paypal completed']);
    await expectAtRest(bench);
  });

  it('that was made at PayPal has its line in the ledger and in the log, once', async () => {
    const checkout = await confirmedPurchase(bench);
    await atPayPal(bench, 'refund', { captureId: captureOf(checkout), amount: '8.98' });
    await refunded(checkout, 'COMPLETED');
    const debugId = await bench.lastDebugId('find_refund');
    const noted = await bench.row(checkout);
    await refunded(checkout, 'COMPLETED');
    expect(await bench.row(checkout)).to.deep.equal(noted);
    expect((await bench.store.ledger(checkout.id)).at(-1)).to.deep.equal({
      at: bench.clock.now,
      who: 'paypal',
      what: 'refund 1 completed (at_paypal)',
      debugId,
    });
    const refundId = (await refundsAtPayPal(bench))[0]?.id;
    expect(bench.logged('refund_noted')).to.deep.equal([
      { checkoutId: checkout.id, refundId, status: 'confirmed', debugId },
    ]);
  });

  it('whose capture PayPal does not name changes nothing', async () => {
    const checkout = await confirmedPurchase(bench);
    await atPayPal(bench, 'refund', { captureId: captureOf(checkout) });
    const { payments } = bench.ports;
    const flow = bench.withPayments({
      findRefund: async (id) => {
        const found = await payments.findRefund(id);
        return found && { ...found, captureId: undefined };
      },
    });
    const refundId = (await refundsAtPayPal(bench))[0]?.id;
    await flow.handleEvent(newsOf('PAYMENT.CAPTURE.REFUNDED', { customId: checkout.id, refundId }));
    expect(await bench.row(checkout)).to.deep.equal(checkout);
  });

  it('that PayPal cancelled is not told as given', async () => {
    const checkout = await confirmedPurchase(bench);
    await bench.arrange({ operation: 'refund', fault: 'pending' });
    await bench.flow.refund({ checkoutId: checkout.id, amount: checkout.taxTotal, reason: 'merchant' });
    const { payments } = bench.ports;
    const flow = bench.withPayments({
      findRefund: async (id) => {
        const found = await payments.findRefund(id);
        return found && { ...found, status: 'CANCELLED' };
      },
    });
    const refundId = (await refundsAtPayPal(bench))[0]?.id;
    await flow.handleEvent(newsOf('PAYMENT.REFUND.FAILED', { customId: checkout.id, refundId }));
    const after = await bench.row(checkout);
    expect(after).to.include({ status: 'confirmed', flag: 'refund_failed' });
    expect(states(after)).to.deep.equal(['merchant failed']);
    expect(told(bench)).not.to.include('refunded_in_part');
  });

  it('is looked at later, with its reason, as long as one of ours is being asked or has no answer', async () => {
    const checkout = await confirmedPurchase(bench);
    await bench.arrange({ operation: 'refund', fault: 'reset_after' });
    await bench.flow.refund({ checkoutId: checkout.id, amount: checkout.taxTotal, reason: 'merchant' });
    const hear = () => refunded(checkout, 'COMPLETED').catch(String);
    expect(await hear()).to.equal('CheckoutError: payments_unclear: a refund is being asked');
    bench.clock.now += 10_000;
    await bench.arrange({ operation: 'refund', fault: 'reset_before' });
    expect(await hear()).to.equal('CheckoutError: payments_unclear: a refund is not answered');
    expect(states(await bench.row(checkout))).to.deep.equal(['merchant submitted']);
    bench.clock.now += 10_000;
    expect(await hear()).to.equal('done');
    expect(states(await bench.row(checkout))).to.deep.equal(['merchant completed']);
    await expectAtRest(bench);
  });

  for (const [status, fault] of [
    ['capture_submitted', { operation: 'get', fault: 'error_503', times: 3 }],
    ['capture_pending', { operation: 'capture', fault: 'pending' }],
  ] as const) {
    it(`of a payment that is not known is looked at later while ours is ${status}`, async () => {
      const foreign = await payFor(bench);
      await atPayPal(bench, 'refund', { captureId: captureOf(foreign.checkout) });
      const back = await goToPayPal(bench, await bench.start());
      await bench.arrange(fault);
      const paying = await bench.flow.returnFromPayPal(back);
      expect(paying.status).to.equal(status);
      await bench.force(paying, { lease: { holder: 'another', until: bench.clock.now + 30_000 } });
      const before = await bench.row(paying);
      const heard = await refunded(paying, 'COMPLETED').catch(String);
      expect(heard).to.equal('CheckoutError: payments_unclear: the payment is being asked');
      expect(await bench.row(paying)).to.deep.equal(before);
    });
  }
});
