import { setImmediate } from 'node:timers/promises';
import { expect } from 'chai';
import type { Payments } from '../../src/checkout/ports.ts';
import { type Bench, openBench } from '../stage/flow-harness.ts';
import { goToPayPal, type WayBack } from '../stage/payer.ts';

describe('the lease for asking PayPal', () => {
  let bench: Bench;
  let back: WayBack;
  beforeEach(async () => {
    bench = await openBench();
    back = await goToPayPal(bench, await bench.start());
  });
  afterEach(() => bench.close());

  const row = () => bench.row({ id: back.checkoutId });
  const withPayments = (holder: string, changes: Partial<Payments>) =>
    bench.flowWith({ holder, payments: { ...bench.ports.payments, ...changes } });
  const never = () => new Promise<never>(() => undefined);

  it('keeps everybody else from asking while one is asking', async () => {
    await bench.arrange({ operation: 'capture', fault: 'late', afterMs: 250 });
    const first = bench.flow.returnFromPayPal(back);
    while ((await row()).status !== 'capture_submitted') await setImmediate();
    const other = bench.flowWith({ holder: 'two' });
    expect((await other.completePayment(back.checkoutId)).status).to.equal('capture_submitted');
    expect(await other.resume()).to.equal(0);
    expect((await other.returnFromPayPal(back)).status).to.equal('paid');
    expect((await first).status).to.equal('paid');
    expect(await bench.asked('capture')).to.have.length(1);
  });

  it('is renewed for as long as slow calls last, and never for more than 30 s ahead', async () => {
    const { payments } = bench.ports;
    const other = bench.flowWith({ holder: 'two' });
    const slowly = async <T>(answer: Promise<T>): Promise<T> => {
      const answered = await answer;
      bench.clock.now += 27_000;
      expect(await other.resume()).to.equal(0);
      expect((await row()).lease?.until ?? 0).to.be.at.most(bench.clock.now + 30_000);
      return answered;
    };
    await bench.arrange({ operation: 'capture', fault: 'reset_before' });
    await bench.flow.returnFromPayPal(back);
    bench.clock.now += 10_000;
    await bench.arrange({ operation: 'capture', fault: 'error_500_after' });
    const slow = withPayments('one', {
      findOrder: (orderId) => slowly(payments.findOrder(orderId)),
      captureOrder: (request) =>
        payments
          .captureOrder(request)
          .catch((error: unknown) => slowly(Promise.resolve()).then(() => Promise.reject(error))),
    });
    expect((await slow.completePayment(back.checkoutId)).status).to.equal('paid');
    expect(await bench.captures()).to.have.length(1);
  });

  for (const [moment, captureOrder] of [
    ['before', never],
    [
      'after',
      (request: Parameters<Payments['captureOrder']>[0]) =>
        bench.ports.payments.captureOrder(request).then(never),
    ],
  ] as const) {
    it(`of a process that died ${moment} PayPal captured ends within 30 s, and another goes on`, async () => {
      const dead = withPayments('dead', { captureOrder });
      dead.returnFromPayPal(back).catch(() => undefined);
      while ((await row()).status !== 'capture_submitted') await setImmediate();
      const captured = moment === 'after' ? 1 : 0;
      while ((await bench.captures()).length < captured) await setImmediate();
      const other = bench.flowWith({ holder: 'two' });
      bench.clock.now += 29_999;
      expect(await other.resume()).to.equal(0);
      bench.clock.now += 1;
      expect(await other.resume()).to.equal(1);
      expect((await row()).status).to.equal('paid');
      expect(await bench.captures()).to.have.length(1);
      expect(new Set(await bench.asked('capture')).size).to.equal(1);
    });
  }

  it('is taken by one of many', async () => {
    await bench.arrange({ operation: 'capture', fault: 'reset_before' });
    await bench.flow.returnFromPayPal(back);
    bench.clock.now += 10_000;
    const all = ['two', 'three', 'four', 'five'].map((holder) => bench.flowWith({ holder }).resume());
    await Promise.all(all);
    expect((await row()).status).to.equal('paid');
    expect(await bench.asked('capture')).to.have.length(2);
  });

  it('that was lost writes nothing over what the next one found', async () => {
    const { payments } = bench.ports;
    const slow = withPayments('one', {
      captureOrder: async (request) => {
        const answer = await payments.captureOrder(request);
        bench.clock.now += 30_000;
        await bench.flowWith({ holder: 'two' }).resume();
        return answer;
      },
    });
    expect((await slow.returnFromPayPal(back)).status).to.equal('paid');
    expect((await row()).numbersDrawn).to.equal(1);
    expect(bench.signalled.filter(({ kind }) => kind === 'payment_arrived')).to.have.length(1);
  });
});
