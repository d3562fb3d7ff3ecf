import { availableParallelism } from 'node:os';
import { expect } from 'chai';
import { simulate } from './run-simulate.ts';

const runs = 50_000;

describe('a purchase, whatever order its steps take', function () {
  this.timeout(600_000);

  it(`keeps every rule of the protocol in ${runs} interleavings with faults, crashes and two processes`, async () => {
    const programs = Math.max(2, Math.min(4, availableParallelism()));
    const share = Math.ceil(runs / programs);
    const results = await Promise.all(
      Array.from({ length: programs }, (_, index) =>
        simulate('--runs', String(share), '--seed', String(1 + index * share)),
      ),
    );
    for (const { code, output, last } of results) {
      expect(code, output).to.equal(0);
      expect(last).to.match(new RegExp(`^held: ${share} runs`, 'u'));
    }
  });

  for (const [store, count] of [
    ['sqlite', 300],
    ['file', 30],
    ['restarting', 30],
  ] as const)
    it(`keeps them on the real store too (${store})`, async () => {
      const { code, output } = await simulate('--store', store, '--runs', String(count), '--seed', '600001');
      expect(code, output).to.equal(0);
    });

  it('keeps them in 1,000 worlds that fast-check decides', async () => {
    const { code, output, last } = await simulate('--tapes', '1000');
    expect(code, output).to.equal(0);
    expect(last).to.equal('held: 1000 tapes');
  });

  it('keeps them wherever the process dies on the way, in good and in sad endings', async () => {
    const { code, output, last } = await simulate('--crash-points');
    expect(code, output).to.equal(0);
    expect(last).to.match(/^held: \d{3,} deaths in \d{2} scenarios$/u);
  });

  it('keeps them, read from the database alone, wherever the process dies around a commit of the real store', async () => {
    const { code, output, last } = await simulate('--deaths', 'commits', '--every', '34');
    expect(code, output).to.equal(0);
    expect(last).to.match(/^held: \d{2,} of \d{4,} deaths in \d{2} scenarios$/u);
  });
});
