import { createHmac } from 'node:crypto';
import { setImmediate } from 'node:timers/promises';
import { expect } from 'chai';
import type { Checkout } from '../../src/checkout/checkout.ts';
import type { RateLimit } from '../../src/round-trip/rate-limit.ts';
import { outcomeOf } from '../store/outcome.ts';
import { type Bench, openBench } from '../stage/flow-harness.ts';
import { decideAtPayPal, goToPayPal, newSession, pressPay } from '../stage/payer.ts';

describe('the Pay button, pressed again', () => {
  let bench: Bench;
  let checkout: Checkout;
  const session = newSession();
  beforeEach(async () => {
    bench = await openBench();
    checkout = await bench.start();
  });
  afterEach(() => bench.close());

  const requestIds = async () => (await bench.row(checkout)).orders.map(({ requestId }) => requestId);

  /** A click whose order PayPal is asked for only when `go` is called; resolves when the intent is written. */
  async function pressSlowly(): Promise<{ readonly pressed: Promise<string>; readonly go: () => void }> {
    const { payments } = bench.ports;
    let go = () => {};
    const gate = new Promise<void>((resolve) => (go = resolve));
    const createOrder: typeof payments.createOrder = async (request) => {
      await gate;
      return payments.createOrder(request);
    };
    const pressed = pressPay(bench.flowWith({ payments: { ...payments, createOrder } }), checkout, session);
    pressed.catch(() => undefined);
    while ((await bench.row(checkout)).status === 'open') await setImmediate();
    return { pressed, go };
  }

  /** A second click, in another process; resolves when that has seen that it must wait. */
  async function pressAndWait(): Promise<{ readonly pressed: Promise<string> }> {
    const { store } = bench.ports;
    const looks: string[] = [];
    const find: typeof store.find = (id) => {
      looks.push(id);
      return store.find(id);
    };
    const pressed = pressPay(bench.flowWith({ holder: 'two', store: { ...store, find } }), checkout, session);
    pressed.catch(() => undefined);
    while (looks.length < 2) await setImmediate();
    return { pressed };
  }

  it('for a checkout that nobody knows is refused', async () => {
    expect(await outcomeOf(pressPay(bench.flow, { id: 'unknown' }, session))).to.equal('checkout_unknown');
  });

  it('asks for a fresh order where a decline has ended the first one', async () => {
    await bench.arrange({ operation: 'capture', fault: 'declined' });
    const back = await goToPayPal(bench, checkout);
    expect((await bench.flow.returnFromPayPal(back)).status).to.equal('declined');
    const approveUrl = await pressPay(bench.flow, checkout, back.payerSession);
    expect(approveUrl).to.include('/checkoutnow?token=').and.not.include(back.orderId);
    const paid = await bench.flow.returnFromPayPal(await decideAtPayPal(approveUrl, back.payerSession));
    expect(paid.status).to.equal('paid');
    expect(await bench.captures()).to.have.length(2);
  });

  it('numbers its orders in the order in which they were asked for, each with a request id of its own', async () => {
    for (let order = 1; order <= 3; order += 1) {
      const approveUrl = await pressPay(bench.flow, checkout, session);
      await bench.flow.cancelAtPayPal(await decideAtPayPal(approveUrl, session, 'cancel'));
    }
    const { id, orders } = await bench.row(checkout);
    expect(orders.map(({ number }) => number)).to.deep.equal([1, 2, 3]);
    expect(await requestIds()).to.deep.equal([1, 2, 3].map((number) => `${id}-order-${number}`));
  });

  it('while the first click waits for PayPal leads to its order', async () => {
    const first = await pressSlowly();
    const second = await pressAndWait();
    first.go();
    expect(await second.pressed).to.equal(await first.pressed);
    expect(await bench.asked('create')).to.have.length(1);
  });

  it('while PayPal refuses the first click asks anew, under a request id of its own', async () => {
    await bench.arrange({ operation: 'create', fault: { issue: 'PAYEE_ACCOUNT_RESTRICTED' } });
    const first = await pressSlowly();
    const second = await pressAndWait();
    first.go();
    expect(await outcomeOf(first.pressed)).to.equal('payments_refused');
    expect(await second.pressed).to.include('/checkoutnow?token=');
    expect(await bench.asked('create')).to.deep.equal(await requestIds());
    expect(await requestIds()).to.have.length(2);
  });

  it('while the first click waits is over as soon as the chat cancels, or the payment goes on elsewhere', async () => {
    for (const [leave, outcome] of [
      [() => bench.flow.cancel(checkout.owner), 'link_expired'],
      [() => bench.force(checkout, { status: 'capture_pending' }), 'status_conflict'],
    ] as const) {
      checkout = await bench.start();
      await pressSlowly();
      const second = await pressAndWait();
      await leave();
      expect(await outcomeOf(second.pressed)).to.equal(outcome);
    }
    expect(await bench.asked('create')).to.deep.equal([]);
  });

  it('counts the address by a short keyed hash, and writes the address nowhere', async () => {
    const { store, keys } = bench.ports;
    const limits: RateLimit[] = [];
    const write: typeof store.write = (change) => {
      limits.push(...(change.limits ?? []));
      return store.write(change);
    };
    const flow = bench.flowWith({ store: { ...store, write } });
    await flow.beginPayment({ checkoutId: checkout.id, payerSession: session, clientAddress: '192.0.2.1' });
    const whole = createHmac('sha256', keys('address')[0].bytes).update('192.0.2.1').digest('hex');
    expect(limits).to.deep.equal([{ name: 'claims', key: whole.slice(0, 32), windowMs: 60_000, max: 10 }]);
    expect(JSON.stringify([await bench.row(checkout), bench.logs])).not.to.include('192.0.2.1');
  });
});
