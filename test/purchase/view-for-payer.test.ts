import { expect } from 'chai';
import { outcomeOf } from '../store/outcome.ts';
import { type Bench, openBench } from '../stage/flow-harness.ts';
import { newSession, pressPay } from '../stage/payer.ts';

describe('looking at a claimed checkout', () => {
  let bench: Bench;
  beforeEach(async () => {
    bench = await openBench();
  });
  afterEach(() => bench.close());

  it('is for the browser that claimed it, and changes nothing', async () => {
    const checkout = await bench.start();
    const payerSession = newSession();
    const look = (session: string | undefined) =>
      bench.flow.viewForPayer({ checkoutId: checkout.id, payerSession: session });
    expect(await outcomeOf(look(payerSession))).to.equal('claimed_elsewhere');
    await pressPay(bench.flow, checkout, payerSession);
    const before = await bench.row(checkout);
    expect(await look(payerSession)).to.deep.equal({ checkout: before, now: bench.clock.now });
    for (const other of [undefined, '', newSession()]) {
      expect(await outcomeOf(look(other))).to.equal('claimed_elsewhere');
    }
    expect(await bench.row(checkout)).to.deep.equal(before);
  });

  it('is for nobody where the row was damaged', async () => {
    const checkout = await bench.start();
    const payerSession = newSession();
    await pressPay(bench.flow, checkout, payerSession);
    const { payerSessionHash } = await bench.row(checkout);
    await bench.force(checkout, { payerSessionHash: payerSessionHash?.slice(1) });
    const look = bench.flow.viewForPayer({ checkoutId: checkout.id, payerSession });
    expect(await outcomeOf(look)).to.equal('claimed_elsewhere');
  });

  it('of one that nobody knows is refused', async () => {
    const look = bench.flow.viewForPayer({ checkoutId: 'unknown', payerSession: newSession() });
    expect(await outcomeOf(look)).to.equal('checkout_unknown');
  });
});
