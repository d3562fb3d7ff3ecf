import { randomBytes } from 'node:crypto';
import { expect } from 'chai';
import type { Checkout } from '../../src/checkout/checkout.ts';
import { createOrder } from '../../src/purchase/create-order.ts';
import { createKeyRing } from '../../src/round-trip/keys.ts';
import { outcomeOf } from '../store/outcome.ts';
import { type Bench, openBench } from '../stage/flow-harness.ts';
import { decideAtPayPal, newSession, pressPay } from '../stage/payer.ts';
import { ledgerOf, logged } from '../stage/trail.ts';

describe('creating the PayPal order', () => {
  let bench: Bench;
  let checkout: Checkout;
  const session = newSession();
  beforeEach(async () => {
    bench = await openBench();
    checkout = await bench.start();
  });
  afterEach(() => bench.close());

  it('gets the same order for the same request id, with the very same bytes', async () => {
    await bench.arrange({ operation: 'create', fault: 'error_500_after', times: 3 });
    expect(await outcomeOf(pressPay(bench.flow, checkout, session))).to.equal('payments_unclear');
    bench.clock.now += 10_000;
    expect(await bench.flow.resume()).to.equal(1);
    // The simulator refuses other bytes under a known request id.
    expect((await bench.row(checkout)).status).to.equal('awaiting_approval');
    expect(await bench.asked('create')).to.have.length(4);
    expect(await bench.orders()).to.have.length(1);
  });

  it('rests between unclear answers, so that an outage is no storm', async () => {
    await bench.arrange({ operation: 'create', fault: 'error_500', times: 1000 });
    await outcomeOf(pressPay(bench.flow, checkout, session));
    expect(await bench.flow.resume()).to.equal(0);
    const { lease } = await bench.row(checkout);
    expect((lease?.until ?? 0) - bench.clock.now).to.be.within(2_000, 2_500);
    const [line, ...others] = logged(bench, 'order_not_created');
    expect(line).to.include({ checkoutId: checkout.id }).and.property('reason').includes('payments_unclear');
    expect(others).to.deep.equal([]);
  });

  it('names the order, and PayPal as who made it, in the log and in the ledger, with PayPal’s log number', async () => {
    await pressPay(bench.flow, checkout, session);
    const { orders, debugId } = await bench.row(checkout);
    expect(debugId).to.be.a('string').that.is.not.empty;
    const line = { checkoutId: checkout.id, orderId: orders[0]?.orderId, debugId };
    expect(logged(bench, 'order_created')).to.deep.equal([line]);
    const [last] = (await bench.store.ledger(checkout.id)).slice(-1);
    expect(last).to.include({ who: 'paypal', what: 'awaiting_approval', debugId });
  });

  it('is over where PayPal says no for good: no order is live, and the reason is in the log', async () => {
    await bench.arrange({ operation: 'create', fault: { issue: 'PAYEE_ACCOUNT_RESTRICTED' } });
    expect(await outcomeOf(pressPay(bench.flow, checkout, session))).to.equal('payments_refused');
    const refused = await bench.row(checkout);
    expect(refused.orders.map(({ live }) => live)).to.deep.equal([false]);
    expect((await ledgerOf(bench, checkout)).at(-1)).to.equal('paypal: claimed');
    const [line] = logged(bench, 'order_not_created');
    expect(line).to.include({ checkoutId: checkout.id }).and.property('reason').includes('payments_refused');
    expect(logged(bench, 'order_created')).to.deep.equal([]);
  });

  for (const [taxIncluded, total] of [
    [true, '71.00'],
    [false, '78.98'],
  ] as const)
    it(`tells PayPal ${taxIncluded ? 'no tax where prices hold it' : 'the tax that comes on top'}`, async () => {
      const bought = await bench.start({ catalog: { currency: 'EUR', taxIncluded } });
      const page = await (await fetch(await pressPay(bench.flow, bought, session))).text();
      expect(page).to.include(`${total} EUR`);
      expect(page.includes('<dt>Tax</dt>')).to.equal(!taxIncluded);
    });

  for (const [shipping, collectsAddress] of [
    [{ name: 'Post', price: { currency: 'EUR', minorUnits: 0 } }, true],
    [undefined, false],
  ] as const)
    it(`${collectsAddress ? 'asks' : 'does not ask'} the payer for an address`, async () => {
      const asked: boolean[] = [];
      const { payments } = bench.ports;
      const flow = bench.flowWith({
        payments: {
          ...payments,
          createOrder: (request) => {
            asked.push(request.collectsAddress);
            return payments.createOrder(request);
          },
        },
      });
      await pressPay(flow, await bench.start({ shipping }), session);
      expect(asked).to.deep.equal([collectsAddress]);
    });

  it('is never asked for where no intent is stored', async () => {
    const refusal = await createOrder(bench.ports, checkout).catch((error: unknown) => error);
    expect(refusal).to.be.an('error').with.property('message', 'status_conflict: no live order');
    expect(await bench.asked('create')).to.deep.equal([]);
  });

  it('keeps only a hash of the nonce that is in the addresses', async () => {
    const { nonce } = await decideAtPayPal(await pressPay(bench.flow, checkout, session), session);
    expect(nonce).to.match(/^[\w-]{22}$/u);
    expect(JSON.stringify(await bench.row(checkout))).not.to.include(nonce);
  });

  it('repeats the same addresses after the keys were rotated', async () => {
    const [oldSecret, newSecret] = [randomBytes(32), randomBytes(32)];
    await bench.arrange({ operation: 'create', fault: 'reset_after', times: 3 });
    await outcomeOf(pressPay(bench.flowWith({ keys: createKeyRing([oldSecret]) }), checkout, session));
    bench.clock.now += 10_000;
    const rotated = bench.flowWith({ keys: createKeyRing([newSecret, oldSecret]) });
    expect(await pressPay(rotated, checkout, session)).to.include('/checkoutnow?token=');
    expect(await bench.orders()).to.have.length(1);
  });

  it('repeats the same bytes after the merchant took another name and another address', async () => {
    await bench.arrange({ operation: 'create', fault: 'reset_after', times: 3 });
    await outcomeOf(pressPay(bench.flow, checkout, session));
    bench.clock.now += 10_000;
    const { settings } = bench.ports;
    const renamed = bench.flowWith({
      settings: { ...settings, merchantName: 'Moss & Pot', publicUrl: 'https://moss.example' },
    });
    // The simulator refuses other bytes under a known request id.
    expect(await pressPay(renamed, checkout, session)).to.include('/checkoutnow?token=');
    expect(await bench.orders()).to.have.length(1);
  });

  it('is asked again, for the same order, where its answer could not be written down', async () => {
    const { store } = bench.ports;
    const failing = bench.flowWith({
      store: {
        ...store,
        write: (change) =>
          change.update?.after.status === 'awaiting_approval'
            ? Promise.reject(new Error('disk full'))
            : store.write(change),
      },
    });
    const fault = await pressPay(failing, checkout, session).catch((error: unknown) => error);
    expect(fault).to.be.an('error').with.property('message', 'disk full');
    bench.clock.now += 30_000;
    expect(await bench.flow.resume()).to.equal(1);
    const [order, ...others] = await bench.orders();
    expect((await bench.row(checkout)).orders[0]?.orderId).to.equal(order?.id);
    expect(others).to.deep.equal([]);
  });
});
