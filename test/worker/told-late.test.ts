import { expect } from 'chai';
import { move } from '../../src/checkout/checkout.ts';
import type { MerchantTeller } from '../../src/checkout/merchant-event-ports.ts';
import { openStore, type Store } from '../../src/store/store.ts';
import { createMerchantNews } from '../../src/worker/tell-merchant.ts';
import { paidCheckout } from '../store/sample-checkout.ts';

const hourMs = 3_600_000;

describe('news for the merchant that waited long, since no address was set or nothing ran,', () => {
  let store: Store;
  let clock: { now: number };
  let tries: number[];
  beforeEach(async () => {
    clock = { now: 1_800_000_000_000 };
    store = await openStore({
      url: 'file::memory:',
      holder: 'one',
      merchantDestinations: ['webhook'],
      clock: () => clock.now,
    });
    await store.migrate();
    tries = [];
  });
  afterEach(() => store.close());

  /** Rounds once a minute against somebody who is never there. */
  async function live(durationMs: number): Promise<void> {
    const teller: MerchantTeller = {
      destination: 'webhook',
      tell: async () => {
        tries.push(clock.now);
        return { kind: 'retry', reason: 'it answers 503' };
      },
    };
    const underWay = new Set<Promise<void>>();
    const options = {
      merchantEvents: store.merchantEvents,
      merchantTellers: [teller],
      store: store.checkouts,
      holder: 'one',
      log: () => undefined,
    };
    const rounds = {
      begin: (work: () => Promise<void>) => void underWay.add(work()),
      isStopped: () => false,
    };
    const round = createMerchantNews(options, teller, rounds);
    for (const end = clock.now + durationMs; clock.now < end; clock.now += 60_000) {
      await round();
      await Promise.all(underWay);
    }
  }

  for (const [what, waited] of [
    ['for an hour', hourMs],
    ['for a day', 24 * hourMs],
    ['for half a year', 180 * 24 * hourMs],
  ] as const)
    it(`is tried for a whole day from its first try on: ${what}`, async () => {
      const before = paidCheckout(clock.now);
      await store.checkouts.write({ insert: before });
      await store.checkouts.write({ update: { before, after: move(before, 'confirmed', {}, clock.now) } });
      const stateNow = async () => (await store.merchantEvents.listOf(before.id))[0]?.state;
      clock.now += waited;
      await live(23 * hourMs);
      expect(await stateNow()).to.equal('waiting');
      expect(tries.length).to.be.within(10, 15);
      await live(2 * hourMs);
      expect(await stateNow()).to.equal('given_up');
    });
});
