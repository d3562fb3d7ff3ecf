import { expect } from 'chai';
import { expirable, statuses } from '../../src/checkout/checkout.ts';
import { times } from '../store/outcome.ts';
import { type Bench, openBench } from '../stage/flow-harness.ts';
import { failingOnce } from '../stage/failing-once.ts';
import { goToPayPal, payFor } from '../stage/payer.ts';
import { logged } from '../stage/trail.ts';

describe('the deadline', () => {
  let bench: Bench;
  beforeEach(async () => {
    bench = await openBench();
  });
  afterEach(() => bench.close());

  it('ends everything that still waits for the payer, with its order, and nothing else', async () => {
    const all = await Promise.all(statuses.map(async (status) => ({ status, id: (await bench.start()).id })));
    for (const { id, status } of all) await bench.force({ id }, { status });
    expect(await bench.flow.expireDue()).to.equal(0);
    bench.clock.now += 3_600_000;
    expect(await bench.flow.expireDue()).to.equal(expirable.length);
    for (const { id, status } of all) {
      const after = await bench.row({ id });
      expect(after.status, status).to.equal(expirable.includes(status) ? 'expired' : status);
    }
    const told = bench.signalled.filter(({ kind }) => kind === 'expired');
    expect(told).to.have.length(expirable.length);
  });

  it('abandons the live order for good', async () => {
    const back = await goToPayPal(bench, await bench.start());
    bench.clock.now += 3_600_000;
    await bench.flow.expireDue();
    expect((await bench.row({ id: back.checkoutId })).orders.map(({ live }) => live)).to.deep.equal([false]);
    expect((await bench.flow.returnFromPayPal(back)).status).to.equal('expired');
    expect(await bench.captures()).to.deep.equal([]);
  });

  it('noticed by five processes at once is told once', async () => {
    const checkout = await bench.start();
    bench.clock.now += 3_600_000;
    await Promise.all(times(5, (holder) => bench.flowWith({ holder: `p${holder}` }).expireDue()));
    expect((await bench.row(checkout)).status).to.equal('expired');
    expect(bench.signalled.filter(({ kind }) => kind === 'expired')).to.have.length(1);
  });

  it('does not touch what is paid', async () => {
    const { checkout } = await payFor(bench);
    bench.clock.now += 3_600_000;
    await bench.flow.expireDue();
    expect((await bench.row(checkout)).status).to.equal('paid');
  });

  it('that another process notices first is no fault, and nothing is told of it twice', async () => {
    const back = await goToPayPal(bench, await bench.start());
    bench.clock.now += 3_600_000;
    const { store } = bench.ports;
    const flow = bench.flowWith({
      store: {
        ...store,
        write: async (change) => {
          await bench.flow.expireDue();
          return store.write(change);
        },
      },
    });
    expect((await flow.returnFromPayPal(back)).status).to.equal('expired');
    expect(logged(bench, 'checkout_expired')).to.deep.equal([{ checkoutId: back.checkoutId }]);
  });

  it('that cannot be written is a fault, and the checkout stays as it is', async () => {
    const back = await goToPayPal(bench, await bench.start());
    bench.clock.now += 3_600_000;
    expect(await failingOnce(bench).returnFromPayPal(back).catch(String)).to.equal('Error: disk full');
    expect((await bench.row({ id: back.checkoutId })).status).to.equal('awaiting_approval');
  });

  it('of one checkout that cannot be written holds up no other', async () => {
    const [bad, good] = [await bench.start(), await bench.start()];
    bench.clock.now += 3_600_000;
    const { store } = bench.ports;
    const flow = bench.flowWith({
      store: {
        ...store,
        write: (change) =>
          change.update?.before.id === bad.id ? Promise.reject(new Error('fault')) : store.write(change),
      },
    });
    await flow.expireDue();
    const after = await Promise.all([bad, good].map(bench.row));
    expect(after.map(({ status }) => status)).to.deep.equal(['open', 'expired']);
    expect(logged(bench, 'checkout_left_for_later')).to.deep.equal([
      { checkoutId: bad.id, reason: 'Error: fault' },
    ]);
  });
});
