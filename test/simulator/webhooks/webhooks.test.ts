import { X509Certificate } from 'node:crypto';
import { expect } from 'chai';
import { plainOrder } from '../order-bodies.ts';
import { idOf, newRequestId, openSandbox, type Sandbox } from '../sandbox.ts';
import { assertEvent, isGenuine, openShopEar, register, subscribe, type ShopEar } from '../shop-ear.ts';

const hourMs = 3_600_000;
const minuteMs = 60_000;

describe('the webhooks of the simulator', () => {
  let sandbox: Sandbox;
  let ear: ShopEar;
  beforeEach(async () => {
    [sandbox, ear] = await Promise.all([openSandbox({ webhookRetryMs: 5 }), openShopEar()]);
  });
  afterEach(async () => {
    await sandbox.simulator.close();
    await ear.close();
    for (const each of ear.heard) assertEvent(each);
  });

  it('are registered, listed and removed, and hear nothing afterwards', async () => {
    const created = await register(sandbox, ear.url, 'CHECKOUT.ORDER.APPROVED', 'PAYMENT.CAPTURE.COMPLETED');
    expect(created.status).to.equal(201);
    const path = `/v1/notifications/webhooks/${idOf(created)}`;
    const list = await sandbox.ask('webhooks.list', 'GET', '/v1/notifications/webhooks');
    expect(list.body['webhooks']).to.have.nested.property('[0].url', ear.url);
    expect((await sandbox.ask('webhooks.get', 'GET', path)).body['url']).to.equal(ear.url);
    expect((await sandbox.ask('webhooks.delete', 'DELETE', path)).status).to.equal(204);
    expect((await sandbox.ask('webhooks.get', 'GET', path)).status).to.equal(404);
    await sandbox.buy();
    expect(ear.heard).to.deep.equal([]);
  });

  const foreign = [
    'https://shop.example/webhooks',
    'http://127.0.0.1.shop.example/',
    'http://user@127.0.0.1/',
    'http://10.0.0.1/',
    'http://[::2]/',
    'ftp://127.0.0.1/',
    'nonsense',
  ];
  it('are refused anywhere but on this machine, twice, for unknown events, and beyond ten', async () => {
    for (const url of foreign) {
      const reply = await register(sandbox, url);
      expect([reply.status, reply.body.name], url).to.deep.equal([400, 'VALIDATION_ERROR']);
    }
    expect((await register(sandbox, ear.url, 'PAYMENT.NONSENSE')).body.name).to.equal('VALIDATION_ERROR');
    await register(sandbox, ear.url);
    expect((await register(sandbox, ear.url)).body.name).to.equal('WEBHOOK_URL_ALREADY_EXISTS');
    for (let count = 1; count < 10; count += 1) await register(sandbox, `${ear.url}/${count}`);
    expect((await register(sandbox, `${ear.url}/10`)).body.name).to.equal('WEBHOOK_NUMBER_LIMIT_EXCEEDED');
  });

  it('hear of a purchase in messages signed over their very bytes', async () => {
    const webhookId = await subscribe(sandbox, ear.url);
    const { orderId, captureId } = await sandbox.buy();
    expect((await ear.types(3)).toSorted()).to.deep.equal([
      'CHECKOUT.ORDER.APPROVED',
      'CHECKOUT.ORDER.COMPLETED',
      'PAYMENT.CAPTURE.COMPLETED',
    ]);
    for (const each of ear.heard) {
      expect(await isGenuine(sandbox, each, webhookId)).to.equal(true);
      expect(await isGenuine(sandbox, each, 'ANOTHER')).to.equal(false);
      const bent = { ...each, raw: Buffer.concat([each.raw, Buffer.from(' ')]) };
      expect(await isGenuine(sandbox, bent, webhookId)).to.equal(false);
    }
    const capture = ear.heard.find(({ event }) => event.event_type === 'PAYMENT.CAPTURE.COMPLETED');
    expect(capture?.event.resource).to.include({ id: captureId, status: 'COMPLETED' });
    expect(capture?.event.resource).to.have.nested.property(
      'supplementary_data.related_ids.order_id',
      orderId,
    );
  });

  it('are signed by a certificate of a root of the simulator, good until 2049', async () => {
    const pem = await (await fetch(`${sandbox.simulator.url}/_simulator/webhook-root`)).text();
    const root = new X509Certificate(pem);
    expect(root.ca && root.verify(root.publicKey)).to.equal(true);
    expect(Date.parse(root.validTo)).to.be.greaterThan(Date.parse('2049-01-01'));
    const unknown = await fetch(`${sandbox.simulator.url}/v1/notifications/certs/CERT-none`);
    expect(unknown.status).to.equal(404);
  });

  it('hear only of what they asked for', async () => {
    await subscribe(sandbox, ear.url, 'PAYMENT.CAPTURE.REFUNDED');
    const { captureId } = await sandbox.buy();
    const path = `/v2/payments/captures/${captureId}/refund`;
    const refund = await sandbox.ask('captures.refund', 'POST', path, { headers: newRequestId() });
    expect(await ear.types(1)).to.deep.equal(['PAYMENT.CAPTURE.REFUNDED']);
    expect(ear.heard[0]?.event.resource.id).to.equal(idOf(refund));
    expect(ear.heard[0]?.event.resource['links']).to.deep.include({
      href: `${sandbox.simulator.url}/v2/payments/captures/${captureId}`,
      rel: 'up',
      method: 'GET',
    });
  });

  it('hear how a review ends, by itself in time or when a tester says so', async () => {
    await subscribe(sandbox, ear.url, ...captureEvents);
    await sandbox.arrange(
      { operation: 'capture', fault: 'pending', afterMs: minuteMs },
      { operation: 'capture', fault: 'pending_declined', afterMs: minuteMs },
      { operation: 'capture', fault: 'pending' },
      { operation: 'capture', fault: 'declined' },
    );
    const first = await sandbox.buy();
    const second = await sandbox.buy();
    const third = await sandbox.buy();
    await sandbox.buy();
    const begun = ['PAYMENT.CAPTURE.DECLINED', ...Array.from({ length: 3 }, () => 'PAYMENT.CAPTURE.PENDING')];
    expect((await ear.types(4)).toSorted()).to.deep.equal(begun);
    sandbox.clock.now += minuteMs;
    expect((await ear.types(6)).slice(4).toSorted()).to.deep.equal([
      'PAYMENT.CAPTURE.COMPLETED',
      'PAYMENT.CAPTURE.DENIED',
    ]);
    expect(await sandbox.control('settle', { captureId: third.captureId, as: 'declined' })).to.deep.include({
      status: 200,
    });
    expect((await ear.types(7)).at(-1)).to.equal('PAYMENT.CAPTURE.DENIED');
    const statuses = (await sandbox.ledger()).captures.map(({ id, status }) => [id, status]);
    expect(statuses.slice(0, 3)).to.deep.equal([
      [first.captureId, 'COMPLETED'],
      [second.captureId, 'DECLINED'],
      [third.captureId, 'DECLINED'],
    ]);
    const again = await sandbox.control('settle', { captureId: third.captureId, as: 'COMPLETED' });
    expect(again.status).to.equal(409);
  });

  it('hear of refunds that are pending, and that fail or are made at PayPal', async () => {
    await subscribe(sandbox, ear.url, ...refundEvents);
    const { captureId } = await sandbox.buy();
    await sandbox.arrange({ operation: 'refund', fault: 'pending' });
    const path = `/v2/payments/captures/${captureId}/refund`;
    const refund = await sandbox.ask('captures.refund', 'POST', path, { headers: newRequestId() });
    await ear.types(1);
    await sandbox.control('settle', { refundId: idOf(refund), as: 'DECLINED' });
    await ear.types(2);
    expect((await sandbox.control('refund', { captureId, amount: '9.80' })).status).to.equal(200);
    await ear.types(3);
    expect((await sandbox.control('refund', { captureId })).body['amount']).to.include({ value: '20.00' });
    expect(await ear.types(4)).to.deep.equal([
      'PAYMENT.REFUND.PENDING',
      'PAYMENT.REFUND.FAILED',
      'PAYMENT.CAPTURE.REFUNDED',
      'PAYMENT.CAPTURE.REFUNDED',
    ]);
    expect((await sandbox.control('refund', { captureId })).status).to.equal(409);
  });

  it('hear of disputes; one that the buyer wins takes the money back', async () => {
    await subscribe(sandbox, ear.url, ...disputeEvents);
    const won = await sandbox.buy();
    const lost = await sandbox.buy();
    for (const { captureId } of [won, lost]) {
      expect((await sandbox.control('dispute', { captureId, as: 'closed_for_buyer' })).status).to.equal(409);
      expect((await sandbox.control('dispute', { captureId, as: 'opened' })).status).to.equal(200);
      expect((await sandbox.control('dispute', { captureId, as: 'opened' })).status).to.equal(409);
    }
    await ear.types(2);
    expect(ear.heard[0]?.event.resource).to.have.nested.property(
      'disputed_transactions[0].seller_transaction_id',
    );
    await sandbox.control('dispute', { captureId: won.captureId, as: 'closed_for_seller' });
    await ear.types(3);
    await sandbox.control('dispute', { captureId: lost.captureId, as: 'closed_for_buyer' });
    expect((await ear.types(5)).slice(2).toSorted()).to.deep.equal([
      'CUSTOMER.DISPUTE.RESOLVED',
      'CUSTOMER.DISPUTE.RESOLVED',
      'PAYMENT.CAPTURE.REVERSED',
    ]);
    const { captures, refunds } = await sandbox.ledger();
    expect(captures.map(({ status }) => status)).to.deep.equal(['COMPLETED', 'REFUNDED']);
    expect(refunds.map(({ capture_id }) => capture_id)).to.deep.equal([lost.captureId]);
  });

  it('hear that an approval is reversed, when nobody used it in time or PayPal takes it back', async () => {
    await subscribe(sandbox, ear.url, 'CHECKOUT.PAYMENT-APPROVAL.REVERSED');
    const [idle, taken] = [
      idOf(await sandbox.create(plainOrder())),
      idOf(await sandbox.create(plainOrder())),
    ];
    for (const id of [idle, taken]) await sandbox.press(id, 'approve');
    expect((await sandbox.control('reverse-approval', { orderId: taken })).status).to.equal(200);
    expect((await sandbox.get(taken)).body.status).to.equal('CREATED');
    await ear.types(1);
    expect((await sandbox.control('clock', { aheadMs: 3 * hourMs })).status).to.equal(200);
    await ear.types(2);
    expect(ear.heard.map(({ event }) => event.resource['order_id'])).to.deep.equal([taken, idle]);
    expect((await sandbox.ask('orders.get', 'GET', `/v2/checkout/orders/${idle}`)).status).to.equal(404);
    await sandbox.control('clock', { aheadMs: 0 });
    expect((await sandbox.get(taken)).status).to.equal(200);
  });

  it('hear of authorizations', async () => {
    await subscribe(sandbox, ear.url, 'PAYMENT.AUTHORIZATION.CREATED', 'PAYMENT.AUTHORIZATION.VOIDED');
    const id = idOf(await sandbox.create({ ...plainOrder(), intent: 'AUTHORIZE' }));
    await sandbox.press(id, 'approve');
    const headers = newRequestId();
    await sandbox.ask('orders.authorize', 'POST', `/v2/checkout/orders/${id}/authorize`, { headers });
    await ear.types(1);
    const path = `/v2/payments/authorizations/${ear.heard[0]?.event.resource.id ?? ''}/void`;
    await sandbox.ask('authorizations.void', 'POST', path, { headers: newRequestId() });
    expect((await ear.types(2))[1]).to.equal('PAYMENT.AUTHORIZATION.VOIDED');
  });
});

const captureEvents = ['COMPLETED', 'PENDING', 'DENIED', 'DECLINED'].map((each) => `PAYMENT.CAPTURE.${each}`);
const refundEvents = ['PAYMENT.CAPTURE.REFUNDED', 'PAYMENT.REFUND.PENDING', 'PAYMENT.REFUND.FAILED'];
const disputeEvents = ['CUSTOMER.DISPUTE.CREATED', 'CUSTOMER.DISPUTE.RESOLVED', 'PAYMENT.CAPTURE.REVERSED'];
