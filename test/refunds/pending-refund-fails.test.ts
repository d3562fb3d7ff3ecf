import { expect } from 'chai';
import type { Checkout } from '../../src/checkout/checkout.ts';
import { type NewsBench, openNewsBench } from '../stage/news-bench.ts';
import {
  atPayPal,
  captureOf,
  confirmedPurchase,
  expectAtRest,
  refundsAtPayPal,
  states,
} from '../stage/paypal-side.ts';

/** PayPal accepts a refund of the shop's and ends it without giving anything; the shop hears of something else first. */
describe('a refund of the shop’s that was pending, and that PayPal has failed', () => {
  let bench: NewsBench;
  let checkout: Checkout;
  beforeEach(async () => {
    bench = await openNewsBench();
    checkout = await confirmedPurchase(bench);
    await bench.arrange({ operation: 'refund', fault: 'pending' });
    await bench.flow.refund({ checkoutId: checkout.id, amount: checkout.taxTotal, reason: 'merchant' });
    expect(states(await bench.row(checkout))).to.deep.equal(['merchant pending']);
    const [pending] = await refundsAtPayPal(bench);
    await atPayPal(bench, 'settle', { refundId: pending?.id, as: 'DECLINED' });
  });
  afterEach(() => bench.close());

  const newestRefund = async () => (await refundsAtPayPal(bench)).at(-1)?.id;
  const expectAllGone = async (flag: string | undefined): Promise<void> => {
    const after = await bench.row(checkout);
    expect({ status: after.status, flag: after.flag }).to.deep.equal({ status: 'refunded', flag });
    expect(states(after)).to.deep.equal(['merchant failed', 'at_paypal completed']);
    const [, gone] = after.refunds;
    expect(gone?.amount).to.deep.equal(checkout.total);
    await expectAtRest(bench);
  };

  it('is noted as failed with the news that PayPal took all of the money back', async () => {
    const about = { captureId: captureOf(checkout) };
    await atPayPal(bench, 'dispute', { ...about, as: 'opened' });
    await atPayPal(bench, 'dispute', { ...about, as: 'closed_for_buyer' });
    const customId = checkout.id;
    await bench.hear('PAYMENT.CAPTURE.REVERSED', { ...about, customId, refundId: await newestRefund() });
    await expectAllGone('reversed');
  });

  it('is noted as failed with the news that all of it was given back at PayPal', async () => {
    await atPayPal(bench, 'refund', { captureId: captureOf(checkout) });
    const about = { customId: checkout.id, captureId: captureOf(checkout) };
    await bench.hear('PAYMENT.CAPTURE.REFUNDED', { ...about, refundId: await newestRefund() });
    await expectAllGone(undefined);
  });

  it('stays pending, with the news of another part, while PayPal has not ended it', async () => {
    await bench.arrange({ operation: 'refund', fault: 'pending' });
    await bench.flow.refund({ checkoutId: checkout.id, amount: checkout.taxTotal, reason: 'merchant' });
    await atPayPal(bench, 'refund', { captureId: captureOf(checkout), amount: '1.00' });
    const about = { customId: checkout.id, captureId: captureOf(checkout) };
    await bench.hear('PAYMENT.CAPTURE.REFUNDED', { ...about, refundId: await newestRefund() });
    expect(states(await bench.row(checkout))).to.deep.equal([
      'merchant failed',
      'merchant pending',
      'at_paypal completed',
    ]);
  });
});
