import { expect } from 'chai';
import { outcomeOf } from '../store/outcome.ts';
import { type ApprovedPayment, openApprovedPayment } from '../stage/approved-payment.ts';
import type { Bench } from '../stage/flow-harness.ts';
import type { WayBack } from '../stage/payer.ts';
import { told } from '../stage/paypal-side.ts';

describe('completing a payment', () => {
  let bench: Bench;
  let back: WayBack;
  let approved: ApprovedPayment;
  beforeEach(async () => {
    approved = await openApprovedPayment();
    ({ bench, back } = approved);
  });
  afterEach(() => bench.close());

  const row = () => approved.row();

  it('tells of the money at once, and of the number after 2 and 15 minutes', async () => {
    await bench.flow.returnFromPayPal(back);
    const signals = bench.signalled.filter(({ kind }) => /payment|reminder/.test(kind));
    expect(signals.map(({ kind, dueAt }) => [kind, (dueAt - bench.clock.now) / 60_000])).to.deep.equal([
      ['payment_arrived', 0],
      ['number_reminder', 2],
      ['number_reminder', 15],
    ]);
  });

  it('after a decline keeps the order, and captures it with a new request id when the payer comes back', async () => {
    await bench.arrange({ operation: 'capture', fault: { issue: 'INSTRUMENT_DECLINED' } });
    const declined = await bench.flow.returnFromPayPal(back);
    expect(declined).to.include({
      status: 'declined',
      declineIssue: 'INSTRUMENT_DECLINED',
      number: undefined,
    });
    expect(declined.orders[0]).to.include({ live: true, orderId: back.orderId });
    expect(told(bench)).to.deep.equal(['payment_declined']);
    expect((await bench.flow.returnFromPayPal(back)).status).to.equal('paid');
    const ids = await bench.asked('capture');
    expect(new Set(ids).size).to.equal(2);
    expect(await bench.captures()).to.have.length(1);
  });

  for (const fault of ['declined', { issue: 'MAX_NUMBER_OF_PAYMENT_ATTEMPTS_EXCEEDED' }]) {
    it(`ends the order with a decline for good (${JSON.stringify(fault)})`, async () => {
      await bench.arrange({ operation: 'capture', fault });
      const declined = await bench.flow.returnFromPayPal(back);
      expect(declined.status).to.equal('declined');
      expect(declined.orders.some(({ live }) => live)).to.equal(false);
      expect((await bench.flow.returnFromPayPal(back)).status).to.equal('declined');
      expect(await bench.asked('capture')).to.have.length(1);
    });
  }

  it('sends a payer back whose approval PayPal has lost', async () => {
    await bench.arrange({ operation: 'capture', fault: { issue: 'PAYER_ACTION_REQUIRED' } });
    expect((await bench.flow.returnFromPayPal(back)).status).to.equal('awaiting_approval');
    expect(told(bench)).to.deep.equal(['approval_lost']);
  });

  it('calls a payment that PayPal checks neither paid nor failed, looks again when the lease is over, and then pays', async () => {
    await bench.arrange({ operation: 'capture', fault: 'pending' });
    const pending = await bench.flow.returnFromPayPal(back);
    expect(pending).to.include({ status: 'capture_pending', number: undefined, paidAt: undefined });
    expect(told(bench)).to.deep.equal(['payment_pending']);
    const looks = (await bench.asked('get')).length;
    expect(await bench.flow.resume()).to.equal(0);
    bench.clock.now += 30_000;
    expect(await bench.flow.resume()).to.equal(1);
    expect(await bench.asked('get')).to.have.length(looks + 1);
    expect(await row()).to.deep.include({ status: 'capture_pending', updatedAt: pending.updatedAt });
    bench.clock.now += 30_000;
    await approved
      .seeing((found) => ({
        ...found,
        captures: found.captures.map((capture) => ({ ...capture, status: 'COMPLETED' as const })),
      }))
      .resume();
    expect((await row()).status).to.equal('paid');
    expect(await bench.asked('capture')).to.have.length(1);
  });

  it('settles an unclear capture by a GET that shows it', async () => {
    await bench.arrange({ operation: 'capture', fault: 'reset_after' });
    expect((await bench.flow.returnFromPayPal(back)).status).to.equal('paid');
    expect(await bench.asked('capture')).to.have.length(1);
  });

  it('tells nothing while a capture is unclear, and goes on with the same request id after a GET', async () => {
    await bench.arrange({ operation: 'capture', fault: 'reset_before' });
    expect((await bench.flow.returnFromPayPal(back)).status).to.equal('capture_submitted');
    expect(told(bench)).to.deep.equal([]);
    expect(await bench.flow.resume()).to.equal(0);
    bench.clock.now += 10_000;
    const looks = (await bench.asked('get')).length;
    await bench.flow.resume();
    expect((await row()).status).to.equal('paid');
    expect(await bench.asked('get')).to.have.length(looks + 1);
    const ids = await bench.asked('capture');
    expect([ids.length, new Set(ids).size]).to.deep.equal([2, 1]);
  });

  it('lets the merchant see what stays unclear, however often it is asked about', async () => {
    await bench.arrange({ operation: 'capture', fault: 'error_500', times: 1000 });
    await bench.flow.returnFromPayPal(back);
    for (let round = 0; round < 4; round += 1) {
      bench.clock.now += 40_000;
      await bench.flow.resume();
    }
    const { checkouts } = await bench.store.overdue(10);
    expect(checkouts.map(({ id }) => id)).to.deep.equal([back.checkoutId]);
  });

  it('goes by the capture that took the money, not by one declined before it', async () => {
    const { payments } = bench.ports;
    const flow = approved.withPayments({
      captureOrder: async (request) => {
        const answer = await payments.captureOrder(request);
        if (answer.kind !== 'answered') return answer;
        const [capture] = answer.order.captures;
        if (capture === undefined) return answer;
        const captures = [{ ...capture, captureId: 'FIRST', status: 'DECLINED' as const }, capture];
        return { kind: 'answered', order: { ...answer.order, captures } };
      },
    });
    const paid = await flow.returnFromPayPal(back);
    expect([paid.status, paid.capture?.status]).to.deep.equal(['paid', 'COMPLETED']);
  });

  for (const fault of ['wrong_amount', 'wrong_currency']) {
    it(`flags a capture with ${fault.replace('_', ' ')}, gives it back, and never calls it paid`, async () => {
      await bench.arrange({ operation: 'capture', fault });
      const flagged = await bench.flow.returnFromPayPal(back);
      expect(flagged).to.include({ status: 'refunded', flag: 'amount_mismatch', paidAt: undefined });
      expect(flagged.refunds.map(({ reason, status }) => [reason, status])).to.deep.equal([
        ['mismatch', 'completed'],
      ]);
      expect(flagged.refunds[0]?.amount).to.deep.equal(flagged.capture?.amount);
      expect(told(bench)).to.deep.equal(['flagged', 'refunded']);
      expect(await outcomeOf(bench.flow.showNumber(back))).to.equal('status_conflict');
    });
  }

  it('flags an order that changed after the return was proven, before any money moves', async () => {
    await bench.arrange({ operation: 'capture', fault: 'reset_before' });
    await bench.flow.returnFromPayPal(back);
    bench.clock.now += 10_000;
    await bench.arrange({ operation: 'get', fault: 'wrong_amount' });
    await bench.flow.resume();
    expect(await row()).to.include({ status: 'flagged', flag: 'amount_mismatch' });
    expect(await bench.captures()).to.deep.equal([]);
  });

  it('is settled once PayPal’s answer could not be written down: the payer loses nothing', async () => {
    const { store } = bench.ports;
    let isFull = true;
    const failing = bench.flowWith({
      store: {
        ...store,
        write: (change) => {
          if (!isFull || change.update?.after.status !== 'paid') return store.write(change);
          isFull = false;
          return Promise.reject(new Error('database or disk is full'));
        },
      },
    });
    const fault = await failing.returnFromPayPal(back).catch((error: unknown) => error);
    expect(fault).to.be.an('error').with.property('message', 'database or disk is full');
    expect((await row()).status).to.equal('capture_submitted');
    bench.clock.now += 30_000;
    await bench.flow.resume();
    expect((await row()).status).to.equal('paid');
    expect((await bench.flow.returnFromPayPal(back)).status).to.equal('paid');
    expect(await bench.asked('capture')).to.have.length(1);
  });
});
