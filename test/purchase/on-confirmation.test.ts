import { expect } from 'chai';
import type { Checkout } from '../../src/checkout/checkout.ts';
import type { Ports } from '../../src/checkout/ports.ts';
import { outcomeOf, tally, times } from '../store/outcome.ts';
import { type Bench, openBench } from '../stage/flow-harness.ts';
import { decideAtPayPal, goToPayPal, payFor, pressPay, wrongNumber } from '../stage/payer.ts';
import { atPayPal, captureAside, expectAtRest, newsOf, told } from '../stage/paypal-side.ts';

describe('capture on confirmation', () => {
  let bench: Bench;
  beforeEach(async () => {
    bench = await openBench({ capture: 'on_confirmation' });
  });
  afterEach(() => bench.close());

  const row = ({ checkout }: { checkout: Pick<Checkout, 'id'> }) => bench.row(checkout);
  const settle = ({ checkout }: { checkout: Pick<Checkout, 'id'> }) =>
    bench.flow.completePayment(checkout.id);
  const accept = async ({ owner, digits }: Awaited<ReturnType<typeof payFor>>) =>
    expect(await bench.flow.confirm(owner, digits)).to.deep.equal({ kind: 'accepted' });
  const captures = async () => (await bench.asked('capture')).length;

  it('takes nothing before the number is back, and then takes it once', async () => {
    const approved = await payFor(bench);
    const { status, paidAt, capture } = approved.checkout;
    expect([status, paidAt, capture]).to.deep.equal(['approved', undefined, undefined]);
    expect(told(bench)).to.deep.equal(['approval_arrived']);
    bench.clock.now += 30_000;
    await bench.flow.resume();
    expect(await captures()).to.equal(0);
    await accept(approved);
    expect(await row(approved)).to.include({ status: 'capture_submitted', confirmedAt: bench.clock.now });
    expect((await settle(approved)).status).to.equal('confirmed');
    expect(told(bench)).to.deep.equal(['approval_arrived', 'confirmed']);
    expect(await captures()).to.equal(1);
    await expectAtRest(bench);
  });

  it('lets the worker of this process go on at once', async () => {
    const soon: string[] = [];
    const approved = await payFor(bench);
    await bench.flowWith({ settleSoon: (id) => void soon.push(id) }).confirm(approved.owner, approved.digits);
    expect(soon).to.deep.equal([approved.checkout.id]);
  });

  it('is taken up by another process where this one dies between the number and the capture', async () => {
    const approved = await payFor(bench);
    await accept(approved);
    const two = bench.flowWith({ holder: 'two' });
    await Promise.all([two.resume(), bench.flow.resume(), settle(approved)]);
    expect((await row(approved)).status).to.equal('confirmed');
    expect(new Set(await bench.asked('capture')).size).to.equal(1);
    expect(await bench.captures()).to.have.length(1);
  });

  it('of ten right numbers at once takes one', async () => {
    const approved = await payFor(bench);
    await Promise.all(times(10, () => bench.flow.confirm(approved.owner, approved.digits)));
    expect(await tally(times(5, () => settle(approved)))).to.deep.equal({ done: 1, status_conflict: 4 });
    bench.clock.now += 31_000;
    await bench.flow.resume();
    expect((await row(approved)).status).to.equal('confirmed');
    expect(await bench.captures()).to.have.length(1);
  });

  it('tells a decline after the number; the next try needs no number', async () => {
    const approved = await payFor(bench);
    await bench.arrange({ operation: 'capture', fault: { issue: 'INSTRUMENT_DECLINED' } });
    await accept(approved);
    expect((await settle(approved)).status).to.equal('declined');
    expect(told(bench).at(-1)).to.equal('payment_declined');
    const again = await pressPay(bench.flow, approved.checkout, approved.back.payerSession);
    const back = await decideAtPayPal(again, approved.back.payerSession);
    expect((await bench.flow.returnFromPayPal(back)).status).to.equal('confirmed');
    expect(await bench.captures()).to.have.length(1);
    await expectAtRest(bench);
  });

  it('lets a payer whose third number was right go on with a new order after a refusal', async () => {
    const approved = await payFor(bench);
    await bench.flow.drawNewNumber(approved.back);
    await bench.flow.drawNewNumber(approved.back);
    const { digits = '' } = await bench.flow.showNumber(approved.back);
    await bench.arrange({
      operation: 'capture',
      fault: { issue: 'MAX_NUMBER_OF_PAYMENT_ATTEMPTS_EXCEEDED' },
    });
    await accept({ ...approved, digits });
    expect((await settle(approved)).status).to.equal('declined');
    const again = await pressPay(bench.flow, approved.checkout, approved.back.payerSession);
    const back = await decideAtPayPal(again, approved.back.payerSession);
    expect(back.orderId).not.to.equal(approved.back.orderId);
    expect((await bench.flow.returnFromPayPal(back)).status).to.equal('confirmed');
  });

  it('asks for the approval once more where PayPal has lost it after the number', async () => {
    const approved = await payFor(bench);
    await bench.arrange({ operation: 'capture', fault: { issue: 'PAYER_ACTION_REQUIRED' } });
    await accept(approved);
    expect((await settle(approved)).status).to.equal('awaiting_approval');
    expect(told(bench).at(-1)).to.equal('approval_lost');
    const again = await pressPay(bench.flow, approved.checkout, approved.back.payerSession);
    const back = await decideAtPayPal(again, approved.back.payerSession);
    expect((await bench.flow.returnFromPayPal(back)).status).to.equal('confirmed');
  });

  it('calls what PayPal checks after the number neither paid nor failed, and confirms it once it is through', async () => {
    const approved = await payFor(bench);
    await bench.arrange({ operation: 'capture', fault: 'pending' });
    await accept(approved);
    const pending = await settle(approved);
    expect(pending.status).to.equal('capture_pending');
    expect(told(bench).at(-1)).to.equal('payment_pending');
    await atPayPal(bench, 'settle', { captureId: pending.capture?.captureId, as: 'COMPLETED' });
    bench.clock.now += 31_000;
    await bench.flow.resume();
    expect((await row(approved)).status).to.equal('confirmed');
    expect(told(bench).at(-1)).to.equal('confirmed');
  });

  for (const fault of ['reset_after', 'reset_before', 'error_500_after'])
    it(`settles a capture that was unclear after the number (${fault})`, async () => {
      const approved = await payFor(bench);
      await bench.arrange({ operation: 'capture', fault });
      await accept(approved);
      await settle(approved);
      bench.clock.now += 40_000;
      await bench.flow.resume();
      expect((await row(approved)).status).to.equal('confirmed');
      expect(await bench.captures()).to.have.length(1);
    });

  it('flags and gives back a capture of another sum, and confirms nothing', async () => {
    const approved = await payFor(bench);
    await bench.arrange({ operation: 'capture', fault: 'wrong_amount' });
    await accept(approved);
    expect(await settle(approved)).to.include({ status: 'refunded', flag: 'amount_mismatch' });
    expect(told(bench)).to.deep.equal(['approval_arrived', 'flagged', 'refunded']);
  });

  it('loses an approval that PayPal takes back: the number leads to nothing, the payer may approve anew', async () => {
    const { checkout, owner, digits, back } = await payFor(bench);
    await atPayPal(bench, 'reverse-approval', { orderId: back.orderId });
    await bench.flow.handleEvent(newsOf('CHECKOUT.PAYMENT-APPROVAL.REVERSED', { orderId: back.orderId }));
    expect(await bench.row(checkout)).to.include({ status: 'claimed', number: undefined });
    expect(told(bench).at(-1)).to.equal('approval_lost');
    expect(await bench.flow.confirm(owner, digits)).to.deep.equal({ kind: 'nothing_waits' });
    const again = await decideAtPayPal(
      await pressPay(bench.flow, checkout, back.payerSession),
      back.payerSession,
    );
    expect((await bench.flow.returnFromPayPal(again)).status).to.equal('approved');
    expect(await captures()).to.equal(0);
  });

  it('does not believe news of a lost approval that PayPal’s own answer denies', async () => {
    const { checkout, back } = await payFor(bench);
    await bench.flow.handleEvent(newsOf('CHECKOUT.PAYMENT-APPROVAL.REVERSED', { orderId: back.orderId }));
    expect((await bench.row(checkout)).status).to.equal('approved');
  });

  it('says “not charged” of nothing that somebody has charged: that goes back', async () => {
    const checkout = await bench.start();
    const back = await goToPayPal(bench, checkout);
    await captureAside(bench, back.orderId);
    expect(await bench.flow.returnFromPayPal(back)).to.include({ status: 'refunded', flag: 'late_capture' });
    expect(told(bench)).to.deep.equal(['flagged', 'refunded']);
    await expectAtRest(bench);
  });

  it('cancels after ten wrong numbers, with nothing charged and nothing for the merchant to sort out', async () => {
    const { checkout, owner, digits, back } = await payFor(bench);
    for (let index = 0; index < 5; index += 1) await bench.flow.confirm(owner, wrongNumber(digits));
    await bench.flow.drawNewNumber(back);
    const { digits: second = '' } = await bench.flow.showNumber(back);
    for (let index = 0; index < 4; index += 1) await bench.flow.confirm(owner, wrongNumber(second));
    expect(await bench.flow.confirm(owner, wrongNumber(second))).to.deep.equal({
      kind: 'wrong',
      locked: true,
    });
    expect(await bench.row(checkout)).to.include({
      status: 'cancelled',
      flag: 'number_locked',
      number: undefined,
    });
    expect(told(bench).at(-1)).to.equal('cancelled');
    expect(await bench.flow.confirm(owner, second)).to.deep.equal({ kind: 'nothing_waits' });
    expect((await bench.flow.returnFromPayPal(back)).status).to.equal('cancelled');
    expect(await captures()).to.equal(0);
  });

  it('expires while it waits for the number, and then takes none', async () => {
    const { checkout, owner, back } = await payFor(bench);
    bench.clock.now += 3_599_000;
    await bench.flow.drawNewNumber(back);
    const { digits = '' } = await bench.flow.showNumber(back);
    bench.clock.now += 1_000;
    expect(await bench.flow.confirm(owner, digits)).to.deep.equal({ kind: 'nothing_waits' });
    const expired = await bench.row(checkout);
    expect([expired.status, expired.confirmedAt]).to.deep.equal(['expired', undefined]);
    expect(told(bench)).to.deep.equal(['approval_arrived', 'expired']);
    await bench.flow.expireDue();
    bench.clock.now += 60_000;
    await bench.flow.resume();
    expect(await captures()).to.equal(0);
  });

  it('of a number and a deadline at once has one winner', async () => {
    const { checkout, owner, back } = await payFor(bench);
    bench.clock.now += 3_599_999;
    await bench.flow.drawNewNumber(back);
    const { digits = '' } = await bench.flow.showNumber(back);
    const confirming = bench.flow.confirm(owner, digits);
    bench.clock.now += 1;
    await Promise.all([confirming, bench.flow.expireDue()]);
    await bench.flow.completePayment(checkout.id);
    const after = await bench.row(checkout);
    expect([after.status, await captures()]).to.deep.be.oneOf([
      ['confirmed', 1],
      ['expired', 0],
    ]);
  });

  for (const [way, leave] of [
    ['cancel', (checkout) => bench.flow.cancel(checkout.owner)],
    ['new link', (checkout) => bench.flow.renewLink(checkout.owner, again)],
  ] satisfies [string, (checkout: Checkout) => Promise<unknown>][])
    it(`${way} while it waits for the number leads number and order to nothing`, async () => {
      const { checkout, owner, digits } = await payFor(bench);
      await leave(checkout);
      expect(await bench.flow.confirm(owner, digits)).to.deep.equal({ kind: 'nothing_waits' });
      bench.clock.now += 31_000;
      await bench.flow.resume();
      expect((await bench.row(checkout)).status).to.equal('cancelled');
      expect(await captures()).to.equal(0);
    });

  it('shows no number where PayPal cannot be asked at the return, and does when it can', async () => {
    const back = await goToPayPal(bench, await bench.start());
    await bench.arrange({ operation: 'get', fault: 'error_503', times: 3 });
    expect(await outcomeOf(bench.flow.returnFromPayPal(back))).to.equal('payments_unclear');
    expect((await bench.flow.returnFromPayPal(back)).status).to.equal('approved');
  });

  it('gives nothing back of what was not charged', async () => {
    const { checkout } = await payFor(bench);
    const flow = bench.flowWith({
      settings: { ...bench.ports.settings, unconfirmed: 'refund' } satisfies Ports['settings'],
    });
    expect(await outcomeOf(flow.refund({ checkoutId: checkout.id, reason: 'merchant' }))).to.equal(
      'refund_impossible',
    );
    bench.clock.now += 2 * 86_400_000;
    expect(await flow.endUnconfirmed()).to.equal(0);
  });
});

const again = { activityId: 'activity-2', conversationReference: '{}' };
