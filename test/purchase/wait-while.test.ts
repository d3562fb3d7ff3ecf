import { expect } from 'chai';
import type { Checkout } from '../../src/checkout/checkout.ts';
import { waitWhile } from '../../src/purchase/wait-while.ts';
import { outcomeOf } from '../store/outcome.ts';
import { type Bench, openBench } from '../stage/flow-harness.ts';

describe('waiting for what somebody else is doing', () => {
  let bench: Bench;
  let checkout: Checkout;
  let pauses: number[];
  beforeEach(async () => {
    bench = await openBench();
    checkout = await bench.start();
    pauses = [];
  });
  afterEach(() => bench.close());

  const wait = (isWaiting: (current: Checkout) => boolean, meanwhile = () => Promise.resolve()) =>
    waitWhile(
      bench.store.checkouts,
      checkout.id,
      (loaded) => isWaiting(loaded.checkout),
      (ms) => {
        pauses.push(ms);
        return meanwhile();
      },
    );

  it('does not pause where there is nothing to wait for', async () => {
    expect((await wait(() => false)).checkout.id).to.equal(checkout.id);
    expect(pauses).to.deep.equal([]);
  });

  it('looks again until it is over, and answers with what is true then', async () => {
    const cancelThen = async () => void (await bench.flow.cancel(checkout.owner));
    const { checkout: later } = await wait(({ status }) => status === 'open', cancelThen);
    expect(later.status).to.equal('cancelled');
    expect(pauses).to.have.length(1);
  });

  it('ends with a page’s patience, after 12 s, and says that it is still unclear', async () => {
    const refusal = await wait(() => true).catch((error: unknown) => error);
    expect(refusal).to.be.an('error').with.property('message', 'payments_unclear: still being asked');
    expect(pauses.reduce((sum, pause) => sum + pause, 0)).to.equal(12_000);
    expect(Math.max(...pauses)).to.be.below(1_000);
  });

  it('is over at once for a checkout that nobody knows', async () => {
    const waiting = waitWhile(bench.store.checkouts, 'unknown', () => true);
    expect(await outcomeOf(waiting)).to.equal('checkout_unknown');
  });
});
