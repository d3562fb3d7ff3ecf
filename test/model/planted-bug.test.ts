import { expect } from 'chai';
import { plantedBugs } from './planted-bug.ts';
import { simulate } from './run-simulate.ts';

describe('the model finds within 10,000 runs', function () {
  this.timeout(300_000);

  for (const [index, { name, breaks }] of plantedBugs.entries()) {
    it(`that ${name}`, async () => {
      const { code, last } = await simulate('--bug', String(index), '--runs', '10000');
      expect(code, last).to.equal(1);
      const rule = /^seed \d+ breaks (\w+) in run \d+:/u.exec(last)?.[1];
      expect(breaks, last).to.include(rule);
    });
  }
});
