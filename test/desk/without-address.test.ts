import { expect } from 'chai';
import { type Checkout, move } from '../../src/checkout/checkout.ts';
import type { MerchantDestination } from '../../src/checkout/merchant-destination.ts';
import { openStore, type Store } from '../../src/store/store.ts';
import { listed } from '../stage/listed.ts';
import { paidCheckout, shopper } from '../store/sample-checkout.ts';

describe('news for the merchant, after the address of the webhook was taken away', () => {
  let store: Store;
  let clock: { now: number };
  beforeEach(async () => {
    clock = { now: 1_800_000_000_000 };
    store = await openStore({
      url: 'file::memory:',
      holder: 'one',
      merchantDestinations: ['webhook'],
      clock: () => clock.now,
    });
    await store.migrate();
  });
  afterEach(() => store.close());

  const pay = async (shopperId: string): Promise<Checkout> => {
    const insert = paidCheckout(clock.now, { owner: { ...shopper, shopperId } });
    await store.checkouts.write({ insert });
    return insert;
  };
  const change = async (before: Checkout, status: 'confirmed' | 'flagged'): Promise<Checkout> => {
    const after = move(before, status, status === 'flagged' ? { flag: 'late_capture' } : {}, clock.now);
    await store.checkouts.write({ update: { before, after } });
    return after;
  };
  const list = (limit: number, withoutAddress: readonly MerchantDestination[]): Promise<string> =>
    listed(store, { limit, form: 'json' }, undefined, withoutAddress);
  const notesOf = async (withoutAddress: readonly MerchantDestination[]): Promise<unknown[]> =>
    (await list(20, withoutAddress))
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line).overdue);

  for (const [steps, untold] of [
    [[], []],
    [['confirmed'], ['confirmed']],
    [
      ['confirmed', 'flagged'],
      ['flagged', 'confirmed'],
    ],
  ] as const)
    it(`is said to wait for an address, and is not overdue: ${steps.join(', then ') || 'nothing to tell'}`, async () => {
      let checkout = await pay('ada');
      for (const status of steps) checkout = await change(checkout, status);
      clock.now += 120_001;
      expect(await notesOf([])).to.deep.equal([
        untold.map((kind) => `overdue: you are not told yet: ${kind}`),
      ]);
      expect(await notesOf(['webhook'])).to.deep.equal([
        untold.map((kind) => `not told: no address is set: ${kind}`),
      ]);
    });

  it('lists no older purchase for that alone; with an address, and what was given up, it does', async () => {
    const old = await change(await pay('ada'), 'confirmed');
    const lost = await change(await pay('eve'), 'confirmed');
    for (const event of await store.merchantEvents.claimDue('webhook', 'one', 1_000, 10))
      if (event.checkoutId === lost.id) await store.merchantEvents.giveUp(event, 'it answers 410');
      else await store.merchantEvents.postpone(event, 1_000, 'nobody answers');
    clock.now += 120_001;
    await pay('zoe');
    expect(await list(1, ['webhook']))
      .to.include(lost.id)
      .and.include('it answers 410')
      .and.not.include(old.id);
    expect(await list(1, []))
      .to.include(lost.id)
      .and.include(old.id);
  });

  it('is kept for its return, as it was', async () => {
    const sold = await change(await pay('ada'), 'confirmed');
    clock.now += 100 * 24 * 3_600_000;
    await list(20, ['webhook']);
    const due = await store.merchantEvents.claimDue('webhook', 'one', 1_000, 10);
    expect(due.map(({ checkoutId, kind }) => [checkoutId, kind])).to.deep.equal([[sold.id, 'confirmed']]);
  });
});
