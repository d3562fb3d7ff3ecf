import { expect } from 'chai';
import { simulate } from './run-simulate.ts';

/** By hand: `npx mocha test/model/deaths.long.ts`, some twenty minutes of one core. */
describe('a purchase on the real store, whatever its process dies over', function () {
  this.timeout(7_200_000);

  it('keeps every rule wherever it dies around a commit', async () => {
    const { code, output } = await simulate('--deaths', 'commits');
    expect(code, output).to.equal(0);
  });

  it('keeps them at one in seven of all statements', async () => {
    const { code, output } = await simulate('--deaths', 'statements', '--every', '7');
    expect(code, output).to.equal(0);
  });

  it('keeps them in 3,000 worlds with faults and deaths by chance', async () => {
    const { code, output } = await simulate('--store', 'restarting', '--runs', '3000', '--seed', '700001');
    expect(code, output).to.equal(0);
  });
});
