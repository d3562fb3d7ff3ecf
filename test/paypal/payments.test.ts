import { expect } from 'chai';
import type { CreatedOrder } from '../../src/checkout/ports.ts';
import { errorOf } from './error-of.ts';
import { sampleOrder } from './sample-order.ts';
import { assertMatchesSchema, requestSchemaOf } from './schemas.ts';
import { type SimulatedPayPal, startSimulatedPayPal } from './simulated-paypal.ts';

const total = { currency: 'EUR', minorUnits: 5_926 };

describe('payments over PayPal', () => {
  let paypal: SimulatedPayPal;
  let now: number;

  beforeEach(async () => {
    now = Date.now();
    paypal = await startSimulatedPayPal({ clock: () => now, clientId: 'client', clientSecret: 'secret' });
  });
  afterEach(() => paypal.close());

  function create(): Promise<CreatedOrder> {
    return paypal.payments.createOrder(sampleOrder());
  }

  async function approved(): Promise<CreatedOrder & { payerId: string | null }> {
    const order = await create();
    const way = await paypal.decide(order.approveUrl, 'approve');
    return { ...order, payerId: way.searchParams.get('PayerID') };
  }

  it('live from the order to the captured money', async () => {
    const { orderId, approveUrl, payeeId, debugId } = await create();
    expect(new URL(approveUrl).origin).to.equal(paypal.url);
    expect(payeeId).to.equal('MERCHANT123');
    expect(debugId).to.be.a('string');
    const fresh = await paypal.payments.findOrder(orderId);
    expect(fresh).to.include({ orderId, status: 'PAYER_ACTION_REQUIRED', approveUrl, payeeId });
    expect(fresh?.payerId).to.equal(undefined);

    const way = await paypal.decide(approveUrl, 'approve');
    expect(way.origin + way.pathname).to.equal(sampleOrder().returnUrl);
    const order = await paypal.payments.findOrder(orderId);
    expect(order).to.deep.include({ status: 'APPROVED', total, payeeId, customId: sampleOrder().checkoutId });
    expect(order?.payerId).to.equal(way.searchParams.get('PayerID'));
    expect(order?.captures).to.deep.equal([]);

    const answer = await paypal.payments.captureOrder({ orderId, requestId: 'capture-1' });
    if (answer.kind !== 'answered') throw new Error(answer.kind);
    expect(answer.order).to.deep.include({
      status: 'COMPLETED',
      total,
      payeeId,
      customId: sampleOrder().checkoutId,
    });
    expect(answer.order.captures).to.have.length(1);
    expect(answer.order.captures[0]).to.deep.include({ status: 'COMPLETED', amount: total });
    const after = await paypal.payments.findOrder(orderId);
    expect(after?.captures).to.deep.equal(answer.order.captures);

    const again = await paypal.payments.captureOrder({ orderId, requestId: 'capture-2' });
    expect(again).to.deep.equal({ kind: 'already_captured' });
    expect((await paypal.ledger()).captures).to.have.length(1);
  });

  it('send only what PayPal’s document allows', async () => {
    const { orderId } = await approved();
    await paypal.payments.captureOrder({ orderId, requestId: 'capture-1' });
    const [createCall, captureCall] = paypal.wire.calls();
    assertMatchesSchema(requestSchemaOf('orders.create'), JSON.parse(createCall?.body ?? ''));
    expect(createCall).to.include({ method: 'POST', path: '/v2/checkout/orders' });
    expect(createCall?.headers).to.include({
      'content-type': 'application/json',
      prefer: 'return=representation',
      'paypal-request-id': 'order-request-1',
    });
    expect(captureCall).to.include({
      method: 'POST',
      path: `/v2/checkout/orders/${orderId}/capture`,
      body: '',
    });
    expect(captureCall?.headers).to.include({
      'content-length': '0',
      prefer: 'return=representation',
      'paypal-request-id': 'capture-1',
    });
  });

  it('answer a repeated capture with the same request id as the first time', async () => {
    const { orderId } = await approved();
    const first = await paypal.payments.captureOrder({ orderId, requestId: 'capture-1' });
    const second = await paypal.payments.captureOrder({ orderId, requestId: 'capture-1' });
    if (first.kind !== 'answered' || second.kind !== 'answered') throw new Error('not answered');
    expect(second.order.captures).to.deep.equal(first.order.captures);
  });

  it('tell of a declined card, and of the way back to the same order', async () => {
    const { orderId, approveUrl } = await create();
    await paypal.decide(approveUrl, 'decline');
    const declined = await paypal.payments.captureOrder({ orderId, requestId: 'capture-1' });
    if (declined.kind !== 'declined') throw new Error(declined.kind);
    expect(declined.issue).to.equal('INSTRUMENT_DECLINED');
    expect(new URL(declined.retryUrl ?? '').searchParams.get('token')).to.equal(orderId);
    await paypal.decide(declined.retryUrl ?? '', 'approve');
    const answer = await paypal.payments.captureOrder({ orderId, requestId: 'capture-2' });
    expect(answer.kind).to.equal('answered');
  });

  it('tell that the payer has not approved yet', async () => {
    const { orderId, approveUrl } = await create();
    const answer = await paypal.payments.captureOrder({ orderId, requestId: 'capture-1' });
    if (answer.kind !== 'not_approved') throw new Error(answer.kind);
    expect(answer.issue).to.equal('ORDER_NOT_APPROVED');
    expect(answer.approveUrl ?? approveUrl).to.equal(approveUrl);
  });

  it('tell that an order is gone once its time is over', async () => {
    const { orderId } = await approved();
    now += 4 * 3_600_000;
    expect(await paypal.payments.findOrder(orderId)).to.equal(undefined);
    expect(await paypal.payments.captureOrder({ orderId, requestId: 'capture-1' })).to.deep.equal({
      kind: 'gone',
    });
    expect(await paypal.payments.findOrder('UNKNOWN0000000000')).to.equal(undefined);
  });

  for (const [fault, status] of [
    ['pending', 'PENDING'],
    ['declined', 'DECLINED'],
  ] as const) {
    it(`tell that a capture is ${status} although the order is completed`, async () => {
      const { orderId } = await approved();
      await paypal.arrange('capture', fault);
      const answer = await paypal.payments.captureOrder({ orderId, requestId: 'capture-1' });
      if (answer.kind !== 'answered') throw new Error(answer.kind);
      expect(answer.order.captures.map((capture) => capture.status)).to.deep.equal([status]);
    });
  }

  for (const [issue, kind] of [
    ['PAYER_CANNOT_PAY', 'declined'],
    ['TRANSACTION_REFUSED', 'declined'],
    ['PAYER_ACTION_REQUIRED', 'not_approved'],
    ['DUPLICATE_INVOICE_ID', 'refused'],
    ['MAX_NUMBER_OF_PAYMENT_ATTEMPTS_EXCEEDED', 'refused'],
    ['PERMISSION_DENIED', 'refused'],
  ] as const) {
    it(`tell that a capture is ${kind} for ${issue}`, async () => {
      const { orderId } = await approved();
      await paypal.arrange('capture', { issue });
      const answer = await paypal.payments.captureOrder({ orderId, requestId: 'capture-1' });
      expect(answer).to.include({ kind, issue });
    });
  }

  it('are refused when PayPal does not take the order', async () => {
    await paypal.arrange('create', { issue: 'PAYEE_ACCOUNT_RESTRICTED' });
    expect(await errorOf(create())).to.match(
      /^payments_refused: create 422 UNPROCESSABLE_ENTITY PAYEE_ACCOUNT_RESTRICTED debug \w+$/u,
    );
    expect((await paypal.ledger()).orders).to.have.length(0);
  });

  for (const fault of [
    'timeout_after',
    'reset_after',
    'error_500_after',
    'malformed',
    'reset_before',
    'conflict',
    'rate_limited',
  ]) {
    it(`make one order when the first answer to a create is ${fault}`, async () => {
      await paypal.arrange('create', fault, fault === 'timeout_after' ? { afterMs: 300 } : {});
      const { orderId } = await create();
      const { orders } = await paypal.ledger();
      expect(orders.map(({ id }) => id)).to.deep.equal([orderId]);
      const [first, second, ...others] = paypal.wire.calls();
      expect(others).to.have.length(0);
      expect(second?.body).to.equal(first?.body);
      expect(second?.headers['paypal-request-id']).to.equal(first?.headers['paypal-request-id']);
    });
  }

  for (const fault of [
    'timeout_after',
    'reset_after',
    'error_500_after',
    'malformed',
    'empty',
    'html',
    'bad_gzip',
  ]) {
    it(`call a capture unclear when its answer is ${fault}, ask once, and find it by a GET`, async () => {
      const { orderId } = await approved();
      await paypal.arrange('capture', fault, fault === 'timeout_after' ? { afterMs: 300 } : {});
      expect(await errorOf(paypal.payments.captureOrder({ orderId, requestId: 'capture-1' }))).to.match(
        /^payments_unclear: capture /u,
      );
      expect(paypal.wire.calls()).to.have.length(2);
      const order = await paypal.payments.findOrder(orderId);
      expect(order?.captures.map(({ status }) => status)).to.deep.equal(['COMPLETED']);
    });
  }

  for (const fault of ['reset_before', 'error_503', 'rate_limited', 'conflict', 'hang']) {
    it(`call a capture unclear on ${fault}, with nothing captured`, async () => {
      const { orderId } = await approved();
      await paypal.arrange('capture', fault);
      expect(await errorOf(paypal.payments.captureOrder({ orderId, requestId: 'capture-1' }))).to.match(
        /^payments_unclear: capture /u,
      );
      expect((await paypal.ledger()).captures).to.have.length(0);
    });
  }

  it('refuse an order id that would lead to another address, without a call', async () => {
    for (const orderId of ['..', '.', '', 'A/../B', 'A?x', 'a', 'Ä', 'A%2F', 'A'.repeat(37)]) {
      expect(await errorOf(paypal.payments.findOrder(orderId))).to.match(/^payments_refused/u);
      expect(await errorOf(paypal.payments.captureOrder({ orderId, requestId: 'r' }))).to.match(
        /^payments_refused/u,
      );
    }
    expect(paypal.wire.received).to.have.length(0);
  });

  it('refuse a request id that PayPal would not take, without a call', async () => {
    for (const requestId of ['', 'x'.repeat(109), 'a\r\nb', 'ä']) {
      expect(await errorOf(paypal.payments.createOrder(sampleOrder({ requestId })))).to.match(
        /^payments_refused/u,
      );
      expect(await errorOf(paypal.payments.captureOrder({ orderId: 'A1', requestId }))).to.match(
        /^payments_refused/u,
      );
    }
    expect(paypal.wire.received).to.have.length(0);
  });

  it('write who asked for what into the log', async () => {
    const { orderId } = await approved();
    await paypal.payments.captureOrder({ orderId, requestId: 'capture-1' });
    const [, createLine, captureLine] = paypal.lines;
    expect(createLine).to.include({
      event: 'paypal_call',
      operation: 'create',
      requestId: 'order-request-1',
      checkoutId: sampleOrder().checkoutId,
      status: 200,
      outcome: 'ok',
    });
    expect(captureLine).to.include({
      operation: 'capture',
      orderId,
      requestId: 'capture-1',
      outcome: 'completed',
    });
    expect(captureLine?.['debugId']).to.be.a('string');
    expect(JSON.stringify(paypal.lines)).not.to.match(/Payer|example\.com|A21AA|secret/u);
  });

  it('say that PayPal is there, with one sign-in', async () => {
    expect(await paypal.payments.check()).to.equal('ok');
    expect(await paypal.payments.check()).to.equal('ok');
    expect(paypal.wire.received).to.have.length(1);
  });

  it('say why PayPal cannot be used, without a storm of sign-ins', async () => {
    const refused = await startSimulatedPayPal({ clientId: 'another', clientSecret: 'pair' });
    try {
      const reason = await refused.payments.check();
      expect(reason).to.match(/^token 401 invalid_client/u);
      expect(await refused.payments.check()).to.equal(reason);
      expect(refused.wire.received).to.have.length(1);
      expect(await errorOf(refused.payments.createOrder(sampleOrder()))).to.match(/^payments_unclear/u);
    } finally {
      await refused.close();
    }
  });
});
