import { expect } from 'chai';
import type { Checkout } from '../../src/checkout/checkout.ts';
import { keepLease, restUnderLease, takeLease } from '../../src/round-trip/lease.ts';
import { times } from '../store/outcome.ts';
import { type Bench, openBench } from '../stage/flow-harness.ts';
import { payFor } from '../stage/payer.ts';

describe('how long a lease lasts', () => {
  let bench: Bench;
  let checkout: Checkout;
  beforeEach(async () => {
    bench = await openBench();
    checkout = await bench.start();
  });
  afterEach(() => bench.close());

  const leftOf = ({ lease }: Checkout) => (lease?.until ?? 0) - bench.clock.now;

  it('30 s for whoever asks, in the name of this process, and a version of its own', async () => {
    const held = await takeLease(bench.ports, checkout, bench.clock.now);
    expect(held.lease).to.deep.equal({ holder: 'one', until: bench.clock.now + 30_000 });
    expect(held.version).to.equal(checkout.version + 1);
    expect(await bench.row(checkout)).to.deep.include({ lease: held.lease, version: held.version });
  });

  it('as it is before a further call, while a whole call fits into it', async () => {
    const held = await takeLease(bench.ports, checkout, bench.clock.now);
    bench.clock.now += 2_000;
    expect(await keepLease(bench.ports, held)).to.equal(held);
    bench.clock.now += 1;
    const renewed = await keepLease(bench.ports, held);
    expect([leftOf(renewed), renewed.version]).to.deep.equal([30_000, held.version + 1]);
  });

  it('30 s before a further call where there was none', async () => {
    expect(leftOf(await keepLease(bench.ports, checkout))).to.equal(30_000);
  });

  it('25 s for telling the shopper; then another process tells it', async () => {
    await payFor(bench, checkout);
    const claimed = async () =>
      (await bench.store.signals.claimDue('two', 1_000, 10)).map(({ kind }) => kind);
    expect(await claimed()).not.to.include('payment_arrived');
    bench.clock.now += 24_999;
    expect(await claimed()).not.to.include('payment_arrived');
    bench.clock.now += 1;
    expect(await claimed()).to.include('payment_arrived');
  });

  for (const [lasted, shortest] of [
    [0, 2_000],
    [8_000, 2_000],
    [16_000, 4_000],
    [32_000, 8_000],
    [3_600_000, 8_000],
  ] as const)
    it(`${shortest / 1000} s and up to a quarter more after an answer that was unclear for ${lasted / 1000} s`, async () => {
      bench.clock.now += lasted;
      const pauses: number[] = [];
      for (const _ of times(20, () => undefined)) {
        checkout = await restUnderLease(bench.ports, checkout);
        pauses.push(leftOf(checkout));
      }
      for (const pause of pauses) expect(pause).to.be.within(shortest, shortest * 1.25);
      expect(new Set(pauses).size).to.be.above(1);
      expect(pauses.filter((pause) => !Number.isInteger(pause))).to.deep.equal([]);
    });
});
