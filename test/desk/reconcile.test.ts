import { expect } from 'chai';
import type { Checkout } from '../../src/checkout/checkout.ts';
import { findDifferences } from '../stage/differences.ts';
import { type Bench, openBench } from '../stage/flow-harness.ts';
import { goToPayPal, payFor, pressPay } from '../stage/payer.ts';
import { atPayPal, captureAside, captureOf } from '../stage/paypal-side.ts';
import { outcomeOf } from '../store/outcome.ts';

describe('reconciling with PayPal', () => {
  let bench: Bench;
  beforeEach(async () => {
    bench = await openBench();
  });
  afterEach(() => bench.close());

  const books = () => findDifferences({ store: bench.store, payments: bench.ports.payments });
  const paidPurchase = async (): Promise<Checkout> => (await payFor(bench)).checkout;
  const refunded = (checkout: Checkout, minorUnits: number) =>
    bench.flow.refund({
      checkoutId: checkout.id,
      amount: { currency: 'EUR', minorUnits },
      reason: 'merchant',
    });
  /** The one difference, as a line. */
  const difference = async ({ id }: Checkout): Promise<string> => {
    const found = await books();
    expect(found.map(({ checkoutId }) => checkoutId)).to.deep.equal([id]);
    return found.map(({ what, here, atPayPal: there }) => `${what}: ${here} / ${there}`).join();
  };

  it('finds nothing at rest, whatever became of the purchases', async () => {
    expect(await books()).to.deep.equal([]);
    await bench.start({ activityId: 'open', owner: owner('open') });
    await goToPayPal(bench, await bench.start({ activityId: 'at-paypal', owner: owner('at-paypal') }));
    const paid = await payFor(bench, await bench.start({ activityId: 'paid', owner: owner('paid') }));
    await bench.flow.confirm(paid.owner, paid.digits);
    await refunded(paid.checkout, 500);
    await refunded(await paidPurchase(), 7_898);
    await bench.arrange({ operation: 'capture', fault: 'declined' });
    await bench.flow.returnFromPayPal(
      await goToPayPal(bench, await bench.start({ owner: owner('declined') })),
    );
    await bench.arrange({ operation: 'capture', fault: 'wrong_amount' });
    await bench.flow.returnFromPayPal(await goToPayPal(bench, await bench.start({ owner: owner('wrong') })));
    await bench.arrange({ operation: 'capture', fault: 'pending' });
    await bench.flow.returnFromPayPal(
      await goToPayPal(bench, await bench.start({ owner: owner('pending') })),
    );
    expect(await books()).to.deep.equal([]);
  });

  it('finds a capture that is not here, also on an order that is over', async () => {
    const checkout = await bench.start();
    const { orderId } = await goToPayPal(bench, checkout);
    await bench.flow.cancel(checkout.owner);
    const { captureId } = await captureAside(bench, orderId);
    expect(await difference(checkout)).to.equal(`capture ${captureId}: none / captured 78.98 EUR`);
  });

  it('finds a capture that PayPal does not have, or has in another state, sum or currency', async () => {
    const checkout = await paidPurchase();
    const capture = { captureId: captureOf(checkout), status: 'COMPLETED', amount: checkout.total } as const;
    const bent: [Partial<Checkout>, string][] = [
      [{ capture: { ...capture, status: 'PENDING' } }, 'pending 78.98 EUR'],
      [{ capture: { ...capture, amount: { currency: 'EUR', minorUnits: 7_899 } } }, 'captured 78.99 EUR'],
      [{ capture: { ...capture, amount: { currency: 'USD', minorUnits: 7_898 } } }, 'captured 78.98 USD'],
      [{ capture: { ...capture, status: 'DECLINED' } }, 'none'],
      [{ capture: undefined }, 'none'],
    ];
    for (const [changes, here] of bent) {
      await bench.force(checkout, changes);
      expect(await difference(checkout)).to.equal(
        `capture ${capture.captureId}: ${here} / captured 78.98 EUR`,
      );
    }
    const stray = { ...capture, captureId: 'STRAY' };
    await bench.force(checkout, { capture, strayCaptures: [stray] });
    expect(await difference(checkout)).to.equal('capture STRAY: captured 78.98 EUR / none');
    await bench.force(checkout, { capture, strayCaptures: [] });
    expect(await books()).to.deep.equal([]);
  });

  it('finds a refund that was made at PayPal', async () => {
    const checkout = await paidPurchase();
    await atPayPal(bench, 'refund', { captureId: captureOf(checkout), amount: '5.00' });
    expect(await difference(checkout)).to.match(/^refund \w+: none \/ completed 5.00 EUR$/u);
  });

  it('finds a refund that PayPal was not asked for, does not know, or tells differently', async () => {
    const checkout = await refunded(await paidPurchase(), 500);
    const [refund] = checkout.refunds;
    if (refund === undefined) throw new Error('no refund');
    const name = `refund ${refund.requestId}`;
    const amount = { currency: 'EUR', minorUnits: 501 };
    for (const [changes, line] of [
      [{ status: 'pending' }, `${name}: pending 5.00 EUR / completed 5.00 EUR`],
      [{ status: 'failed' }, `${name}: failed 5.00 EUR / completed 5.00 EUR`],
      [{ amount }, `${name}: completed 5.01 EUR / completed 5.00 EUR`],
    ] as const) {
      await bench.force(checkout, { refunds: [{ ...refund, ...changes }] });
      expect(await difference(checkout)).to.equal(line);
    }
    const more = { ...refund, requestId: 'two' };
    const unknown = { ...more, refundId: 'UNKNOWNREFUND' };
    await bench.force(checkout, { refunds: [refund, unknown] });
    expect(await difference(checkout)).to.equal('refund two: completed 5.00 EUR / none');
    const unasked = { ...more, refundId: undefined, status: 'submitted' as const };
    await bench.force(checkout, { refunds: [refund, unasked] });
    expect(await difference(checkout)).to.equal('refund two: submitted 5.00 EUR / none');
    await bench.force(checkout, { refunds: [refund, { ...unasked, status: 'failed' }] });
    expect(await books()).to.deep.equal([]);
  });

  it('finds more than one in one purchase, and names each', async () => {
    const checkout = await paidPurchase();
    for (const amount of ['1.00', '2.00'])
      await atPayPal(bench, 'refund', { captureId: captureOf(checkout), amount });
    await bench.force(checkout, { capture: undefined });
    expect((await books()).map(({ what }) => what.split(' ')[0])).to.deep.equal([
      'refund',
      'refund',
      'capture',
    ]);
  });

  it('says nothing at all where PayPal cannot be asked', async () => {
    await pressPay(bench.flow, await bench.start(), 'x'.repeat(43));
    await bench.arrange({ operation: 'get', fault: 'error_503', times: 9 });
    expect(await outcomeOf(books())).to.equal('payments_unclear');
  });
});

function owner(conversationId: string) {
  return { channelId: 'directline', conversationId, shopperId: `dl_${conversationId}` };
}
