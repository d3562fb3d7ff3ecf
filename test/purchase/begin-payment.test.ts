import { expect } from 'chai';
import type { Checkout } from '../../src/checkout/checkout.ts';
import { outcomeOf, tally, times } from '../store/outcome.ts';
import { type Bench, openBench } from '../stage/flow-harness.ts';
import { decideAtPayPal, goToPayPal, newSession, payFor, pressPay } from '../stage/payer.ts';

describe('the Pay button', () => {
  let bench: Bench;
  let checkout: Checkout;
  beforeEach(async () => {
    bench = await openBench();
    checkout = await bench.start();
  });
  afterEach(() => bench.close());

  const never = () => new Promise<never>(() => undefined);

  it('claims the checkout for this browser and leads to an order that names it', async () => {
    const session = newSession();
    const approveUrl = await pressPay(bench.flow, checkout, session);
    const { status, orders, payerSessionHash } = await bench.row(checkout);
    const [order] = await bench.orders();
    expect(status).to.equal('awaiting_approval');
    expect(payerSessionHash)
      .to.match(/^[0-9a-f]{64}$/u)
      .and.not.include(session);
    expect(approveUrl).to.equal(`${bench.simulatorUrl}/checkoutnow?token=${order?.id ?? ''}`);
    expect(orders).to.have.length(1);
    expect(orders[0]).to.include({ live: true, orderId: order?.id, payeeId: 'SMLTRMERCHANT' });
    expect(JSON.stringify(order)).to.include(`"custom_id":"${checkout.id}"`);
    expect(JSON.stringify(order)).to.include(`"invoice_id":"${checkout.id}-1"`);
    expect(JSON.stringify(order)).to.include('"value":"78.98"');
  });

  it('writes the intent, with its request id, before PayPal is asked', async () => {
    const { payments } = bench.ports;
    const seen: Checkout[] = [];
    const flow = bench.flowWith({
      payments: {
        ...payments,
        createOrder: async (request) => {
          seen.push(await bench.row(checkout));
          return payments.createOrder(request);
        },
      },
    });
    await pressPay(flow, checkout, newSession());
    expect(seen[0]).to.include({ status: 'order_submitted' });
    expect(seen.map(({ orders }) => orders[0]?.requestId)).to.deep.equal(await bench.asked('create'));
  });

  it('pressed twenty times at once makes one order and leads each time to it', async () => {
    const session = newSession();
    const all = await Promise.all(times(20, () => pressPay(bench.flow, checkout, session)));
    expect(new Set(all).size).to.equal(1);
    expect(await pressPay(bench.flow, checkout, session)).to.equal(all[0]);
    expect(await bench.asked('create')).to.have.length(1);
    expect(await bench.orders()).to.have.length(1);
  });

  it('pressed in two browsers at once binds one of them', async () => {
    const outcomes = await tally(times(6, () => pressPay(bench.flow, checkout, newSession())));
    expect(outcomes).to.deep.equal({ done: 1, claimed_elsewhere: 5 });
    expect(await bench.orders()).to.have.length(1);
  });

  it('after a refusal of PayPal asks for a new order with a new request id', async () => {
    const session = newSession();
    await bench.arrange({ operation: 'create', fault: { issue: 'PAYEE_ACCOUNT_RESTRICTED' } });
    expect(await outcomeOf(pressPay(bench.flow, checkout, session))).to.equal('payments_refused');
    expect(await bench.row(checkout)).to.include({ status: 'claimed', lease: undefined });
    await pressPay(bench.flow, checkout, session);
    expect(new Set(await bench.asked('create')).size).to.equal(2);
    expect(await outcomeOf(pressPay(bench.flow, checkout, newSession()))).to.equal('claimed_elsewhere');
  });

  it('goes on with the same request id after an unclear answer', async () => {
    const session = newSession();
    await bench.arrange({ operation: 'create', fault: 'reset_after', times: 3 });
    expect(await outcomeOf(pressPay(bench.flow, checkout, session))).to.equal('payments_unclear');
    expect((await bench.row(checkout)).status).to.equal('order_submitted');
    bench.clock.now += 10_000;
    await pressPay(bench.flow, checkout, session);
    expect(new Set(await bench.asked('create')).size).to.equal(1);
    expect(await bench.orders()).to.have.length(1);
  });

  it('goes on, with the same request id, where a dead process had asked', async () => {
    const session = newSession();
    const dead = bench.flowWith({ payments: { ...bench.ports.payments, createOrder: never } });
    pressPay(dead, checkout, session).catch(() => undefined);
    while ((await bench.row(checkout)).status === 'open') await new Promise(setImmediate);
    const pressed = pressPay(bench.flowWith({ holder: 'two' }), checkout, session);
    bench.clock.now += 30_000;
    expect(await pressed).to.include('/checkoutnow?token=');
    expect(await bench.asked('create')).to.deep.equal([(await bench.row(checkout)).orders[0]?.requestId]);
  });

  it('makes three orders for a checkout and no more', async () => {
    const session = newSession();
    for (let order = 1; order <= 3; order += 1) {
      const approveUrl = await pressPay(bench.flow, checkout, session);
      await bench.flow.cancelAtPayPal(await decideAtPayPal(approveUrl, session, 'cancel'));
    }
    expect(await outcomeOf(pressPay(bench.flow, checkout, session))).to.equal('orders_spent');
    const { orders } = await bench.row(checkout);
    expect(orders.map(({ live }) => live)).to.deep.equal([false, false, false]);
    expect(new Set(orders.map(({ requestId }) => requestId)).size).to.equal(3);
  });

  it('claims ten a minute for one address; what is refused binds nothing', async () => {
    const all = [checkout, ...(await Promise.all(times(11, () => bench.start())))];
    const claim = ({ id }: Checkout) =>
      bench.flow.beginPayment({ checkoutId: id, payerSession: newSession(), clientAddress: '192.0.2.1' });
    expect(await tally(all.map(claim))).to.deep.equal({ done: 10, rate_limited: 2 });
    const rows = await Promise.all(all.map(bench.row));
    expect(rows.filter(({ payerSessionHash }) => payerSessionHash !== undefined)).to.have.length(10);
    expect(JSON.stringify(rows)).not.to.include('192.0.2.1');
  });

  it('is over at the deadline, whether or not anybody has noticed it', async () => {
    bench.clock.now += 3_600_000;
    expect(await outcomeOf(pressPay(bench.flow, checkout, newSession()))).to.equal('link_expired');
    expect((await bench.row(checkout)).status).to.equal('expired');
    expect(await outcomeOf(pressPay(bench.flow, checkout, newSession()))).to.equal('link_expired');
    expect(await bench.asked('create')).to.deep.equal([]);
  });

  it('leads nowhere when the chat cancels while PayPal is being asked', async () => {
    const { payments } = bench.ports;
    const flow = bench.flowWith({
      payments: {
        ...payments,
        createOrder: async (request) => {
          const created = await payments.createOrder(request);
          await bench.flow.cancel(checkout.owner);
          return created;
        },
      },
    });
    expect(await outcomeOf(pressPay(flow, checkout, newSession()))).to.equal('link_expired');
    const row = await bench.row(checkout);
    expect([row.status, row.orders.map(({ live }) => live)]).to.deep.equal(['cancelled', [false]]);
  });

  const begun = [
    'approved',
    'capture_submitted',
    'capture_pending',
    'paid',
    'confirmed',
    'flagged',
    'refunding',
    'refunded',
  ] as const;

  it('begins nothing for what is paid or asked about', async () => {
    const { back } = await payFor(bench, checkout);
    for (const status of begun) {
      await bench.force(checkout, { status });
      const pressed = pressPay(bench.flow, checkout, back.payerSession);
      expect(await outcomeOf(pressed), status).to.equal('status_conflict');
    }
    expect(await bench.orders()).to.have.length(1);
  });

  it('goes back to the same order after a decline', async () => {
    await bench.arrange({ operation: 'capture', fault: { issue: 'INSTRUMENT_DECLINED' } });
    const back = await goToPayPal(bench, checkout);
    await bench.flow.returnFromPayPal(back);
    expect(await pressPay(bench.flow, checkout, back.payerSession)).to.include(back.orderId);
    expect(await bench.asked('create')).to.have.length(1);
  });
});
