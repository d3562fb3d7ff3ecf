import { expect } from 'chai';
import type { Checkout } from '../../src/checkout/checkout.ts';
import { type NewsBench, openNewsBench } from './news-bench.ts';
import { payFor } from './payer.ts';
import {
  atPayPal,
  captureOf,
  confirmedPurchase,
  expectAtRest,
  refundsAtPayPal,
  states,
  told,
} from './paypal-side.ts';

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

  it('flags the purchase, once, and is told; what PayPal took is written down', async () => {
    const checkout = await confirmedPurchase(bench);
    const about = await reverse(checkout);
    for (const _ of [1, 2]) await bench.hear('PAYMENT.CAPTURE.REVERSED', about);
    const after = await bench.row(checkout);
    expect(after).to.include({ status: 'flagged', flag: 'reversed' });
    expect(states(after)).to.deep.equal(['at_paypal completed']);
    expect(told(bench).filter((kind) => kind === 'flagged')).to.have.length(1);
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
});
