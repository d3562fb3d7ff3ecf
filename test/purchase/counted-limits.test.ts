import { expect } from 'chai';
import type { RateLimit } from '../../src/round-trip/rate-limit.ts';
import { type Bench, openBench } from '../stage/flow-harness.ts';
import { payFor, wrongNumber } from '../stage/payer.ts';
import { startRequest } from '../stage/sample-cart.ts';

describe('what is counted against a shopper', () => {
  let bench: Bench;
  beforeEach(async () => {
    bench = await openBench();
  });
  afterEach(() => bench.close());

  it('are checkouts and wrong numbers, each under its own name, over all conversations of a channel', async () => {
    const counted: RateLimit[] = [];
    const { store } = bench.ports;
    const { owner, digits } = await payFor(bench);
    const flow = bench.flowWith({
      store: {
        ...store,
        write: (change) => {
          counted.push(...(change.limits ?? []));
          return store.write(change);
        },
        tryNumber: (attempt) => {
          counted.push(attempt.failures);
          return store.tryNumber(attempt);
        },
      },
    });
    await flow.confirm(owner, wrongNumber(digits));
    await flow.confirm(owner, digits);
    await flow.start(startRequest({ owner, activityId: 'activity-2' }));
    const key = JSON.stringify([owner.channelId, owner.shopperId]);
    const failures = { name: 'failed_numbers', key, windowMs: 3_600_000, max: 20 };
    expect(counted).to.deep.equal([
      failures,
      failures,
      { name: 'checkouts', key, windowMs: 3_600_000, max: 10 },
    ]);
  });
});
