import { expect } from 'chai';
import { outcomeOf } from '../store/outcome.ts';
import { type NewsBench, openNewsBench } from '../stage/news-bench.ts';
import { goToPayPal, payFor } from '../stage/payer.ts';
import {
  atPayPal,
  captureAside,
  captureOf,
  confirmedPurchase,
  expectAtRest,
  newsOf,
  refundsAtPayPal,
  states,
  told,
} from '../stage/paypal-side.ts';

describe('news from PayPal', () => {
  let bench: NewsBench;
  beforeEach(async () => {
    bench = await openNewsBench();
  });
  afterEach(() => bench.close());

  it('of an approval before the payer is back takes nothing and shows no number', async () => {
    const checkout = await bench.start();
    const back = await goToPayPal(bench, checkout);
    const before = await bench.row(checkout);
    for (const type of ['CHECKOUT.ORDER.APPROVED', 'PAYMENT.CAPTURE.COMPLETED'])
      expect(await bench.hear(type, { customId: checkout.id, orderId: back.orderId })).to.equal('done');
    const { status, number, captureRequestId, payerId } = await bench.row(checkout);
    expect({ status, number, captureRequestId, payerId }).to.deep.equal({
      status: before.status,
      number: undefined,
      captureRequestId: undefined,
      payerId: undefined,
    });
    expect(await bench.asked('capture')).to.deep.equal([]);
    expect((await bench.flow.returnFromPayPal(back)).status).to.equal('paid');
  });

  it('twice, or after all is done, changes nothing', async () => {
    const { checkout } = await payFor(bench);
    const before = await bench.row(checkout);
    for (const type of ['PAYMENT.CAPTURE.COMPLETED', 'PAYMENT.CAPTURE.DENIED', 'CHECKOUT.ORDER.APPROVED'])
      await bench.hear(type, { customId: checkout.id, captureId: captureOf(before) });
    expect(await bench.row(checkout)).to.deep.equal(before);
    expect(told(bench)).to.deep.equal(['payment_arrived']);
  });

  it('settles a payment that PayPal has finished checking', async () => {
    for (const [as, status] of [
      ['COMPLETED', 'paid'],
      ['DECLINED', 'declined'],
    ] as const) {
      await bench.arrange({ operation: 'capture', fault: 'pending' });
      const pending = await bench.flow.returnFromPayPal(await goToPayPal(bench, await bench.start()));
      await atPayPal(bench, 'settle', { captureId: captureOf(pending), as });
      bench.clock.now += 31_000;
      await bench.hear(`PAYMENT.CAPTURE.${as === 'DECLINED' ? 'DENIED' : as}`, {
        captureId: captureOf(pending),
      });
      expect((await bench.row(pending)).status).to.equal(status);
      await expectAtRest(bench);
    }
  });

  it('about what is not ours is kept as not ours', async () => {
    await payFor(bench);
    expect(
      await bench.hear('PAYMENT.CAPTURE.COMPLETED', { customId: 'somebody', captureId: 'X', orderId: 'Y' }),
    ).to.equal('not_ours');
    expect(await bench.hear('SOMETHING.NEW', {})).to.equal('not_ours');
  });

  it('is found by capture, order, invoice or dispute, where it names no checkout', async () => {
    const { checkout, back } = await payFor(bench);
    for (const about of [
      { captureId: captureOf(checkout) },
      { orderId: back.orderId },
      { invoiceId: checkout.id },
      { sellerTransactionIds: [captureOf(checkout)] },
    ])
      expect(await bench.hear('PAYMENT.CAPTURE.COMPLETED', about)).to.equal('done');
  });

  it('that puts a refund of one purchase on another changes neither', async () => {
    const mine = await confirmedPurchase(bench);
    const { checkout: foreign } = await payFor(bench);
    await atPayPal(bench, 'refund', { captureId: captureOf(foreign), amount: '5.00' });
    const refundId = (await refundsAtPayPal(bench))[0]?.id ?? '';
    await bench.hear('PAYMENT.CAPTURE.REFUNDED', { customId: mine.id, refundId, captureId: captureOf(mine) });
    expect(states(await bench.row(mine))).to.deep.equal([]);
    await bench.hear('PAYMENT.CAPTURE.REFUNDED', { customId: mine.id, refundId: 'NOSUCHREFUND' });
    expect(states(await bench.row(mine))).to.deep.equal([]);
    expect((await bench.row(mine)).status).to.equal('confirmed');
  });

  it('is looked at later where PayPal cannot be asked', async () => {
    const { checkout } = await payFor(bench);
    await bench.arrange({ operation: 'get', fault: 'error_503', times: 3 });
    expect(await outcomeOf(bench.hearCaptured(checkout))).to.equal('payments_unclear');
    expect(await outcomeOf(bench.hearCaptured(checkout))).to.equal('done');
  });

  it('has its line in the log with the checkout that it is about', async () => {
    const checkout = await bench.start();
    const news = newsOf('CHECKOUT.ORDER.APPROVED', { customId: checkout.id });
    await bench.flow.handleEvent(news);
    const { eventId, type } = news;
    expect(bench.logged('event_received')).to.deep.equal([{ checkoutId: checkout.id, eventId, type }]);
  });

  it('is about what it names first: our own names, then the capture, the dispute’s payments, the order', async () => {
    const paid = [];
    while (paid.length < 5) paid.push(await payFor(bench));
    const [custom, invoice, capture, payment, order] = paid.map(({ checkout, back }) => ({
      id: checkout.id,
      captureId: captureOf(checkout),
      orderId: back.orderId,
    }));
    const unknown = {
      customId: 'nobody',
      invoiceId: 'nobody',
      captureId: 'NOSUCH',
      sellerTransactionIds: [],
    };
    const byOrder = { orderId: order?.orderId };
    const byPayment = { ...byOrder, sellerTransactionIds: ['NOSUCH', payment?.captureId ?? ''] };
    const byCapture = { ...byPayment, captureId: capture?.captureId };
    const byInvoice = { ...byCapture, invoiceId: invoice?.id };
    const byCustom = { ...byInvoice, customId: custom?.id };
    for (const about of [byCustom, byInvoice, byCapture, byPayment, byOrder])
      await bench.hear('CHECKOUT.ORDER.APPROVED', { ...unknown, ...about });
    const found = bench.logged('event_received').map(({ checkoutId }) => checkoutId);
    expect(found).to.deep.equal(paid.map(({ checkout }) => checkout.id));
  });

  it('of a dispute is taken in like any other', async () => {
    const purchase = await confirmedPurchase(bench);
    const sellerTransactionIds = [captureOf(purchase)];
    expect(
      await bench.hear('CUSTOMER.DISPUTE.CREATED', { disputeId: 'PP-D-1', sellerTransactionIds }),
    ).to.equal('done');
  });

  it('of a payment that PayPal declined to somebody else’s asking changes nothing', async () => {
    const checkout = await bench.start();
    const { orderId } = await goToPayPal(bench, checkout);
    await bench.flow.cancel(checkout.owner);
    const before = await bench.row(checkout);
    await bench.arrange({ operation: 'capture', fault: 'declined' });
    await captureAside(bench, orderId);
    await bench.hear('PAYMENT.CAPTURE.DENIED', { customId: checkout.id });
    expect(await bench.row(checkout)).to.deep.equal(before);
    await expectAtRest(bench);
  });
});
