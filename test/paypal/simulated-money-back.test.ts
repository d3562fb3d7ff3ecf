import { expect } from 'chai';
import type { RefundAnswer, WebhookEvent } from '../../src/checkout/refund-ports.ts';
import { parseWebhookEvent } from '../../src/paypal-webhooks/webhook-event.ts';
import { webhookEventTypes } from '../../src/paypal-webhooks/webhook-event-types.ts';
import { webhookPins } from '../../src/paypal-webhooks/webhook-pins.ts';
import { createWebhookVerifier, type WebhookVerdict } from '../../src/paypal-webhooks/webhook-signature.ts';
import { errorOf } from './error-of.ts';
import { type LocalServer, type Received, startLocalServer } from './local-server.ts';
import { sampleOrder } from './sample-order.ts';
import { type SimulatedPayPal, startSimulatedPayPal } from './simulated-paypal.ts';

const cents = (minorUnits: number) => ({ currency: 'EUR', minorUnits });
const total = cents(5_926);

describe('money back and webhooks, with PayPal simulated', () => {
  let paypal: SimulatedPayPal;
  let shop: LocalServer;
  let deliveries: Received[];
  let delivered: (got: Received) => void;

  beforeEach(async () => {
    paypal = await startSimulatedPayPal({}, { callTimeoutMs: 10_000 });
    shop = await startLocalServer();
    deliveries = [];
    delivered = () => undefined;
    shop.onCall = (response, received) => {
      response.end();
      deliveries.push(received);
      delivered(received);
    };
  });
  afterEach(async () => {
    await paypal.close();
    await shop.close();
  });

  async function captured(): Promise<{ orderId: string; captureId: string }> {
    const { orderId, approveUrl } = await paypal.payments.createOrder(sampleOrder());
    await paypal.decide(approveUrl, 'approve');
    const answer = await paypal.payments.captureOrder({ orderId, requestId: 'capture-1' });
    const [capture] = answer.kind === 'answered' ? answer.order.captures : [];
    if (capture === undefined) throw new Error('not captured');
    return { orderId, captureId: capture.captureId };
  }

  async function control(name: string, body: object): Promise<void> {
    const answer = await fetch(`${paypal.url}/_simulator/${name}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    if (!answer.ok) throw new Error(await answer.text());
  }

  function refundOf(answer: RefundAnswer) {
    if (answer.kind !== 'answered') throw new Error(answer.kind);
    return answer.refund;
  }

  it('give back in parts, never more than was taken', async () => {
    const { orderId, captureId } = await captured();
    expect(await paypal.payments.findCapture(captureId)).to.deep.include({
      status: 'COMPLETED',
      amount: total,
      orderId,
      customId: sampleOrder().checkoutId,
      payeeId: 'MERCHANT123',
    });
    const part = { captureId, requestId: 'refund-1', amount: cents(1_000), note: 'One was broken.' };
    const first = refundOf(await paypal.payments.refundCapture(part));
    expect(first).to.deep.include({
      status: 'COMPLETED',
      amount: cents(1_000),
      captureId,
      refundedTotal: cents(1_000),
    });
    const { debugId: _debugId, ...lasting } = first;
    expect(await paypal.payments.findRefund(first.refundId)).to.deep.include(lasting);
    expect(await paypal.payments.findCapture(captureId)).to.include({ status: 'PARTIALLY_REFUNDED' });

    const tooMuch = { captureId, requestId: 'refund-2', amount: cents(4_927) };
    expect(await paypal.payments.refundCapture(tooMuch)).to.include({
      kind: 'refused',
      issue: 'REFUND_AMOUNT_EXCEEDED',
    });
    const rest = refundOf(await paypal.payments.refundCapture({ captureId, requestId: 'refund-3' }));
    expect(rest).to.deep.include({ amount: cents(4_926), refundedTotal: total });
    expect(await paypal.payments.findCapture(captureId)).to.include({ status: 'REFUNDED' });
    expect(await paypal.payments.refundCapture({ captureId, requestId: 'refund-4' })).to.deep.equal({
      kind: 'already_refunded',
    });
  });

  it('give back once for one request id', async () => {
    const { captureId } = await captured();
    const request = { captureId, requestId: 'refund-1', amount: cents(1_000) };
    const first = refundOf(await paypal.payments.refundCapture(request));
    const second = refundOf(await paypal.payments.refundCapture(request));
    expect(second.refundId).to.equal(first.refundId);
    expect(second.refundedTotal).to.deep.equal(cents(1_000));
  });

  for (const fault of ['timeout_after', 'reset_after', 'error_500_after', 'malformed', 'html', 'bad_gzip']) {
    it(`are unclear on ${fault}, and settled by the same request id`, async () => {
      const { captureId } = await captured();
      await paypal.arrange('refund', fault, fault === 'timeout_after' ? { afterMs: 1_200 } : {});
      const request = { captureId, requestId: 'refund-1' };
      expect(await errorOf(paypal.payments.refundCapture(request))).to.match(/^payments_unclear: refund /u);
      expect(paypal.wire.calls().filter(({ path }) => path.endsWith('/refund'))).to.have.length(1);
      expect(await paypal.payments.findCapture(captureId)).to.include({ status: 'REFUNDED' });
      const again = refundOf(await paypal.payments.refundCapture(request));
      expect(again).to.deep.include({ status: 'COMPLETED', amount: total, refundedTotal: total });
    });
  }

  for (const fault of ['reset_before', 'error_503', 'rate_limited', 'conflict']) {
    it(`are unclear on ${fault}, with nothing given back`, async () => {
      const { captureId } = await captured();
      await paypal.arrange('refund', fault);
      const request = { captureId, requestId: 'refund-1' };
      expect(await errorOf(paypal.payments.refundCapture(request))).to.match(/^payments_unclear: refund /u);
      expect(await paypal.payments.findCapture(captureId)).to.include({ status: 'COMPLETED' });
    });
  }

  it('tell that a refund is pending, and how it ended', async () => {
    const { captureId } = await captured();
    await paypal.arrange('refund', 'pending');
    const { refundId, status } = refundOf(
      await paypal.payments.refundCapture({ captureId, requestId: 'refund-1' }),
    );
    expect(status).to.equal('PENDING');
    await control('settle', { refundId, as: 'DECLINED' });
    expect(await paypal.payments.findRefund(refundId)).to.include({ status: 'FAILED' });
  });

  it('know nothing of another’s capture or refund', async () => {
    expect(await paypal.payments.findCapture('UNKNOWN0000000000')).to.equal(undefined);
    expect(await paypal.payments.findRefund('UNKNOWN0000000000')).to.equal(undefined);
    expect(
      await paypal.payments.refundCapture({ captureId: 'UNKNOWN0000000000', requestId: 'r' }),
    ).to.deep.equal({
      kind: 'gone',
    });
  });

  describe('by webhook', () => {
    const url = () => `${shop.url}/webhooks/paypal`;

    /** Waits for the first delivery of this type that is not here yet. */
    async function nextOf(type: string): Promise<{ got: Received; event: WebhookEvent }> {
      const isIt = (got: Received) => parseWebhookEvent(Buffer.from(got.body))?.type === type;
      const got =
        deliveries.find(isIt) ??
        (await new Promise<Received>((resolve) => {
          delivered = (one) => {
            if (isIt(one)) resolve(one);
          };
        }));
      const event = parseWebhookEvent(Buffer.from(got.body));
      if (event === undefined) throw new Error('no event');
      return { got, event };
    }

    async function verify(webhookId: string, got: Received, body = got.body): Promise<WebhookVerdict> {
      const root = await fetch(`${paypal.url}/_simulator/webhook-root`);
      const verifier = createWebhookVerifier({
        ...webhookPins('simulator', paypal.url),
        webhookIds: [webhookId],
        trustRoots: [await root.text()],
        clock: Date.now,
        log: () => undefined,
      });
      return verifier.verify(got.headers, Buffer.from(body));
    }

    it('are registered once, listed, and tried', async () => {
      const webhook = await paypal.webhooks.registerWebhook(url(), webhookEventTypes);
      expect(webhook).to.deep.include({ url: url(), eventTypes: [...webhookEventTypes] });
      expect(await paypal.webhooks.listWebhooks()).to.deep.equal([webhook]);
      expect(await errorOf(paypal.webhooks.registerWebhook(url(), webhookEventTypes))).to.match(
        /^payments_refused: register_webhook 400 WEBHOOK_URL_ALREADY_EXISTS/u,
      );
      const { webhookId } = webhook;
      const type = 'CUSTOMER.DISPUTE.CREATED';
      const eventId = await paypal.webhooks.simulateEvent({ webhookId, eventType: type });
      const { got, event } = await nextOf(type);
      expect(event.eventId).to.equal(eventId);
      expect(await verify(webhookId, got)).to.equal('valid');
    });

    it('are told of a refund that was made at PayPal, signed for us alone', async () => {
      const { webhookId } = await paypal.webhooks.registerWebhook(url(), webhookEventTypes);
      const { orderId, captureId } = await captured();
      const completed = await nextOf('PAYMENT.CAPTURE.COMPLETED');
      expect(completed.event).to.include({ captureId, orderId, customId: sampleOrder().checkoutId });
      await control('refund', { captureId, amount: '10.00' });
      const { got, event } = await nextOf('PAYMENT.CAPTURE.REFUNDED');
      expect(event).to.include({ captureId });
      expect(await paypal.payments.findRefund(event.refundId ?? '')).to.deep.include({
        captureId,
        amount: cents(1_000),
      });
      for (const one of [completed.got, got]) expect(await verify(webhookId, one)).to.equal('valid');
      expect(await verify('0EH40505U7160970P', got)).to.deep.equal({ invalid: 'signature' });
      expect(await verify(webhookId, got, `${got.body} `)).to.deep.equal({ invalid: 'signature' });
    });

    it('name the capture of a dispute', async () => {
      await paypal.webhooks.registerWebhook(url(), webhookEventTypes);
      const { captureId } = await captured();
      await control('dispute', { captureId, as: 'opened' });
      const { event } = await nextOf('CUSTOMER.DISPUTE.CREATED');
      expect(event.sellerTransactionIds).to.deep.equal([captureId]);
      expect(event.customId).to.equal(sampleOrder().checkoutId);
      expect(event.disputeId).to.be.a('string');
    });

    it('that were missed are listed, over all pages', async () => {
      await paypal.webhooks.registerWebhook(url(), webhookEventTypes);
      const since = Date.now() - 60_000;
      const { captureId } = await captured();
      for (let count = 1; count <= 101; count += 1) await control('refund', { captureId, amount: '0.10' });
      const events = await paypal.webhooks.listEvents({ since, until: Date.now() + 60_000 });
      const refunds = events.filter(({ type }) => type === 'PAYMENT.CAPTURE.REFUNDED');
      expect(new Set(refunds.map(({ refundId }) => refundId))).to.have.property('size', 101);
      expect(refunds.every((event) => event.captureId === captureId)).to.equal(true);
      expect(events.some(({ type }) => type === 'CHECKOUT.ORDER.APPROVED')).to.equal(true);
      const calls = paypal.wire.calls().filter(({ path }) => path.includes('webhooks-events'));
      expect(calls).to.have.length(2);
      expect(await paypal.webhooks.listEvents({ since: 0, until: since })).to.deep.equal([]);
    });
  });
});
