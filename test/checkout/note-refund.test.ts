import { expect } from 'chai';
import type { Checkout } from '../../src/checkout/checkout.ts';
import { outcomeOf } from '../store/outcome.ts';
import { type NewsBench, openNewsBench } from './news-bench.ts';
import {
  atPayPal,
  captureOf,
  confirmedPurchase,
  expectAtRest,
  refundsAtPayPal,
  states,
  told,
} from './paypal-side.ts';

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
});
