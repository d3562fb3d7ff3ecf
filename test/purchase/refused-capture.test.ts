import { expect } from 'chai';
import { type Bench, openBench } from '../stage/flow-harness.ts';
import { listed } from '../stage/listed.ts';
import { decideAtPayPal, goToPayPal, newSession, payFor, pressPay } from '../stage/payer.ts';

describe('a capture that PayPal refuses for the shop’s own reason', () => {
  let bench: Bench;
  beforeEach(async () => {
    bench = await openBench();
  });
  afterEach(() => bench.close());
  const notes = () => listed(bench.store, { limit: 5 });

  for (const issue of ['DUPLICATE_INVOICE_ID', 'PERMISSION_DENIED'])
    it(`is before the merchant with PayPal’s issue, and the payer may try again (${issue})`, async () => {
      const back = await goToPayPal(bench, await bench.start());
      await bench.arrange({ operation: 'capture', fault: { issue } });
      const refused = await bench.flow.returnFromPayPal(back);
      expect(refused).to.include({ status: 'declined', flag: 'capture_refused', declineIssue: issue });
      expect(await notes()).to.match(new RegExp(`declined.*capture_refused: ${issue}`, 'u'));
      const approveUrl = await pressPay(bench.flow, { id: back.checkoutId }, back.payerSession);
      const paid = await bench.flow.returnFromPayPal(await decideAtPayPal(approveUrl, back.payerSession));
      expect(paid).to.include({ status: 'paid', flag: undefined, declineIssue: undefined });
      expect(await notes()).not.to.include('capture_refused');
    });

  it('is not what a declined card is', async () => {
    const back = await goToPayPal(bench, await bench.start());
    await bench.arrange({ operation: 'capture', fault: { issue: 'INSTRUMENT_DECLINED' } });
    expect(await bench.flow.returnFromPayPal(back)).to.include({ status: 'declined', flag: undefined });
    expect(await notes()).not.to.include('INSTRUMENT_DECLINED');
  });

  it('stays before the merchant when nobody tries again', async () => {
    const back = await goToPayPal(bench, await bench.start());
    await bench.arrange({ operation: 'capture', fault: { issue: 'PERMISSION_DENIED' } });
    await bench.flow.returnFromPayPal(back);
    bench.clock.now += 3_600_000;
    await bench.flow.expireDue();
    expect(await notes()).to.match(/expired.*capture_refused: PERMISSION_DENIED/u);
  });

  it('is before the merchant after the number too (on_confirmation)', async () => {
    const other = await openBench({ capture: 'on_confirmation' });
    try {
      const { checkout, owner, digits } = await payFor(other);
      await other.arrange({ operation: 'capture', fault: { issue: 'PERMISSION_DENIED' } });
      await other.flow.confirm(owner, digits);
      await other.flow.completePayment(checkout.id);
      expect(await other.row(checkout)).to.include({ status: 'declined', flag: 'capture_refused' });
    } finally {
      await other.close();
    }
  });
});

describe('the invoice id of an order', () => {
  let bench: Bench;
  beforeEach(async () => {
    bench = await openBench();
  });
  afterEach(() => bench.close());
  const invoices = async () =>
    (await bench.orders()).flatMap((order) => JSON.stringify(order).match(/"invoice_id":"[^"]+"/gu) ?? []);

  it('is its own for each order of a checkout, and stored with it', async () => {
    const checkout = await bench.start();
    const payerSession = newSession();
    const first = await pressPay(bench.flow, checkout, payerSession);
    await bench.flow.cancelAtPayPal(await decideAtPayPal(first, payerSession, 'cancel'));
    await pressPay(bench.flow, checkout, payerSession);
    const ids = [`${checkout.id}-1`, `${checkout.id}-2`];
    expect((await bench.row(checkout)).orders.map(({ invoiceId }) => invoiceId)).to.deep.equal(ids);
    expect(await invoices()).to.have.members(ids.map((id) => `"invoice_id":"${id}"`));
  });

  it('stays the checkout’s for an order that was stored without one: its retry sends the same bytes', async () => {
    const checkout = await bench.start();
    const payerSession = newSession();
    await bench.arrange({ operation: 'create', fault: 'error_503', times: 3 });
    await pressPay(bench.flow, checkout, payerSession).catch(() => undefined);
    const [order] = (await bench.row(checkout)).orders;
    if (order === undefined) throw new Error('no order is stored');
    await bench.force(checkout, { orders: [{ ...order, invoiceId: undefined }] });
    bench.clock.now += 10_000;
    await bench.flow.resume();
    expect((await bench.row(checkout)).status).to.equal('awaiting_approval');
    expect(await invoices()).to.deep.equal([`"invoice_id":"${checkout.id}"`]);
  });

  it('leads news of PayPal to its checkout, in either form and in no other', async () => {
    const { checkout } = await payFor(bench);
    const { id } = checkout;
    const about = (invoiceId: string) => ({
      eventId: 'WH-1',
      type: 'PAYMENT.CAPTURE.COMPLETED',
      invoiceId,
      sellerTransactionIds: [],
    });
    for (const invoiceId of [id, `${id}-1`, `${id}-2`])
      expect(await bench.flow.handleEvent(about(invoiceId)), invoiceId).to.equal('done');
    for (const invoiceId of [`${id}-`, `${id}-x`, `${id}-1-1`, `x${id}-1`, `${id} 1`])
      expect(await bench.flow.handleEvent(about(invoiceId)), invoiceId).to.equal('not_ours');
  });
});
