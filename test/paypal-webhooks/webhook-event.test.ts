import { expect } from 'chai';
import type { WebhookEvent } from '../../src/checkout/refund-ports.ts';
import { parseWebhookEvent } from '../../src/paypal-webhooks/webhook-event.ts';
import { assertMatchesSchema } from '../paypal/schemas.ts';
import { api, captureId, eur, orderId, refundId } from '../paypal/sample-refund.ts';
import { genuineDeliveries } from './signed-delivery.ts';

const eventId = 'WH-58D329510W468432D-8HN650336L201105X';
const customId = 'abcdefghijklmnopqrstuvwxyz';
const invoiceId = 'abcdefghijklmnopqrstuvwxyz-1';

function event(type: string, resource: unknown, resourceType?: string): object {
  return {
    id: eventId,
    create_time: '2026-01-15T12:00:00.940Z',
    resource_type: resourceType,
    event_type: type,
    summary: 'For people.',
    resource,
    links: [{ href: `${api}/v1/notifications/webhooks-events/${eventId}`, rel: 'self', method: 'GET' }],
    event_version: '1.0',
    resource_version: '2.0',
  };
}

function parse(value: unknown): WebhookEvent | undefined {
  return parseWebhookEvent(Buffer.from(JSON.stringify(value)));
}

/** What an event joins; what is undefined is left out. */
function joins(type: string, resource: unknown, resourceType?: string): object {
  const parsed = parse(event(type, resource, resourceType));
  if (parsed === undefined) throw new Error('not an event');
  expect(parsed).to.include({ eventId, type });
  const { eventId: _eventId, type: _type, ...references } = parsed;
  return Object.fromEntries(Object.entries(references).filter(([, value]) => value !== undefined));
}

const up = (path: string) => [
  { href: `${api}/elsewhere`, rel: 'self', method: 'GET' },
  { href: `${api}${path}`, rel: 'up', method: 'GET' },
];

const capture = {
  id: captureId,
  status: 'COMPLETED',
  amount: eur('59.26'),
  custom_id: customId,
  invoice_id: invoiceId,
  supplementary_data: { related_ids: { order_id: orderId } },
  links: up(`/v2/checkout/orders/${orderId}`),
};
const refund = {
  id: refundId,
  status: 'COMPLETED',
  amount: eur('59.26'),
  custom_id: customId,
  invoice_id: invoiceId,
  links: up(`/v2/payments/captures/${captureId}`),
};
const unit = { reference_id: 'x', custom_id: customId, invoice_id: invoiceId, amount: eur('59.26') };

describe('an event of PayPal’s', () => {
  it('stands on samples that PayPal could have sent', () => {
    const sample: unknown = JSON.parse(
      JSON.stringify(event('PAYMENT.CAPTURE.COMPLETED', capture, 'capture')),
    );
    assertMatchesSchema('event', sample, 'webhooks');
  });

  for (const type of ['COMPLETED', 'PENDING', 'DENIED', 'DECLINED']) {
    it(`PAYMENT.CAPTURE.${type} names capture, order and checkout`, () => {
      const joined = { orderId, captureId, customId, invoiceId, sellerTransactionIds: [] };
      expect(joins(`PAYMENT.CAPTURE.${type}`, capture, 'capture')).to.deep.equal(joined);
      // The order stands in the link, too.
      const { supplementary_data: _data, ...short } = capture;
      expect(joins(`PAYMENT.CAPTURE.${type}`, short)).to.deep.equal(joined);
    });
  }

  for (const type of [
    'PAYMENT.CAPTURE.REFUNDED',
    'PAYMENT.CAPTURE.REVERSED',
    'PAYMENT.REFUND.PENDING',
    'PAYMENT.REFUND.FAILED',
  ]) {
    it(`${type} names the refund, and by its link the capture`, () => {
      const joined = { captureId, refundId, customId, invoiceId, sellerTransactionIds: [] };
      expect(joins(type, refund, 'refund')).to.deep.equal(joined);
      expect(joins(type, refund)).to.deep.equal(joined);
    });
  }

  it('about a refund without a link does not take the refund for the capture', () => {
    expect(joins('PAYMENT.CAPTURE.REVERSED', { id: refundId }, 'refund')).to.deep.equal({
      refundId,
      sellerTransactionIds: [],
    });
  });

  it('PAYMENT.CAPTURE.REVERSED may be about the capture itself', () => {
    expect(joins('PAYMENT.CAPTURE.REVERSED', capture, 'capture')).to.include({ captureId, orderId });
  });

  for (const type of ['CHECKOUT.ORDER.APPROVED', 'CHECKOUT.ORDER.COMPLETED']) {
    it(`${type} names the order, and its capture where there is one already`, () => {
      const joined = { orderId, customId, invoiceId, sellerTransactionIds: [] };
      const order = { id: orderId, purchase_units: [unit], links: up('/v2/checkout/orders') };
      expect(joins(type, order, 'checkout-order')).to.deep.equal(joined);
      const payments = { captures: [{ id: captureId, status: 'COMPLETED' }] };
      const captured = { ...order, purchase_units: [{ ...unit, payments }] };
      expect(joins(type, captured, 'checkout-order')).to.deep.equal({ ...joined, captureId });
      // Of several, the order tells.
      const tried = { captures: [{ id: 'DECLINED1' }, { id: captureId }] };
      const twice = { ...order, purchase_units: [{ ...unit, payments: tried }] };
      expect(joins(type, twice, 'checkout-order')).to.deep.equal(joined);
    });
  }

  it('CHECKOUT.PAYMENT-APPROVAL.REVERSED names the order', () => {
    const resource = { order_id: orderId, purchase_units: [unit], payment_source: {} };
    expect(joins('CHECKOUT.PAYMENT-APPROVAL.REVERSED', resource)).to.deep.equal({
      orderId,
      customId,
      invoiceId,
      sellerTransactionIds: [],
    });
  });

  it('PAYMENT.AUTHORIZATION.CREATED names the order, and no capture', () => {
    const authorization = { ...capture, id: '7AU12345678901234', links: [] };
    expect(joins('PAYMENT.AUTHORIZATION.CREATED', authorization, 'authorization')).to.deep.equal({
      orderId,
      customId,
      invoiceId,
      sellerTransactionIds: [],
    });
  });

  for (const type of ['CREATED', 'UPDATED', 'RESOLVED']) {
    it(`CUSTOMER.DISPUTE.${type} names the dispute and its captures`, () => {
      const one = { seller_transaction_id: captureId, custom: customId, invoice_number: invoiceId };
      const other = { seller_transaction_id: 'OTHERCAPTURE12345' };
      const dispute = { dispute_id: 'PP-R-NUK-10108093', disputed_transactions: [one] };
      expect(joins(`CUSTOMER.DISPUTE.${type}`, dispute, 'dispute')).to.deep.equal({
        disputeId: 'PP-R-NUK-10108093',
        sellerTransactionIds: [captureId],
        customId,
        invoiceId,
      });
      // About several, it is about no one checkout.
      const several = { ...dispute, disputed_transactions: [one, other, {}] };
      expect(joins(`CUSTOMER.DISPUTE.${type}`, several)).to.deep.equal({
        disputeId: 'PP-R-NUK-10108093',
        sellerTransactionIds: [captureId, 'OTHERCAPTURE12345'],
      });
    });
  }

  it('of a type that nobody knows is about no refund of ours, though it leads to a capture', () => {
    expect(joins('PAYMENT.PAYOUT.SENT', refund, 'refund')).to.deep.equal({
      captureId,
      customId,
      invoiceId,
      sellerTransactionIds: [],
    });
  });

  it('of an order of several units names none of them', () => {
    const order = { id: orderId, purchase_units: [unit, { ...unit, custom_id: 'another' }] };
    expect(joins('CHECKOUT.ORDER.APPROVED', order)).to.deep.equal({ orderId, sellerTransactionIds: [] });
  });

  it('of a type that nobody knows is allowed', () => {
    const read = genuineDeliveries.map(({ body }) => parseWebhookEvent(body));
    expect(read.map((one) => [one?.eventId, one?.type])).to.deep.equal([
      ['WH-0G2756385H040842W-5Y612302CV158622M', 'PAYMENT.SALE.COMPLETED'],
      ['WH-2MW4820926242972J-6SG447389E205703U', 'BILLING.PLAN.CREATED'],
    ]);
    for (const one of read)
      expect(one).to.include({ captureId: undefined, orderId: undefined, refundId: undefined });
  });

  it('stays readable when its references are odd, and has none of them', () => {
    const none = { sellerTransactionIds: [] };
    for (const resource of [
      undefined,
      null,
      7,
      'text',
      [],
      {},
      { id: '../../x', custom_id: 7, links: 'up', purchase_units: {}, disputed_transactions: [7] },
      {
        id: '',
        custom_id: '',
        invoice_id: 'x'.repeat(256),
        supplementary_data: { related_ids: { order_id: '..' } },
      },
      { links: up(`/v2/payments/captures/${captureId}/../x`), dispute_id: 'a b' },
      { links: [{ href: 7, rel: 'up' }] },
    ]) {
      for (const type of [
        'PAYMENT.CAPTURE.COMPLETED',
        'PAYMENT.REFUND.FAILED',
        'CUSTOMER.DISPUTE.CREATED',
        'NEW',
      ]) {
        expect(joins(type, resource), JSON.stringify(resource)).to.deep.equal(none);
      }
    }
  });

  it('keeps the references that are right beside one that is not', () => {
    expect(joins('PAYMENT.CAPTURE.COMPLETED', { ...capture, custom_id: 7 })).to.deep.equal({
      orderId,
      captureId,
      invoiceId,
      sellerTransactionIds: [],
    });
  });

  it('takes no id from a link of another name', () => {
    const links = [{ href: `${api}/v2/payments/captures/${captureId}`, rel: 'self' }];
    expect(joins('PAYMENT.REFUND.PENDING', { id: refundId, links })).not.to.have.property('captureId');
  });

  it('takes an id from a link whatever its host, and nothing but the id', () => {
    const links = [{ href: `https://evil.example/v2/payments/captures/${captureId}`, rel: 'up' }];
    expect(joins('PAYMENT.REFUND.PENDING', { id: refundId, links })).to.include({ captureId, refundId });
  });

  it('is none without an id and a type', () => {
    const whole = event('PAYMENT.CAPTURE.COMPLETED', capture);
    for (const changes of [
      { id: undefined },
      { id: '' },
      { id: 7 },
      { id: 'a/b' },
      { id: 'x'.repeat(65) },
      { event_type: undefined },
      { event_type: '' },
      { event_type: 'two words' },
      { event_type: 'X'.repeat(129) },
    ]) {
      expect(parse({ ...whole, ...changes }), JSON.stringify(changes)).to.equal(undefined);
    }
  });

  it('is none when the bytes are no JSON, no object or no UTF-8', () => {
    for (const text of ['', '{', 'null', '7', '[]', '"x"', '['.repeat(200_000), `{"id":"${eventId}"}{}`]) {
      expect(parseWebhookEvent(Buffer.from(text))).to.equal(undefined);
    }
    const bytes = Buffer.from(JSON.stringify({ ...event('X', {}), note: 'é' }), 'latin1');
    expect(parseWebhookEvent(bytes)).to.equal(undefined);
  });

  it('cannot reach into our own objects', () => {
    const text = `{"id":"${eventId}","event_type":"X","__proto__":{"resource":{"order_id":"A1"}},"constructor":{"x":1}}`;
    expect(parseWebhookEvent(Buffer.from(text))).to.include({ eventId, orderId: undefined });
    expect(Object.keys(Object.prototype)).to.deep.equal([]);
  });
});
