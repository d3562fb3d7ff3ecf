import { expect } from 'chai';
import { type Bench, openBench } from './flow-harness.ts';
import { payFor } from './payer.ts';

describe('paid and never confirmed', () => {
  let bench: Bench;
  beforeEach(async () => {
    bench = await openBench();
  });
  afterEach(() => bench.close());

  const dayMs = 86_400_000;

  it('is flagged after a day, and told, once', async () => {
    const { checkout } = await payFor(bench);
    bench.clock.now += dayMs;
    expect(await bench.flow.endUnconfirmed()).to.equal(0);
    bench.clock.now += 1;
    await Promise.all([bench.flow.endUnconfirmed(), bench.flow.endUnconfirmed()]);
    const flagged = await bench.row(checkout);
    expect(flagged).to.include({ status: 'flagged', flag: 'unconfirmed', number: undefined });
    expect(flagged.capture?.status).to.equal('COMPLETED');
    expect(bench.signalled.filter(({ kind }) => kind === 'flagged')).to.have.length(1);
  });

  it('leaves alone what was confirmed', async () => {
    const { checkout, owner, digits } = await payFor(bench);
    await bench.flow.confirm(owner, digits);
    bench.clock.now += dayMs + 1;
    expect(await bench.flow.endUnconfirmed()).to.equal(0);
    expect((await bench.row(checkout)).status).to.equal('confirmed');
  });
});
