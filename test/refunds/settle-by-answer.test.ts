import { expect } from 'chai';
import { withLiveOrder } from '../../src/checkout/order.ts';
import { CheckoutError } from '../../src/checkout/errors.ts';
import type { CaptureAnswer } from '../../src/checkout/ports.ts';
import { outcomeOf } from '../store/outcome.ts';
import { type ApprovedPayment, openApprovedPayment } from '../stage/approved-payment.ts';
import { pressPay } from '../stage/payer.ts';
import { told } from '../stage/paypal-side.ts';

describe('what PayPal answers to a capture', () => {
  let approved: ApprovedPayment;
  beforeEach(async () => {
    approved = await openApprovedPayment();
  });
  afterEach(() => approved.bench.close());

  const comeBack = (answer: CaptureAnswer) =>
    approved.withPayments({ captureOrder: () => Promise.resolve(answer) }).returnFromPayPal(approved.back);
  const nextAddress = async () =>
    pressPay(approved.bench.flow, await approved.row(), approved.back.payerSession);
  const ledger = () => approved.bench.store.ledger(approved.back.checkoutId);

  for (const [kind, status, news] of [
    ['declined', 'declined', 'payment_declined'],
    ['not_approved', 'awaiting_approval', 'approval_lost'],
  ] as const) {
    it(`${kind}: tells it, with PayPal’s log number, and leads the payer to the same order again`, async () => {
      const former = (await approved.row()).orders[0]?.approveUrl;
      const after = await comeBack({ kind, issue: 'ISSUE', debugId: 'ANSWER' });
      expect(after).to.include({ status, lease: undefined, debugId: 'ANSWER' });
      expect(told(approved.bench)).to.deep.equal([news]);
      expect(approved.bench.signalled.map((signal) => signal.kind)).not.to.include('number_reminder');
      expect((await ledger()).at(-1)).to.include({ who: 'paypal', what: status, debugId: 'ANSWER' });
      expect(approved.logged(news)).to.include({ status, debugId: 'ANSWER' });
      expect(await nextAddress()).to.equal(former);
      expect(await approved.bench.orders()).to.have.length(1);
    });

    it(`${kind}, with an address of its own: leads the payer there`, async () => {
      const url = 'https://www.paypal.example/again';
      await comeBack({ kind, issue: 'ISSUE', retryUrl: url, approveUrl: url });
      expect(await nextAddress()).to.equal(url);
      expect(await approved.bench.orders()).to.have.length(1);
    });
  }

  it('refused: declined with its issue and PayPal’s log number, and the next try needs another order', async () => {
    const declined = await comeBack({ kind: 'refused', issue: 'PAYEE_ACCOUNT_CLOSED', debugId: 'ANSWER' });
    expect(declined).to.include({
      declineIssue: 'PAYEE_ACCOUNT_CLOSED',
      debugId: 'ANSWER',
      lease: undefined,
    });
    expect((await ledger()).at(-1)).to.include({
      who: 'paypal',
      what: 'declined, flag capture_refused',
      debugId: 'ANSWER',
    });
    expect(await nextAddress()).not.to.include(approved.back.orderId);
    expect(await approved.bench.orders()).to.have.length(2);
  });

  it('gone: the order is over, the payer may approve a fresh one', async () => {
    const lost = await comeBack({ kind: 'gone' });
    expect(lost.status).to.equal('claimed');
    expect(lost.orders.map(({ live }) => live)).to.deep.equal([false]);
    expect(told(approved.bench)).to.deep.equal(['approval_lost']);
  });

  it('captured already: unclear until a look names the money', async () => {
    expect((await comeBack({ kind: 'already_captured' })).status).to.equal('capture_submitted');
    expect(approved.logged('capture_unclear')).to.include({ reason: 'captured already' });
    expect(told(approved.bench)).to.deep.equal([]);
    approved.bench.clock.now += 10_000;
    await approved.bench.flow.resume();
    expect((await approved.row()).status).to.equal('paid');
  });

  for (const status of ['COMPLETED', 'APPROVED'] as const)
    it(`an order that is ${status} and names no capture: unclear, told to nobody`, async () => {
      const order = await approved.bench.ports.payments.findOrder(approved.back.orderId);
      if (order === undefined) throw new Error('no order');
      const after = await comeBack({ kind: 'answered', order: { ...order, status } });
      expect(after.status).to.equal('capture_submitted');
      expect(approved.logged('capture_unclear')).to.include({ reason: 'no capture named' });
      expect(told(approved.bench)).to.deep.equal([]);
    });

  it('nothing, and a look at the order has no answer either: it rests, and goes on with the same request id', async () => {
    const { bench, back } = approved;
    await bench.arrange(
      { operation: 'capture', fault: 'reset_before' },
      { operation: 'get', fault: 'none' },
      { operation: 'get', fault: 'error_503', times: 3 },
    );
    expect((await bench.flow.returnFromPayPal(back)).status).to.equal('capture_submitted');
    expect(approved.logged('capture_unclear')).to.include({ checkoutId: back.checkoutId });
    bench.clock.now += 10_000;
    await bench.flow.resume();
    expect((await approved.row()).status).to.equal('paid');
    expect(new Set(await bench.asked('capture')).size).to.equal(1);
  });

  for (const moment of ['first', 'second'])
    it(`nothing, and the ${moment} look at the order is refused: that is a refusal, and no unclear answer`, async () => {
      await approved.loseCapture();
      let looks = moment === 'first' ? 1 : 0;
      const flow = approved.withPayments({
        captureOrder: () => Promise.reject(new CheckoutError('payments_unclear', 'cut off')),
        findOrder: (orderId) => {
          looks += 1;
          if (looks === 2) return Promise.reject(new CheckoutError('payments_refused', 'forbidden'));
          return approved.bench.ports.payments.findOrder(orderId);
        },
      });
      expect(await outcomeOf(flow.completePayment(approved.back.checkoutId))).to.equal('payments_refused');
      expect((await approved.row()).status).to.equal('capture_submitted');
      expect(looks).to.equal(2);
    });
});

describe('a payment that may not be asked for', () => {
  let approved: ApprovedPayment;
  beforeEach(async () => {
    approved = await openApprovedPayment();
    await approved.loseCapture();
  });
  afterEach(() => approved.bench.close());

  it('is one of a checkout that nobody knows', async () => {
    expect(await outcomeOf(approved.bench.flow.completePayment('unknown'))).to.equal('checkout_unknown');
  });

  for (const [name, changes] of [
    ['whose order left the live set', { live: false }],
    ['whose order PayPal never named', { orderId: undefined }],
  ] as const)
    it(`is one ${name}`, async () => {
      const checkout = await approved.row();
      await approved.bench.force(checkout, { orders: withLiveOrder(checkout, changes) });
      await expectRefusal(approved);
    });

  it('is one without a request id', async () => {
    await approved.bench.force(await approved.row(), { captureRequestId: undefined });
    await expectRefusal(approved);
  });
});

async function expectRefusal({ bench, back }: ApprovedPayment): Promise<void> {
  const before = [await bench.asked('get'), await bench.asked('capture')];
  const refusal = await bench.flow.completePayment(back.checkoutId).catch((error: unknown) => error);
  expect(refusal).to.be.an('error').with.property('message', 'status_conflict: no live order');
  expect([await bench.asked('get'), await bench.asked('capture')]).to.deep.equal(before);
}
