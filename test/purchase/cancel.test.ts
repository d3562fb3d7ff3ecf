import { expect } from 'chai';
import { times } from '../store/outcome.ts';
import { type Bench, openBench } from '../stage/flow-harness.ts';
import { failingOnce } from '../stage/failing-once.ts';
import { goToPayPal, newSession, payFor, pressPay } from '../stage/payer.ts';

describe('cancelling in the chat', () => {
  let bench: Bench;
  beforeEach(async () => {
    bench = await openBench();
  });
  afterEach(() => bench.close());

  it('ends the checkout and its order, and says so once, of five at once', async () => {
    const checkout = await bench.start();
    await pressPay(bench.flow, checkout, newSession());
    const all = await Promise.all(times(5, () => bench.flow.cancel(checkout.owner)));
    expect(all.filter((each) => each?.status === 'cancelled')).to.have.length(1);
    expect(all.filter((each) => each === undefined)).to.have.length(4);
    expect((await bench.row(checkout)).orders.map(({ live }) => live)).to.deep.equal([false]);
    expect(bench.signalled.filter(({ kind }) => kind === 'cancelled')).to.have.length(1);
  });

  it('answers what stands in the way once money was asked for', async () => {
    const { checkout, owner } = await payFor(bench);
    for (const status of ['capture_submitted', 'capture_pending', 'paid'] as const) {
      await bench.force(checkout, { status });
      expect((await bench.flow.cancel(owner))?.status).to.equal(status);
    }
  });

  it('is done although the payer is faster with another step', async () => {
    const checkout = await bench.start();
    const { store } = bench.ports;
    let pressed: Promise<unknown> | undefined;
    const flow = bench.flowWith({
      store: {
        ...store,
        write: async (change) => {
          pressed ??= pressPay(bench.flow, checkout, newSession());
          await pressed;
          return store.write(change);
        },
      },
    });
    expect((await flow.cancel(checkout.owner))?.status).to.equal('cancelled');
    expect((await bench.row(checkout)).orders.map(({ live }) => live)).to.deep.equal([false]);
  });

  it('says so where it could not be written', async () => {
    const checkout = await bench.start();
    expect(await failingOnce(bench).cancel(checkout.owner).catch(String)).to.equal('Error: disk full');
    expect((await bench.row(checkout)).status).to.equal('open');
  });

  it('has nothing to do without a checkout, or for somebody else', async () => {
    const { owner } = await bench.start();
    expect(await bench.flow.cancel({ ...owner, shopperId: 'other' })).to.equal(undefined);
    await bench.flow.cancel(owner);
    expect(await bench.flow.cancel(owner)).to.equal(undefined);
  });

  it('and the payer’s return at once end one way only: paid, or cancelled and never captured', async () => {
    const ends = await Promise.all(
      times(8, async () => {
        const checkout = await bench.start();
        const back = await goToPayPal(bench, checkout);
        await Promise.all([bench.flow.returnFromPayPal(back), bench.flow.cancel(checkout.owner)]);
        return bench.row(checkout);
      }),
    );
    const paid = ends.filter(({ status }) => status === 'paid');
    expect(ends.filter(({ status }) => status === 'cancelled')).to.have.length(8 - paid.length);
    expect(await bench.captures()).to.have.length(paid.length);
  });
});
