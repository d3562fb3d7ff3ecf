import { expect } from 'chai';
import { simulate } from './run-simulate.ts';

/** A first look; the whole of it is `model.heavy.ts`. */
describe('a purchase, at a first look,', function () {
  this.timeout(300_000);

  it('keeps every rule of the protocol in 1,000 interleavings with faults, crashes and two processes', async () => {
    const { code, output, last } = await simulate('--runs', '1000', '--seed', '900001');
    expect(code, output).to.equal(0);
    expect(last).to.match(/^held: 1000 runs/u);
  });

  it('keeps them on the real store too', async () => {
    const { code, output } = await simulate('--store', 'restarting', '--runs', '10', '--seed', '910001');
    expect(code, output).to.equal(0);
  });
});
