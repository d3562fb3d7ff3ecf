import { expect } from 'chai';
import { plantedBugs } from './planted-bug.ts';
import { simulate } from './run-simulate.ts';

describe('the model finds within 10,000 runs', function () {
  this.timeout(300_000);

  it('a mistake in the worlds of fast-check too, and shortens the way to it', async () => {
    const { code, last } = await simulate('--tapes', '10000', '--bug', '0');
    expect(code, last).to.equal(1);
    expect(last).to.match(/^broken after \d+ shortenings by the tape \[[\d,]*\]$/u);
  });

  for (const [index, { name, breaks }] of plantedBugs.entries()) {
    it(`that ${name}`, async () => {
      const { code, last } = await simulate('--bug', String(index), '--runs', '10000');
      expect(code, last).to.equal(1);
      const rule = /^seed \d+ breaks (\w+) in run \d+:/u.exec(last)?.[1];
      expect(breaks, last).to.include(rule);
    });
  }
});
