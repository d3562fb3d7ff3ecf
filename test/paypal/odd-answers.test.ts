import { expect } from 'chai';
import type { PayPalPayments } from '../../src/paypal/payments.ts';
import { paymentsAt } from './payments-at.ts';
import { errorOf } from './error-of.ts';
import { collectLog, inTurn, type LocalServer, sendJson, startLocalServer } from './local-server.ts';
import { sampleOrder } from './sample-order.ts';

const orderId = '5O190127TN364715T';
const eur = (value: string) => ({ currency_code: 'EUR', value });
const capture = { id: '3C679366HH908993F', status: 'COMPLETED', amount: eur('59.26') };
const unit = {
  reference_id: 'x',
  amount: eur('59.26'),
  payee: { merchant_id: 'MERCHANT123' },
  custom_id: 'abcdefghijklmnopqrstuvwxyz',
  payments: { captures: [capture] },
};
const order = { id: orderId, status: 'COMPLETED', purchase_units: [unit], links: [] };

function withCapture(changes: object): object {
  return { ...order, purchase_units: [{ ...unit, payments: { captures: [{ ...capture, ...changes }] } }] };
}

/** 2xx answers that are JSON, and yet not what can be relied on. */
const oddOrders: Readonly<Record<string, object>> = {
  'an unknown status of a capture': withCapture({ status: 'ALMOST' }),
  'an unknown status of the order': { ...order, status: 'DREAMT' },
  'another order': { ...order, id: '8MC585209K746392H' },
  'two purchase units': { ...order, purchase_units: [unit, unit] },
  'no purchase unit': { ...order, purchase_units: [] },
  'no amount': { ...order, purchase_units: [{ ...unit, amount: undefined }] },
  'a negative amount': withCapture({ amount: eur('-59.26') }),
  'an amount with three decimals': withCapture({ amount: eur('59.261') }),
  'an amount that is a number': withCapture({ amount: { currency_code: 'EUR', value: 59.26 } }),
  'a currency that does not exist': withCapture({ amount: { currency_code: 'XXX', value: '59.26' } }),
  'an id that is an address': withCapture({ id: '../../x' }),
};

describe('payments when PayPal answers oddly', () => {
  let server: LocalServer;
  let payments: PayPalPayments;

  beforeEach(async () => {
    server = await startLocalServer();
    payments = paymentsAt(server.url, collectLog().log);
  });
  afterEach(() => server.close());

  for (const [name, odd] of Object.entries(oddOrders)) {
    it(`are unclear when the answer names ${name}`, async () => {
      server.onCall = sendJson(200, odd);
      expect(await errorOf(payments.findOrder(orderId))).to.equal('payments_unclear: get malformed');
      expect(await errorOf(payments.captureOrder({ orderId, requestId: 'r' }))).to.equal(
        'payments_unclear: capture malformed',
      );
    });
  }

  for (const left of ['payee', 'custom_id'] as const) {
    it(`do not take a capture’s answer without ${left} for one that names another`, async () => {
      server.onCall = sendJson(201, { ...order, purchase_units: [{ ...unit, [left]: undefined }] });
      expect(await errorOf(payments.captureOrder({ orderId, requestId: 'r' }))).to.equal(
        'payments_unclear: capture partial',
      );
    });
  }

  it('pass on an amount that differs, for the checkout to judge', async () => {
    server.onCall = sendJson(201, withCapture({ amount: eur('1.00') }));
    const answer = await payments.captureOrder({ orderId, requestId: 'r' });
    if (answer.kind !== 'answered') throw new Error(answer.kind);
    expect(answer.order.captures[0]?.amount).to.deep.equal({ currency: 'EUR', minorUnits: 100 });
  });

  it('pass over what they do not know', async () => {
    server.onCall = sendJson(200, {
      ...order,
      surprise: true,
      payment_source: { paypal: { account_id: 'PAYER1' } },
    });
    expect(await payments.findOrder(orderId)).to.include({ payerId: 'PAYER1', payeeId: 'MERCHANT123' });
  });

  it('keep an order that a 404 without PayPal’s words says is gone', async () => {
    server.onCall = sendJson(404, { message: 'no such route' });
    expect(await errorOf(payments.findOrder(orderId))).to.match(/^payments_unclear/u);
    server.onCall = sendJson(404, { name: 'NO_SUCH_APPLICATION' });
    expect(await errorOf(payments.findOrder(orderId))).to.match(/^payments_unclear/u);
    expect(await errorOf(payments.captureOrder({ orderId, requestId: 'r' }))).to.match(/^payments_unclear/u);
    server.onCall = sendJson(404, {
      name: 'RESOURCE_NOT_FOUND',
      details: [{ issue: 'INVALID_RESOURCE_ID' }],
    });
    expect(await payments.findOrder(orderId)).to.equal(undefined);
  });

  it('never take a refusal of a GET for good', async () => {
    for (const status of [400, 401, 403, 422]) {
      server.onCall = sendJson(status, { name: 'ANYTHING' });
      expect(await errorOf(payments.findOrder(orderId))).to.match(/^payments_unclear/u);
    }
  });

  it('drop a way back to the payer that leads elsewhere', async () => {
    for (const [issue, rel] of [
      ['INSTRUMENT_DECLINED', 'redirect'],
      ['PAYER_ACTION_REQUIRED', 'payer-action'],
    ]) {
      const links = [{ rel, href: 'https://evil.example/checkoutnow', method: 'GET' }];
      server.onCall = sendJson(422, { name: 'UNPROCESSABLE_ENTITY', details: [{ issue }], links });
      const answer = await payments.captureOrder({ orderId, requestId: 'r' });
      expect(answer).to.include({ issue });
      expect(JSON.stringify(answer)).not.to.include('evil.example');
    }
  });

  describe('to a create', () => {
    const created = (links: object[], more: object = {}) => ({
      id: orderId,
      status: 'CREATED',
      links,
      ...more,
    });
    const href = `https://www.sandbox.paypal.com/checkoutnow?token=${orderId}`;

    it('take both names of the link to the approval page', async () => {
      for (const rel of ['approve', 'payer-action']) {
        server.onCall = sendJson(
          201,
          created([
            { href: 'https://api-m.sandbox.paypal.com/x', rel: 'self' },
            { href, rel },
          ]),
        );
        expect(await payments.createOrder(sampleOrder())).to.include({ orderId, approveUrl: href });
      }
    });

    it('refuse an order whose link leads elsewhere, or that has none', async () => {
      for (const links of [[{ href: 'https://paypal.com.evil.example/', rel: 'payer-action' }], []]) {
        server.onCall = sendJson(200, created(links));
        expect(await errorOf(payments.createOrder(sampleOrder()))).to.match(/^payments_refused/u);
      }
      expect(server.calls()).to.have.length(2);
    });

    it('are unclear without an id that can be an order’s', async () => {
      server.onCall = sendJson(201, { ...created([{ href, rel: 'approve' }]), id: '../orders' });
      expect(await errorOf(payments.createOrder(sampleOrder()))).to.equal(
        'payments_unclear: create malformed',
      );
    });

    it('are repeated with the same bytes and the same request id', async () => {
      server.onCall = inTurn(
        (response) => response.socket?.resetAndDestroy(),
        sendJson(409, { name: 'RESOURCE_CONFLICT', details: [{ issue: 'PREVIOUS_REQUEST_IN_PROGRESS' }] }),
        sendJson(201, created([{ href, rel: 'approve' }])),
      );
      expect(await payments.createOrder(sampleOrder())).to.include({ orderId });
      const sent = server
        .calls()
        .map(({ body, headers }) => `${String(headers['paypal-request-id'])} ${body}`);
      expect(sent).to.have.length(3);
      expect(new Set(sent)).to.have.property('size', 1);
    });

    it('are refused for a definite no, but not for refused credentials', async () => {
      for (const [status, code] of [
        [400, 'payments_refused'],
        [403, 'payments_refused'],
        [422, 'payments_refused'],
        [401, 'payments_unclear'],
      ] as const) {
        server.onCall = sendJson(status, { name: 'ANYTHING' });
        expect(await errorOf(payments.createOrder(sampleOrder()))).to.equal(
          `${code}: create ${status} ANYTHING`,
        );
      }
    });
  });
});
