import { expect } from 'chai';
import { CheckoutError } from '../../src/checkout/errors.ts';
import { outcomeOf, tally, times } from '../store/outcome.ts';
import { type NewsBench, openNewsBench } from '../stage/news-bench.ts';
import { goToPayPal, payFor, wrongNumber } from '../stage/payer.ts';
import { atPayPal, expectAtRest, refundsAtPayPal, states, told } from '../stage/paypal-side.ts';

describe('giving money back', () => {
  let bench: NewsBench;
  let paid: Awaited<ReturnType<typeof payFor>>;
  beforeEach(async () => {
    bench = await openNewsBench();
    paid = await payFor(bench);
  });
  afterEach(() => bench.close());

  const row = () => bench.row(paid.checkout);
  const euros = (minorUnits: number) => ({ currency: 'EUR', minorUnits });
  const merchant = (amount?: ReturnType<typeof euros>) =>
    bench.flow.refund({ checkoutId: paid.checkout.id, amount, reason: 'merchant' });
  const captureId = () => paid.checkout.capture?.captureId ?? '';

  it('gives back all of a confirmed purchase, and tells the shopper', async () => {
    await bench.flow.confirm(paid.owner, paid.digits);
    const refunded = await merchant();
    expect(refunded).to.include({ status: 'refunded', flag: undefined, lease: undefined });
    expect((await refundsAtPayPal(bench)).map(({ status, amount }) => [status, amount.value])).to.deep.equal([
      ['COMPLETED', '78.98'],
    ]);
    expect(told(bench).at(-1)).to.equal('refunded');
    const at = bench.clock.now;
    expect((await bench.store.ledger(refunded.id)).slice(-2)).to.deep.equal([
      {
        at,
        who: 'merchant',
        what: 'refunding, refund 1 submitted (merchant)',
        debugId: paid.checkout.debugId,
      },
      {
        at,
        who: 'paypal',
        what: 'refunded, refund 1 completed (merchant)',
        debugId: await bench.lastDebugId('refund'),
      },
    ]);
    await expectAtRest(bench);
  });

  it('gives back a part and leaves the purchase as it is, until the last part ends it', async () => {
    expect((await merchant(euros(1_000))).status).to.equal('paid');
    expect((await merchant(euros(2_000))).status).to.equal('paid');
    expect(told(bench).slice(-2)).to.deep.equal(['refunded_in_part', 'refunded_in_part']);
    expect(await outcomeOf(merchant(euros(4_899)))).to.equal('refund_too_much');
    await bench.flow.confirm(paid.owner, paid.digits);
    expect((await row()).status).to.equal('confirmed');
    expect((await merchant(euros(4_898))).status).to.equal('refunded');
    expect(told(bench).at(-1)).to.equal('refunded');
    expect(new Set(await bench.asked('refund')).size).to.equal(3);
    expect(await merchant().catch(String)).to.equal('CheckoutError: refund_impossible: nothing is left');
    await expectAtRest(bench);
  });

  it('refuses what makes no sense, and writes nothing', async () => {
    const before = await row();
    expect(await outcomeOf(merchant(euros(0)))).to.equal('refund_too_much');
    expect(await outcomeOf(merchant(euros(-5)))).to.equal('refund_too_much');
    expect(await outcomeOf(merchant({ currency: 'USD', minorUnits: 100 }))).to.equal('refund_too_much');
    const unpaid = await bench.start();
    const decide = (checkoutId: string) => outcomeOf(bench.flow.refund({ checkoutId, reason: 'merchant' }));
    expect(await decide(unpaid.id)).to.equal('refund_impossible');
    expect(await decide('nobody')).to.equal('checkout_unknown');
    expect(await row()).to.deep.equal(before);
    expect(await bench.asked('refund')).to.deep.equal([]);
  });

  it('gives back one cent, and all but one', async () => {
    await merchant(euros(1));
    await merchant(euros(7_896));
    expect((await row()).status).to.equal('paid');
    expect((await merchant()).status).to.equal('refunded');
    expect((await refundsAtPayPal(bench)).map(({ amount }) => amount.value)).to.deep.equal([
      '0.01',
      '78.96',
      '0.01',
    ]);
  });

  it('waits where PayPal still checks the payment itself', async () => {
    await bench.arrange({ operation: 'capture', fault: 'pending' });
    const back = await goToPayPal(bench, await bench.start());
    const pending = await bench.row(await bench.flow.returnFromPayPal(back));
    const decided = bench.flow.refund({ checkoutId: pending.id, reason: 'merchant' }).catch(String);
    expect(await decided).to.equal('CheckoutError: refund_impossible: capture_pending');
    expect(await bench.row(pending)).to.deep.equal(pending);
  });

  it('of ten at once makes one', async () => {
    const { done, ...refused } = await tally(times(10, () => merchant(euros(1_000))));
    expect(done).to.equal(1);
    expect(Object.keys(refused).every((code) => /^(refund_under_way|status_conflict)$/.test(code))).to.equal(
      true,
    );
    expect(await refundsAtPayPal(bench)).to.have.length(1);
    await expectAtRest(bench);
  });

  it('is written before PayPal is asked: a process that dies in between leaves it to the next', async () => {
    const dead = bench.withPayments({ findCapture: () => Promise.reject(new TypeError('killed')) });
    const fault = await dead
      .refund({ checkoutId: paid.checkout.id, reason: 'merchant' })
      .catch((error: unknown) => error);
    expect(fault).to.be.instanceOf(TypeError);
    expect(states(await row())).to.deep.equal(['merchant submitted']);
    expect((await row()).status).to.equal('refunding');
    expect(await outcomeOf(merchant())).to.equal('refund_under_way');
    expect(await bench.flow.resumeRefunds()).to.equal(0);
    bench.clock.now += 30_000;
    expect(await bench.flow.resumeRefunds()).to.equal(1);
    expect((await row()).status).to.equal('refunded');
    expect(await bench.flow.resumeRefunds()).to.equal(0);
  });

  for (const fault of [
    'reset_after',
    'error_500_after',
    'malformed',
    'reset_before',
    'error_503',
    'conflict',
  ]) {
    it(`is unclear on ${fault}, tells nothing, and is settled with the same request id`, async () => {
      await bench.arrange({ operation: 'refund', fault });
      expect((await merchant(euros(500))).refunds).to.have.length(1);
      expect(states(await row())).to.deep.equal(['merchant submitted']);
      expect(told(bench)).to.deep.equal(['payment_arrived']);
      bench.clock.now += 10_000;
      await Promise.all([bench.flow.resumeRefunds(), bench.flowWith({ holder: 'two' }).resumeRefunds()]);
      expect(states(await row())).to.deep.equal(['merchant completed']);
      expect(told(bench)).to.deep.equal(['payment_arrived', 'refunded_in_part']);
      expect(new Set(await bench.asked('refund')).size).to.equal(1);
      expect(await refundsAtPayPal(bench)).to.have.length(1);
      await expectAtRest(bench);
    });
  }

  it('looks before it asks again', async () => {
    await bench.arrange({ operation: 'refund', fault: 'reset_after' });
    await merchant();
    bench.clock.now += 10_000;
    const seen: string[] = [];
    const { payments } = bench.ports;
    await bench
      .withPayments({
        findCapture: (id) => (seen.push('look'), payments.findCapture(id)),
        refundCapture: (request) => (seen.push('ask'), payments.refundCapture(request)),
      })
      .resumeRefunds();
    expect(seen).to.deep.equal(['look', 'ask']);
    expect((await row()).status).to.equal('refunded');
  });

  it('is told only once PayPal has finished it', async () => {
    await bench.arrange({ operation: 'refund', fault: 'pending' });
    expect(states(await merchant(euros(500)))).to.deep.equal(['merchant pending']);
    expect(told(bench)).to.deep.equal(['payment_arrived']);
    const refundId = (await row()).refunds[0]?.refundId;
    await atPayPal(bench, 'settle', { refundId, as: 'COMPLETED' });
    bench.clock.now += 30_000;
    await bench.flow.resumeRefunds();
    expect(told(bench)).to.deep.equal(['payment_arrived', 'refunded_in_part']);
    await expectAtRest(bench);
  });

  it('that fails later is flagged and told, and the merchant may decide anew', async () => {
    await bench.arrange({ operation: 'refund', fault: 'pending' });
    expect((await merchant()).status).to.equal('refunding');
    await atPayPal(bench, 'settle', { refundId: (await row()).refunds[0]?.refundId, as: 'DECLINED' });
    bench.clock.now += 30_000;
    await bench.flow.resumeRefunds();
    expect(await row()).to.include({ status: 'flagged', flag: 'refund_failed' });
    expect(told(bench).at(-1)).to.equal('flagged');
    await expectAtRest(bench);
    expect(await merchant()).to.include({ status: 'refunded', flag: undefined });
    expect(states(await row())).to.deep.equal(['merchant failed', 'merchant completed']);
    expect(new Set(await bench.asked('refund')).size).to.equal(2);
    await expectAtRest(bench);
  });

  it('that PayPal refuses is flagged and not asked again', async () => {
    await bench.arrange({ operation: 'refund', fault: { issue: 'REFUND_NOT_ALLOWED' } });
    expect(await merchant()).to.include({ status: 'flagged', flag: 'refund_failed', lease: undefined });
    bench.clock.now += 60_000;
    expect(await bench.flow.resumeRefunds()).to.equal(0);
    expect(await bench.asked('refund')).to.have.length(1);
  });

  it('that stays open holds up no other', async () => {
    await bench.arrange({ operation: 'refund', fault: 'pending' });
    await merchant(euros(500));
    expect(states(await merchant(euros(700)))).to.deep.equal(['merchant pending', 'merchant completed']);
    await bench.arrange({ operation: 'refund', fault: 'reset_before' });
    await merchant(euros(900));
    bench.clock.now += 30_000;
    const unclear = () => Promise.reject(new CheckoutError('payments_unclear', 'hangs'));
    await bench.withPayments({ findRefund: unclear }).resumeRefunds();
    expect(states(await row())).to.deep.equal([
      'merchant pending',
      'merchant completed',
      'merchant completed',
    ]);
  });

  it('holds beside a number that is pasted while PayPal answers', async () => {
    const { payments } = bench.ports;
    const flow = bench.withPayments({
      refundCapture: async (request) => {
        const answer = await payments.refundCapture(request);
        await bench.flow.confirm(paid.owner, paid.digits);
        return answer;
      },
    });
    const after = await flow.refund({ checkoutId: paid.checkout.id, amount: euros(500), reason: 'merchant' });
    expect(after).to.include({ status: 'confirmed' });
    expect(states(await row())).to.deep.equal(['merchant completed']);
    expect(told(bench)).to.include.members(['confirmed', 'refunded_in_part']);
  });

  it('finds what somebody gave back at PayPal meanwhile, and counts it once', async () => {
    await atPayPal(bench, 'refund', { captureId: captureId() });
    expect(await merchant()).to.include({ status: 'refunded', flag: undefined });
    expect(states(await row())).to.deep.equal(['merchant failed', 'at_paypal completed']);
    expect(told(bench).at(-1)).to.equal('refunded');
    await expectAtRest(bench);
  });

  it('is not asked under a request id that PayPal has forgotten: a person looks', async () => {
    await bench.arrange({ operation: 'refund', fault: 'reset_after' });
    await merchant(euros(500));
    bench.clock.now += 45 * 86_400_000;
    await bench.flow.resumeRefunds();
    expect(await bench.asked('refund')).to.have.length(1);
    expect(await row()).to.include({ flag: 'refund_failed' });
    expect(states(await row())).to.deep.equal(['merchant failed', 'at_paypal completed']);
    await expectAtRest(bench);
  });

  it('ends the number: a late one is not accepted', async () => {
    await bench.arrange({ operation: 'refund', fault: 'reset_before' });
    await merchant();
    for (const digits of [paid.digits, wrongNumber(paid.digits)])
      expect(await bench.flow.confirm(paid.owner, digits)).to.deep.equal({ kind: 'nothing_waits' });
    bench.clock.now += 10_000;
    await bench.flow.resumeRefunds();
    expect((await row()).status).to.equal('refunded');
  });
});
