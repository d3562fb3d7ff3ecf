import { expect } from 'chai';
import type { Checkout } from '../../src/checkout/checkout.ts';
import { type NewsBench, openNewsBench } from '../stage/news-bench.ts';
import { payFor } from '../stage/payer.ts';
import { atPayPal, captureOf, expectAtRest, states, told } from '../stage/paypal-side.ts';

describe('money that could not be given back', () => {
  let bench: NewsBench;
  let purchase: Checkout;
  beforeEach(async () => {
    bench = await openNewsBench({ unconfirmed: 'keep' });
    purchase = (await payFor(bench)).checkout;
  });
  afterEach(() => bench.close());

  const row = () => bench.row(purchase);
  const refund = (minorUnits?: number) =>
    bench.flow.refund({
      checkoutId: purchase.id,
      amount: minorUnits === undefined ? undefined : { currency: 'EUR', minorUnits },
      reason: 'merchant',
    });
  const refuse = () => bench.arrange({ operation: 'refund', fault: { issue: 'REFUND_NOT_ALLOWED' } });

  it('in part leaves the purchase as it is, with a flag for the merchant', async () => {
    await refuse();
    expect(await refund(500)).to.include({ status: 'paid', flag: 'refund_failed', lease: undefined });
    expect(told(bench)).not.to.include('refunded_in_part');
  });

  it('says so instead of what a deadline had decided', async () => {
    bench.clock.now += 86_400_001;
    await bench.flow.endUnconfirmed();
    expect((await row()).flag).to.equal('unconfirmed');
    await refuse();
    expect(await refund()).to.include({ status: 'flagged', flag: 'refund_failed' });
    expect((await refund()).flag).to.equal(undefined);
    expect((await row()).status).to.equal('refunded');
  });

  it('keeps the reason for which it had to go back', async () => {
    await bench.force(purchase, { status: 'flagged', flag: 'payee_mismatch' });
    await refuse();
    expect(await refund()).to.include({ status: 'flagged', flag: 'payee_mismatch' });
  });

  it('since others gave it back in two parts: each part is known by a number of its own', async () => {
    const captureId = captureOf(purchase);
    await atPayPal(bench, 'refund', { captureId, amount: '8.98' });
    await atPayPal(bench, 'refund', { captureId });
    expect((await refund()).status).to.equal('refunded');
    const after = await row();
    expect(states(after)).to.deep.equal(['merchant failed', 'at_paypal completed', 'at_paypal completed']);
    const numbers = after.refunds.map(({ requestId }) => requestId);
    expect(numbers).to.deep.equal([1, 2, 3].map((number) => `${purchase.id}-refund-${number}`));
    expect(told(bench)).to.deep.equal(['payment_arrived', 'refunded']);
    await expectAtRest(bench);
  });
});
