import { expect } from 'chai';
import type { RefundRequest } from '../../src/checkout/refund-ports.ts';
import type { PayPalPayments } from '../../src/paypal/payments.ts';
import { paymentsAt } from './payments-at.ts';
import { errorOf } from './error-of.ts';
import { collectLog, type LocalServer, sendJson, startLocalServer } from './local-server.ts';
import { api, capture, captureId, cents, eur, orderId, refund, refundId } from './sample-refund.ts';

describe('captures and refunds as PayPal tells of them', () => {
  let server: LocalServer;
  let payments: PayPalPayments;
  const { lines, log } = collectLog();

  beforeEach(async () => {
    lines.length = 0;
    server = await startLocalServer();
    payments = paymentsAt(server.url, log);
  });
  afterEach(() => server.close());

  function refundWith(changes: Partial<RefundRequest> = {}) {
    return payments.refundCapture({ captureId, requestId: 'refund-1', ...changes });
  }

  const oddRefunds: Readonly<Record<string, object>> = {
    'an unknown status': { ...refund, status: 'ALMOST' },
    'no amount': { ...refund, amount: undefined },
    'a negative amount': { ...refund, amount: eur('-10.00') },
    'an amount that is a number': { ...refund, amount: { currency_code: 'EUR', value: 10 } },
    'an id that is an address': { ...refund, id: '../../x' },
    'a total that is no money': { ...refund, seller_payable_breakdown: { total_refunded_amount: eur('x') } },
    'another thing': { id: refundId, name: 'thing' },
  };

  for (const [name, odd] of Object.entries(oddRefunds)) {
    it(`are unclear when the answer names ${name}`, async () => {
      server.onCall = sendJson(200, odd);
      expect(await errorOf(refundWith())).to.equal('payments_unclear: refund malformed');
      expect(await errorOf(payments.findRefund(refundId))).to.equal('payments_unclear: get_refund malformed');
    });
  }

  it('are unclear when the answer is about another capture or another refund', async () => {
    const links = [{ href: `${api}/v2/payments/captures/8MC585209K746392H`, rel: 'up', method: 'GET' }];
    server.onCall = sendJson(201, { ...refund, links });
    expect(await errorOf(refundWith())).to.equal('payments_unclear: refund malformed');
    server.onCall = sendJson(200, { ...refund, id: '8MC585209K746392H' });
    expect(await errorOf(payments.findRefund(refundId))).to.equal('payments_unclear: get_refund malformed');
  });

  it('belong to the capture that was asked for where the answer has no links', async () => {
    server.onCall = sendJson(201, { ...refund, links: undefined });
    const answer = await refundWith();
    if (answer.kind !== 'answered') throw new Error(answer.kind);
    expect(answer.refund.captureId).to.equal(captureId);
    expect(await payments.findRefund(refundId)).to.include({ captureId: undefined });
  });

  it('read a capture', async () => {
    server.onCall = sendJson(200, capture, { 'paypal-debug-id': 'abc' });
    expect(await payments.findCapture(captureId)).to.deep.equal({
      captureId,
      status: 'PARTIALLY_REFUNDED',
      amount: cents(5_926),
      customId: 'abcdefghijklmnopqrstuvwxyz',
      orderId,
      payeeId: 'MERCHANT23456',
      debugId: 'abc',
    });
    expect(server.calls()[0]).to.include({
      method: 'GET',
      path: `/v2/payments/captures/${captureId}`,
      body: '',
    });
    server.onCall = sendJson(200, { ...capture, supplementary_data: undefined });
    expect(await payments.findCapture(captureId)).to.include({ orderId });
    server.onCall = sendJson(200, { id: captureId, status: 'PENDING', amount: eur('1.00') });
    expect(await payments.findCapture(captureId)).to.include({ status: 'PENDING', orderId: undefined });
  });

  it('are unclear about a capture that is odd or another', async () => {
    for (const changes of [{ id: 'OTHER' }, { status: 'DREAMT' }, { amount: eur('x') }, { custom_id: 7 }]) {
      server.onCall = sendJson(200, { ...capture, ...changes });
      expect(await errorOf(payments.findCapture(captureId))).to.equal(
        'payments_unclear: get_capture malformed',
      );
    }
  });
});
