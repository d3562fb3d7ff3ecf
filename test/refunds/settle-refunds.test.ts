import { expect } from 'chai';
import { CheckoutError } from '../../src/checkout/errors.ts';
import { outcomeOf } from '../store/outcome.ts';
import { type NewsBench, openNewsBench } from '../stage/news-bench.ts';
import { type Paid, payFor } from '../stage/payer.ts';
import { atPayPal, captureOf, expectAtRest, refundsAtPayPal, states, told } from '../stage/paypal-side.ts';

const dayMs = 86_400_000;

describe('a refund that PayPal was asked for', () => {
  let bench: NewsBench;
  let paid: Paid;
  beforeEach(async () => {
    bench = await openNewsBench();
    paid = await payFor(bench);
  });
  afterEach(() => bench.close());

  const row = () => bench.row(paid.checkout);
  const ask = (minorUnits?: number, flow = bench.flow) =>
    flow.refund({
      checkoutId: paid.checkout.id,
      amount: minorUnits === undefined ? undefined : { currency: 'EUR', minorUnits },
      reason: 'merchant',
    });
  const unclear = () => Promise.reject(new CheckoutError('payments_unclear', 'hangs'));

  it('has its line in the ledger and in the log, under PayPal’s own number', async () => {
    await ask(500);
    const debugId = await bench.lastDebugId('refund');
    expect((await bench.store.ledger(paid.checkout.id)).at(-1)).to.deep.equal({
      at: bench.clock.now,
      who: 'paypal',
      what: 'refund 1 completed (merchant)',
      debugId,
    });
    const [asked] = (await row()).refunds;
    expect(bench.logged('refund_settled')).to.deep.equal([
      {
        checkoutId: paid.checkout.id,
        requestId: asked?.requestId,
        refundId: (await refundsAtPayPal(bench))[0]?.id,
        status: 'completed',
        issue: undefined,
        debugId,
      },
    ]);
  });

  it('that PayPal gives up at once is flagged, and the log says how PayPal called it', async () => {
    await bench.arrange({ operation: 'refund', fault: 'declined' });
    expect(await ask()).to.include({ status: 'flagged', flag: 'refund_failed', lease: undefined });
    expect(bench.logged('refund_settled')[0]).to.include({ status: 'failed', issue: 'FAILED' });
    await expectAtRest(bench);
  });

  it('that PayPal refuses is logged with its issue and PayPal’s number', async () => {
    await bench.arrange({ operation: 'refund', fault: { issue: 'REFUND_NOT_ALLOWED' } });
    await ask();
    const debugId = await bench.lastDebugId('refund');
    const said = { status: 'failed', issue: 'REFUND_NOT_ALLOWED', debugId };
    expect(bench.logged('refund_settled')[0]).to.include(said);
    expect((await bench.store.ledger(paid.checkout.id)).at(-1)).to.include({ who: 'paypal', debugId });
  });

  it('is not looked at again once it is settled', async () => {
    await ask(500);
    await bench.arrange({ operation: 'refund', fault: 'reset_before' });
    await ask(700);
    bench.clock.now += 10_000;
    const seen: string[] = [];
    const { payments } = bench.ports;
    await bench
      .withPayments({
        findRefund: (id) => (seen.push(id), payments.findRefund(id)),
        refundCapture: (request) => (seen.push(request.requestId), payments.refundCapture(request)),
      })
      .resumeRefunds();
    expect(seen).to.deep.equal([`${paid.checkout.id}-refund-2`]);
    expect(states(await row())).to.deep.equal(['merchant completed', 'merchant completed']);
  });

  it('and is not finished is looked up by its own id, and nothing is written where nothing is new', async () => {
    await bench.arrange({ operation: 'refund', fault: 'pending' });
    const before = await ask(500);
    bench.clock.now += 30_000;
    await bench.flow.resumeRefunds();
    const after = await row();
    expect(after).to.deep.equal({ ...before, version: before.version + 1, lease: after.lease });
    expect(await bench.asked('refund')).to.have.length(1);
  });

  it('beside another one of the same payment: each is settled and told once', async () => {
    for (const cents of [500, 700]) {
      await bench.arrange({ operation: 'refund', fault: 'pending' });
      await ask(cents);
    }
    const [first, second] = (await refundsAtPayPal(bench)).map(({ id }) => id);
    await atPayPal(bench, 'settle', { refundId: first, as: 'COMPLETED' });
    bench.clock.now += 30_000;
    expect(await bench.flow.resumeRefunds()).to.equal(1);
    expect(states(await row())).to.deep.equal(['merchant completed', 'merchant pending']);
    // The other one is left alone until the lease is over.
    expect(await bench.flow.resumeRefunds()).to.equal(0);
    await atPayPal(bench, 'settle', { refundId: second, as: 'COMPLETED' });
    bench.clock.now += 30_000;
    expect(await bench.flow.resumeRefunds()).to.equal(1);
    const after = await row();
    expect(states(after)).to.deep.equal(['merchant completed', 'merchant completed']);
    expect([after.status, after.lease]).to.deep.equal(['paid', undefined]);
    expect(told(bench)).to.deep.equal(['payment_arrived', 'refunded_in_part', 'refunded_in_part']);
    await expectAtRest(bench);
  });

  for (const [what, fault] of [
    ['the capture that is looked at', { operation: 'find_capture', fault: { issue: 'INVALID_RESOURCE_ID' } }],
    [
      'the capture any more when it is asked',
      { operation: 'refund', fault: { issue: 'INVALID_RESOURCE_ID' } },
    ],
  ] as const) {
    it(`is given up and shown to a person where PayPal does not know ${what}`, async () => {
      await bench.arrange(fault);
      expect(await ask()).to.include({ status: 'flagged', flag: 'refund_failed' });
      expect(states(await row())).to.deep.equal(['merchant failed']);
      expect(bench.logged('refund_settled')[0]).to.include({ status: 'failed', issue: 'gone' });
    });
  }

  it('is given up where PayPal does not know the refund any more', async () => {
    await bench.arrange({ operation: 'refund', fault: 'pending' });
    const { refunds } = await ask();
    bench.clock.now += 30_000;
    await bench.arrange({ operation: 'find_refund', fault: { issue: 'INVALID_RESOURCE_ID' } });
    await bench.flow.resumeRefunds();
    const after = await row();
    expect(after).to.include({ status: 'flagged', flag: 'refund_failed' });
    expect(after.refunds).to.deep.equal([{ ...refunds[0], status: 'failed' }]);
    expect(bench.logged('refund_settled').at(-1)).to.include({ status: 'failed', issue: 'gone' });
  });

  for (const [when, laterMs, calls, outcome] of [
    ['as long as PayPal surely knows its request id', 44 * dayMs, 2, 'merchant completed'],
    ['no more one moment later', 44 * dayMs + 1, 1, 'merchant failed'],
  ] as const) {
    it(`is asked for again ${when}`, async () => {
      await bench.arrange({ operation: 'refund', fault: 'reset_before' });
      await ask(500);
      bench.clock.now += laterMs;
      await bench.flow.resumeRefunds();
      expect(states(await row())).to.deep.equal([outcome]);
      expect(await bench.asked('refund')).to.have.length(calls);
      const issue = outcome === 'merchant failed' ? 'too_old' : undefined;
      expect(bench.logged('refund_settled')[0]?.['issue']).to.equal(issue);
    });
  }

  it('of money that somebody gave back there: a person looks where PayPal’s order does not tell how', async () => {
    await atPayPal(bench, 'refund', { captureId: captureOf(paid.checkout) });
    await bench.arrange({ operation: 'get', fault: { issue: 'INVALID_RESOURCE_ID' } });
    expect(await ask()).to.include({ status: 'flagged', flag: 'refund_failed' });
    expect(states(await row())).to.deep.equal(['merchant failed']);
    expect(bench.logged('refund_settled')[0]).to.include({ issue: 'already_refunded' });
  });

  it('of money that somebody gave back there: a person looks where PayPal names no order', async () => {
    await atPayPal(bench, 'refund', { captureId: captureOf(paid.checkout) });
    const { payments } = bench.ports;
    const flow = bench.withPayments({
      findCapture: async (id) => {
        const found = await payments.findCapture(id);
        return found && { ...found, orderId: undefined };
      },
    });
    expect(await ask(undefined, flow)).to.include({ status: 'flagged', flag: 'refund_failed' });
    expect(states(await row())).to.deep.equal(['merchant failed']);
  });

  it('without a clear answer has its line in the log, and rests a while', async () => {
    await bench.arrange({ operation: 'refund', fault: 'reset_before' });
    const { refunds, lease } = await ask(500);
    const [line] = bench.logged('refund_unclear');
    expect(line).to.include({ checkoutId: paid.checkout.id, requestId: refunds[0]?.requestId });
    expect(line?.['reason']).to.match(/\w/);
    expect((lease?.until ?? 0) - bench.clock.now).to.be.within(2_000, 10_000);
    expect(bench.logged('refund_settled')).to.deep.equal([]);
  });

  it('stays open where PayPal will not be asked at all', async () => {
    const refused = () => Promise.reject(new CheckoutError('payments_refused', 'not today'));
    const after = await ask(500, bench.withPayments({ findCapture: refused }));
    expect(states(after)).to.deep.equal(['merchant submitted']);
    expect(bench.logged('refund_unclear')[0]).to.include({ reason: 'not today' });
  });

  it('is unclear while another process changes the checkout: that one goes on', async () => {
    const flow = bench.withPayments({
      refundCapture: async () => {
        await bench.force(paid.checkout, {});
        return unclear();
      },
    });
    expect(states(await ask(500, flow))).to.deep.equal(['merchant submitted']);
    bench.clock.now += 30_000;
    await bench.flow.resumeRefunds();
    expect(states(await row())).to.deep.equal(['merchant completed']);
  });

  it('is no quiet matter where the store fails meanwhile', async () => {
    const { payments, store } = bench.ports;
    const flow = bench.flowWith({
      payments: { ...payments, refundCapture: unclear },
      store: {
        ...store,
        write: (change) =>
          change.who === undefined ? Promise.reject(new TypeError('disk full')) : store.write(change),
      },
    });
    expect(await ask(500, flow).catch(String)).to.equal('TypeError: disk full');
  });

  it('is written down beside four other changes of the checkout; a fifth leaves it to the next', async () => {
    await ask(500, bench.meddledWith(paid.checkout, 4));
    expect(states(await row())).to.deep.equal(['merchant completed']);
    expect(await outcomeOf(ask(700, bench.meddledWith(paid.checkout, 5)))).to.equal('status_conflict');
    expect(states(await row())).to.deep.equal(['merchant completed', 'merchant submitted']);
    bench.clock.now += 30_000;
    await bench.flow.resumeRefunds();
    expect(states(await row())).to.deep.equal(['merchant completed', 'merchant completed']);
    expect(await refundsAtPayPal(bench)).to.have.length(2);
    expect(told(bench).filter((kind) => kind === 'refunded_in_part')).to.have.length(2);
    await expectAtRest(bench);
  });

  it('and that another process has settled meanwhile is told once', async () => {
    const { payments } = bench.ports;
    const slow = bench.withPayments({
      refundCapture: async (request) => {
        const answer = await payments.refundCapture(request);
        bench.clock.now += 31_000;
        await bench.flow.resumeRefunds();
        return answer;
      },
    });
    expect(states(await ask(500, slow))).to.deep.equal(['merchant completed']);
    expect(told(bench)).to.deep.equal(['payment_arrived', 'refunded_in_part']);
    expect(bench.logged('refund_settled')).to.have.length(1);
  });

  it('and that another process has settled stays so, whatever an older answer says', async () => {
    const slow = bench.withPayments({
      refundCapture: async () => {
        bench.clock.now += 31_000;
        await bench.flow.resumeRefunds();
        return { kind: 'gone' };
      },
    });
    expect(states(await ask(500, slow))).to.deep.equal(['merchant completed']);
    expect((await row()).flag).to.equal(undefined);
  });
});
