import { expect } from 'chai';
import type { Capture } from '../../src/checkout/checkout.ts';
import type { PaymentOrder } from '../../src/checkout/ports.ts';
import { type ApprovedPayment, openApprovedPayment } from '../stage/approved-payment.ts';
import { decideAtPayPal, pressPay } from '../stage/payer.ts';
import { states, told } from '../stage/paypal-side.ts';

describe('what PayPal’s order says of a payment that was asked for', () => {
  let approved: ApprovedPayment;
  beforeEach(async () => {
    approved = await openApprovedPayment();
    await approved.loseCapture();
  });
  afterEach(() => approved.bench.close());

  const look = (changes: Partial<PaymentOrder>) =>
    approved.seeing((found) => ({ ...found, ...changes })).completePayment(approved.back.checkoutId);
  const capture = async (status: Capture['status']): Promise<Capture> => ({
    captureId: 'CAPTURE',
    status,
    amount: (await approved.row()).total,
  });
  const asked = async () => (await approved.bench.asked('capture')).length;
  const lastLine = async () => (await approved.bench.store.ledger(approved.back.checkoutId)).at(-1);
  const flaggedLine = () => lineOfFlag(approved);

  for (const [name, seen] of [
    ['is voided', { status: 'VOIDED', debugId: 'VOIDED-LOG' }],
    ['is not there any more', undefined],
  ] as const)
    it(`that ${name}: the order is over, and the payer pays with a fresh one`, async () => {
      const { bench, back } = approved;
      const flow = approved.seeing((found) => (seen === undefined ? undefined : { ...found, ...seen }));
      const lost = await flow.completePayment(back.checkoutId);
      expect(lost).to.include({ status: 'claimed', lease: undefined });
      expect(lost.orders.map(({ live }) => live)).to.deep.equal([false]);
      expect(told(bench)).to.deep.equal(['approval_lost']);
      const debugId = seen?.debugId;
      expect(await lastLine()).to.deep.equal({
        at: bench.clock.now,
        who: 'paypal',
        what: 'claimed',
        debugId,
      });
      const line = { checkoutId: back.checkoutId, status: 'claimed', captureId: undefined, debugId };
      expect(approved.logged('approval_lost')).to.deep.equal(line);
      const again = await pressPay(bench.flow, lost, back.payerSession);
      const paid = await bench.flow.returnFromPayPal(await decideAtPayPal(again, back.payerSession));
      expect(paid.status).to.equal('paid');
      expect((await bench.captures()).length).to.equal(1);
    });

  it('that is voided although it names money: the money counts', async () => {
    const seen = { status: 'VOIDED', captures: [await capture('COMPLETED')] } as const;
    expect((await look(seen)).status).to.equal('paid');
  });

  it('that is completed and names no capture: unclear, told to nobody, not asked for again', async () => {
    expect((await look({ status: 'COMPLETED' })).status).to.equal('capture_submitted');
    expect(told(approved.bench)).to.deep.equal([]);
    expect(await asked()).to.equal(1);
    const { id, captureRequestId } = await approved.row();
    expect(approved.logged('capture_unclear')).to.deep.equal({
      checkoutId: id,
      orderId: approved.back.orderId,
      requestId: captureRequestId,
      reason: 'captured without a capture',
    });
  });

  for (const status of ['CREATED', 'SAVED', 'PAYER_ACTION_REQUIRED'] as const)
    it(`that is ${status}: the payer has not approved it, so nothing is asked for and nothing told`, async () => {
      const reopened = await look({ status, debugId: 'LOOK' });
      expect(reopened).to.include({ status: 'awaiting_approval', lease: undefined, debugId: 'LOOK' });
      expect(reopened.orders.map(({ live }) => live)).to.deep.equal([true]);
      expect(await asked()).to.equal(1);
      expect(told(approved.bench)).to.deep.equal([]);
      expect(approved.logged('payment_reopened')).to.include({
        status: 'awaiting_approval',
        debugId: 'LOOK',
      });
    });

  for (const payerId of ['SOMEBODY-ELSE', undefined])
    it(`that ${payerId ?? 'nobody'} has approved: nothing is taken`, async () => {
      if (payerId === undefined) await approved.bench.force(await approved.row(), { payerId });
      expect((await look({ payerId })).status).to.equal('awaiting_approval');
      expect(await asked()).to.equal(1);
      expect(await approved.bench.captures()).to.deep.equal([]);
    });

  it('that is approved and names the money already: paid, without asking again', async () => {
    const taken = await capture('COMPLETED');
    const paid = await look({ captures: [taken], debugId: 'LOOK' });
    expect(paid).to.deep.include({ status: 'paid', capture: taken, lease: undefined });
    expect(await asked()).to.equal(1);
    expect(await lastLine()).to.include({ who: 'paypal', what: 'paid, number 1 drawn', debugId: 'LOOK' });
    const line = { checkoutId: paid.id, status: 'paid', captureId: 'CAPTURE', debugId: 'LOOK' };
    expect(approved.logged('payment_arrived')).to.deep.equal(line);
  });

  for (const status of ['DECLINED', 'FAILED'] as const)
    it(`that names a capture which is ${status}: declined, and the next try needs another order`, async () => {
      const failed = await capture(status);
      const declined = await look({ status: 'COMPLETED', captures: [failed], debugId: 'LOOK' });
      expect(declined).to.deep.include({ status: 'declined', declineIssue: status, capture: failed });
      expect(declined).to.include({ lease: undefined, paidAt: undefined, debugId: 'LOOK' });
      expect(declined.orders.map(({ live }) => live)).to.deep.equal([false]);
      expect(told(approved.bench)).to.deep.equal(['payment_declined']);
    });

  for (const status of ['REFUNDED', 'PARTIALLY_REFUNDED'] as const)
    it(`that names a capture which is ${status} when first seen: a person looks, nothing goes back by itself`, async () => {
      const given = await capture(status);
      const flagged = await look({ status: 'COMPLETED', captures: [given], debugId: 'LOOK' });
      expect(flagged).to.include({ status: 'flagged', flag: 'checkout_mismatch', paidAt: undefined });
      expect(flagged).to.deep.include({ capture: given, refunds: [], lease: undefined });
      expect(flagged.orders.map(({ live }) => live)).to.deep.equal([false]);
      const line = { checkoutId: flagged.id, flag: 'checkout_mismatch' };
      expect(approved.logged('checkout_flagged')).to.deep.include(line);
      expect(told(approved.bench)).to.deep.equal(['flagged']);
      const what = 'flagged, flag checkout_mismatch';
      expect(await flaggedLine()).to.include({ who: 'paypal', what, debugId: 'LOOK' });
    });

  it('that is of another sum: flagged before any money moves, with the log number of PayPal’s answer', async () => {
    const flagged = await look({ total: { currency: 'EUR', minorUnits: 1 }, debugId: 'LOOK' });
    expect(flagged).to.include({ status: 'flagged', flag: 'amount_mismatch' });
    expect(flagged.capture).to.equal(undefined);
    expect(await asked()).to.equal(1);
    expect(await flaggedLine()).to.include({ who: 'paypal', debugId: 'LOOK' });
  });

  it('that names money of another sum: flagged with the log number of PayPal’s answer, and given back', async () => {
    const odd = { ...(await capture('COMPLETED')), amount: { currency: 'EUR', minorUnits: 1 } };
    const flagged = await look({ status: 'COMPLETED', captures: [odd], debugId: 'LOOK' });
    expect(flagged).to.deep.include({ flag: 'amount_mismatch', capture: odd, paidAt: undefined });
    expect(flagged.refunds.map(({ reason, amount }) => [reason, amount])).to.deep.equal([
      ['mismatch', odd.amount],
    ]);
    expect(await flaggedLine()).to.include({ who: 'paypal', debugId: 'LOOK' });
  });
});

describe('what PayPal’s order says of a payment that PayPal still checks', () => {
  let approved: ApprovedPayment;
  beforeEach(async () => {
    approved = await openApprovedPayment();
    await approved.holdCapture();
  });
  afterEach(() => approved.bench.close());

  for (const status of ['COMPLETED', 'APPROVED'] as const)
    it(`that it is ${status} and has no capture: unclear, for what is held back cannot be gone`, async () => {
      const flow = approved.seeing((found) => ({ ...found, status, captures: [] }));
      expect((await flow.completePayment(approved.back.checkoutId)).status).to.equal('capture_pending');
      expect(approved.logged('capture_unclear')).to.include({ reason: 'captured without a capture' });
      expect(told(approved.bench)).to.deep.equal(['payment_pending']);
      expect(await approved.bench.asked('capture')).to.have.length(1);
    });

  for (const [name, debugId] of [
    ['is not there any more', undefined],
    ['is voided', 'LOOK'],
  ] as const)
    it(`that it ${name}: a person looks, and the money goes back once it is through`, async () => {
      const { captureId } = (await approved.row()).capture ?? {};
      const flow = approved.seeing((found) =>
        debugId === undefined ? undefined : { ...found, status: 'VOIDED', captures: [], debugId },
      );
      const flagged = await flow.completePayment(approved.back.checkoutId);
      expect(flagged).to.include({ status: 'flagged', flag: 'checkout_mismatch' });
      expect(flagged.capture?.captureId).to.equal(captureId);
      expect(states(flagged)).to.deep.equal(['mismatch submitted']);
      expect(told(approved.bench)).to.deep.equal(['payment_pending', 'flagged']);
      expect(await lineOfFlag(approved)).to.deep.include({ who: 'paypal', debugId });
    });

  for (const [flag, seen] of [
    ['amount_mismatch', { total: { currency: 'EUR', minorUnits: 1 } }],
    ['payee_mismatch', { payeeId: 'SOMEBODYELSE' }],
    ['checkout_mismatch', { customId: 'another checkout' }],
  ] as const)
    it(`that it differs (${flag}) and has no capture: what is held back is not forgotten, and goes back`, async () => {
      const { captureId } = (await approved.row()).capture ?? {};
      const flow = approved.seeing((found) => ({ ...found, ...seen, captures: [] }));
      const flagged = await flow.completePayment(approved.back.checkoutId);
      expect(flagged).to.include({ status: 'flagged', flag });
      expect(flagged.capture?.captureId).to.be.a('string').that.equals(captureId);
      expect(states(flagged)).to.deep.equal(['mismatch submitted']);
      expect(told(approved.bench)).to.deep.equal(['payment_pending', 'flagged']);
    });

  it('that it is still so: nothing changes, and nobody looks again for a while', async () => {
    const before = await approved.row();
    const after = await approved.bench.flow.completePayment(approved.back.checkoutId);
    expect(after).to.include({ status: 'capture_pending', updatedAt: before.updatedAt });
    expect(after.lease?.until).to.equal(approved.bench.clock.now + 30_000);
    expect(told(approved.bench)).to.deep.equal(['payment_pending']);
  });
});

async function lineOfFlag({ bench, back }: ApprovedPayment) {
  return (await bench.store.ledger(back.checkoutId)).find(({ what }) => what.startsWith('flagged'));
}
