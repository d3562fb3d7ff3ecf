import { expect } from 'chai';
import { outcomeOf, times } from '../store/outcome.ts';
import { type Bench, openBench } from '../stage/flow-harness.ts';
import { decideAtPayPal, goToPayPal, newSession, pressPay } from '../stage/payer.ts';

describe('the way back from PayPal', () => {
  let bench: Bench;
  beforeEach(async () => {
    bench = await openBench();
  });
  afterEach(() => bench.close());

  it('pays, once all proofs hold, exactly what was shown', async () => {
    const checkout = await bench.start();
    const paid = await bench.flow.returnFromPayPal(await goToPayPal(bench, checkout));
    expect(paid).to.include({ status: 'paid', paidAt: bench.clock.now, lease: undefined });
    expect(paid.capture?.amount).to.deep.equal(checkout.total);
    const [capture, ...others] = await bench.captures();
    expect(capture).to.deep.include({
      status: 'COMPLETED',
      amount: { currency_code: 'EUR', value: '78.98' },
    });
    expect(others).to.deep.equal([]);
  });

  it('captures nothing without the cookie, or with another browser’s', async () => {
    for (const payerSession of [undefined, '', newSession()]) {
      const owner = { channelId: 'directline', conversationId: newSession(), shopperId: 'dl_one' };
      const back = await goToPayPal(bench, await bench.start({ owner }));
      const outcome = await outcomeOf(bench.flow.returnFromPayPal({ ...back, payerSession }));
      expect(outcome).to.equal('approved_elsewhere');
      expect((await bench.flow.returnFromPayPal(back)).status).to.equal('claimed');
    }
    expect(await bench.captures()).to.deep.equal([]);
  });

  it('captures nothing with a wrong nonce, order or payer', async () => {
    const back = await goToPayPal(bench, await bench.start());
    for (const lie of [
      { nonce: 'x'.repeat(22) },
      { nonce: '' },
      { orderId: 'ANOTHER' },
      { payerId: 'OTHER' },
    ]) {
      expect(await outcomeOf(bench.flow.returnFromPayPal({ ...back, ...lie }))).to.equal('return_invalid');
    }
    expect(await bench.captures()).to.deep.equal([]);
    expect((await bench.row({ id: back.checkoutId })).status).to.equal('awaiting_approval');
  });

  it('captures nothing that PayPal does not call approved', async () => {
    const checkout = await bench.start();
    const back = await goToPayPal(bench, checkout, 'cancel');
    expect((await bench.flow.returnFromPayPal({ ...back, payerId: 'PAYER' })).status).to.equal(
      'awaiting_approval',
    );
    expect(await bench.asked('capture')).to.deep.equal([]);
  });

  it('asks again for a moment where PayPal has not noted the approval yet', async () => {
    const back = await goToPayPal(bench, await bench.start());
    const { payments } = bench.ports;
    let looks = 0;
    const findOrder: typeof payments.findOrder = async (orderId) => {
      const found = await payments.findOrder(orderId);
      looks += 1;
      return found === undefined || looks > 2 ? found : { ...found, status: 'PAYER_ACTION_REQUIRED' };
    };
    const flow = bench.flowWith({ payments: { ...payments, findOrder } });
    expect((await flow.returnFromPayPal(back)).status).to.equal('paid');
    expect(looks).to.equal(3);
  });

  for (const [fault, flag] of [
    ['wrong_amount', 'amount_mismatch'],
    ['wrong_currency', 'amount_mismatch'],
    ['wrong_payee', 'payee_mismatch'],
    ['wrong_custom_id', 'checkout_mismatch'],
  ] as const) {
    it(`flags an approved order with ${fault.replace('_', ' ')} and never captures it`, async () => {
      const back = await goToPayPal(bench, await bench.start());
      await bench.arrange({ operation: 'get', fault });
      expect(await bench.flow.returnFromPayPal(back)).to.include({ status: 'flagged', flag });
      expect((await bench.flow.returnFromPayPal(back)).status).to.equal('flagged');
      expect(await bench.asked('capture')).to.deep.equal([]);
      expect(bench.signalled.map(({ kind }) => kind)).to.include('flagged');
    });
  }

  it('flags a payee that is not the configured merchant', async () => {
    const flow = bench.flowWith({ settings: { ...bench.ports.settings, merchantId: 'SOMEBODYELSE' } });
    const back = await goToPayPal(bench, await bench.start());
    expect(await flow.returnFromPayPal(back)).to.include({ status: 'flagged', flag: 'payee_mismatch' });
    expect(await bench.captures()).to.deep.equal([]);
  });

  it('of ten at once makes one capture, and shows all of them what it led to', async () => {
    const back = await goToPayPal(bench, await bench.start());
    const all = await Promise.all(times(10, () => bench.flow.returnFromPayPal(back)));
    expect(new Set(all.map(({ status }) => status))).to.deep.equal(new Set(['paid']));
    expect(await bench.asked('capture')).to.have.length(1);
    expect(bench.signalled.filter(({ kind }) => kind === 'payment_arrived')).to.have.length(1);
  });

  it('is good once: coming again shows what is and asks PayPal nothing', async () => {
    const back = await goToPayPal(bench, await bench.start());
    await bench.flow.returnFromPayPal(back);
    const paid = await bench.row({ id: back.checkoutId });
    const gets = await bench.asked('get');
    expect(await bench.flow.returnFromPayPal(back)).to.deep.equal(paid);
    expect(await bench.asked('get')).to.deep.equal(gets);
  });

  for (const [way, status, leave] of [
    ['a cancel in chat', 'cancelled', (checkout) => bench.flow.cancel(checkout.owner)],
    ['a new link', 'cancelled', (checkout) => bench.flow.renewLink(checkout.owner, again)],
    ['the deadline, unnoticed', 'expired', async () => void (bench.clock.now += 3_600_000)],
    ['the deadline, noticed', 'expired', () => ((bench.clock.now += 3_600_000), bench.flow.expireDue())],
  ] satisfies [string, string, (checkout: Awaited<ReturnType<Bench['start']>>) => Promise<unknown>][]) {
    it(`captures nothing after ${way} while the payer was at PayPal`, async () => {
      const checkout = await bench.start();
      const back = await goToPayPal(bench, checkout);
      await leave(checkout);
      expect((await bench.flow.returnFromPayPal(back)).status).to.equal(status);
      expect(await bench.asked('capture')).to.deep.equal([]);
    });
  }

  it('captures nothing when the deadline passes, or the chat cancels, while PayPal answers', async () => {
    const { payments } = bench.ports;
    for (const [meanwhile, status] of [
      [async () => void (bench.clock.now += 3_600_000), 'expired'],
      [(owner: Parameters<typeof bench.flow.cancel>[0]) => bench.flow.cancel(owner), 'cancelled'],
    ] as const) {
      const checkout = await bench.start();
      const back = await goToPayPal(bench, checkout);
      const flow = bench.flowWith({
        payments: {
          ...payments,
          findOrder: async (orderId) => {
            const found = await payments.findOrder(orderId);
            await meanwhile(checkout.owner);
            return found;
          },
        },
      });
      expect((await flow.returnFromPayPal(back)).status).to.equal(status);
    }
    expect(await bench.asked('capture')).to.deep.equal([]);
  });

  it('captures nothing of an order that left the live set, even when it is approved later', async () => {
    const checkout = await bench.start();
    const payerSession = newSession();
    const first = await pressPay(bench.flow, checkout, payerSession);
    await bench.flow.cancelAtPayPal(await decideAtPayPal(first, payerSession, 'cancel'));
    const second = await pressPay(bench.flow, checkout, payerSession);
    expect(second).not.to.equal(first);
    const late = await decideAtPayPal(first, payerSession);
    expect((await bench.flow.returnFromPayPal(late)).status).to.equal('awaiting_approval');
    expect(await bench.asked('capture')).to.deep.equal([]);
    const back = await decideAtPayPal(second, payerSession);
    expect((await bench.flow.returnFromPayPal(back)).status).to.equal('paid');
    expect((await bench.captures()).map(({ order_id }) => order_id)).to.deep.equal([back.orderId]);
  });

  it('begins again with a fresh order where PayPal has let the first one go', async () => {
    const { payments } = bench.ports;
    const voiding: typeof payments.findOrder = async (orderId) => {
      const found = await payments.findOrder(orderId);
      return found === undefined ? undefined : { ...found, status: 'VOIDED' };
    };
    for (const findOrder of [() => Promise.resolve(undefined), voiding]) {
      const back = await goToPayPal(bench, await bench.start());
      const flow = bench.flowWith({ payments: { ...payments, findOrder } });
      expect((await flow.returnFromPayPal(back)).status).to.equal('claimed');
      await pressPay(bench.flow, { id: back.checkoutId }, back.payerSession);
      expect((await bench.row({ id: back.checkoutId })).orders.map(({ live }) => live)).to.deep.equal([
        false,
        true,
      ]);
    }
  });

  it('is kept when PayPal cannot be asked, and goes on by itself: its answer is the other half of the proof', async () => {
    const back = await goToPayPal(bench, await bench.start());
    await bench.arrange({ operation: 'get', fault: 'error_503', times: 3 });
    expect((await bench.flow.returnFromPayPal(back)).status).to.equal('capture_submitted');
    expect(await bench.captures()).to.deep.equal([]);
    bench.clock.now += 10_000;
    await bench.flow.resume();
    expect((await bench.row({ id: back.checkoutId })).status).to.equal('paid');
  });

  it('takes nothing when it was kept with a payer whom PayPal does not name', async () => {
    const back = await goToPayPal(bench, await bench.start());
    await bench.arrange({ operation: 'get', fault: 'error_503', times: 3 });
    await bench.flow.returnFromPayPal({ ...back, payerId: 'SOMEBODYELSE' });
    bench.clock.now += 10_000;
    await bench.flow.resume();
    expect((await bench.row({ id: back.checkoutId })).status).to.equal('awaiting_approval');
    expect(await bench.captures()).to.deep.equal([]);
  });
});

const again = { activityId: 'activity-2', conversationReference: '{}' };
