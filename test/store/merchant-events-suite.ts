import { expect } from 'chai';
import { type Checkout, move, revise } from '../../src/checkout/checkout.ts';
import type { MerchantEvent, MerchantEventStore } from '../../src/checkout/merchant-event-ports.ts';
import type { TestDatabase, TestStore } from './databases.ts';
import { outcomeOf, times } from './outcome.ts';
import { paidCheckout, sampleCheckout, shopper } from './sample-checkout.ts';

export function describeMerchantEvents({ open }: TestDatabase): void {
  let opened: TestStore;
  let events: MerchantEventStore;
  let checkout: Checkout;

  beforeEach(async () => {
    opened = await open({ merchantDestinations: ['webhook'] });
    events = opened.store.merchantEvents;
    checkout = await begin('ada');
  });
  afterEach(() => opened.remove());

  const begin = async (shopperId: string): Promise<Checkout> => {
    const insert = paidCheckout(opened.clock.now, { owner: { ...shopper, shopperId } });
    await opened.store.checkouts.write({ insert });
    return insert;
  };
  const change = async (before: Checkout, status: 'confirmed' | 'flagged' | 'refunding' | 'refunded') => {
    const flag = status === 'flagged' ? ('late_capture' as const) : before.flag;
    const after = move(before, status, { flag }, opened.clock.now);
    await opened.store.checkouts.write({ update: { before, after } });
    return after;
  };
  const claim = (holder = 'one', limit = 10): Promise<readonly MerchantEvent[]> =>
    events.claimDue('webhook', holder, 1_000, limit);
  const claimOne = async (holder?: string): Promise<MerchantEvent> => {
    const [event] = await claim(holder, 1);
    if (event === undefined) throw new Error('nothing is due');
    return event;
  };
  const kindsOf = (list: readonly { readonly kind: string }[]) => list.map(({ kind }) => kind);
  const states = async () => (await events.listOf(checkout.id)).map(({ state }) => state);

  it('are written with the change that they tell of, as it stood then', async () => {
    const after = await change(checkout, 'confirmed');
    const event = await claimOne();
    expect(event).to.deep.include({
      eventId: `msg_${checkout.id}_${after.version}_confirmed`,
      destination: 'webhook',
      checkoutId: checkout.id,
      kind: 'confirmed',
      happenedAt: opened.clock.now,
      dueAt: opened.clock.now,
      tries: 0,
    });
    const said: unknown = JSON.parse(event.body);
    expect(said).to.have.nested.property('data.status', 'confirmed');
    expect(said).to.have.nested.property('data.eventId', event.eventId);
    await change(after, 'flagged');
    expect((await claim('two')).map(({ body }) => body)).not.to.include(event.body);
  });

  it('are not written by a change that is refused', async () => {
    const after = move(checkout, 'confirmed', {}, opened.clock.now);
    const stale = { ...checkout, version: checkout.version + 5 };
    expect(await outcomeOf(opened.store.checkouts.write({ update: { before: stale, after } }))).to.equal(
      'status_conflict',
    );
    expect(await events.listOf(checkout.id)).to.deep.equal([]);
  });

  it('are one for one change, however many try to make it', async () => {
    const after = move(checkout, 'confirmed', {}, opened.clock.now);
    const update = { before: checkout, after };
    await Promise.all(times(20, () => outcomeOf(opened.store.checkouts.write({ update }))));
    expect(kindsOf(await events.listOf(checkout.id))).to.deep.equal(['confirmed']);
  });

  it('are written by the number that confirms, and by the last wrong one', async () => {
    const locking = await begin('eve');
    for (const [tried, isRight] of [
      [checkout, true],
      [locking, false],
    ] as const)
      await opened.store.checkouts.tryNumber({
        checkoutId: tried.id,
        owner: tried.owner,
        attemptsPerNumber: 5,
        attemptsPerCheckout: 10,
        failures: { name: 'failed_numbers', key: tried.owner.shopperId, windowMs: 1_000, max: 20 },
        isRight: () => isRight,
        settle: (before, right, now) => ({
          update: {
            before,
            after: move(before, right ? 'confirmed' : 'flagged', right ? {} : { flag: 'number_locked' }, now),
          },
        }),
      });
    expect(kindsOf(await events.listOf(checkout.id))).to.deep.equal(['confirmed']);
    expect(kindsOf(await events.listOf(locking.id))).to.deep.equal(['locked']);
  });

  it('are written when the shopper cannot be told, once, with what was not said', async () => {
    const dueAt = opened.clock.now;
    await opened.store.checkouts.write({
      signals: [{ checkoutId: checkout.id, kind: 'payment_arrived', dueAt }],
    });
    const [signal] = await opened.store.signals.claimDue('one', 1_000, 1);
    if (signal === undefined) throw new Error('nothing is due');
    await opened.store.signals.markUndeliverable({ ...signal, lease: { holder: 'two', until: 0 } }, 'late');
    expect(await events.listOf(checkout.id)).to.deep.equal([]);
    await opened.store.signals.markUndeliverable(signal, '403');
    await opened.store.signals.markUndeliverable(signal, '403');
    const event = await claimOne();
    expect(event.eventId).to.equal(`msg_${checkout.id}_signal${signal.id}_undeliverable`);
    expect(JSON.parse(event.body)).to.have.nested.property('data.untold', 'payment_arrived');
    expect(event.body).not.to.include('403');
    expect(await events.listOf(checkout.id)).to.have.length(1);
  });

  it('are none where nothing happened that the merchant wants to hear, or nobody wants to hear', async () => {
    const begun = sampleCheckout(opened.clock.now, { owner: { ...shopper, shopperId: 'eve' } });
    await opened.store.checkouts.write({ insert: begun });
    const after = revise(begun, { payerId: 'PAYER' }, opened.clock.now);
    await opened.store.checkouts.write({ update: { before: begun, after } });
    expect(await events.listOf(begun.id)).to.deep.equal([]);
    const deaf = await open({ merchantDestinations: [] });
    const sold = paidCheckout(deaf.clock.now);
    await deaf.store.checkouts.write({ insert: sold });
    const done = move(sold, 'confirmed', {}, deaf.clock.now);
    await deaf.store.checkouts.write({ update: { before: sold, after: done } });
    expect(await deaf.store.merchantEvents.listOf(sold.id)).to.deep.equal([]);
    await deaf.remove();
  });

  it('are claimed in their order: one at a time of a checkout, and several checkouts side by side', async () => {
    const other = await begin('eve');
    const first = await change(checkout, 'confirmed');
    await change(first, 'flagged');
    await change(other, 'confirmed');
    const claimed = await claim();
    expect(claimed.map(({ checkoutId, kind }) => [checkoutId, kind])).to.deep.equal([
      [checkout.id, 'confirmed'],
      [other.id, 'confirmed'],
    ]);
    expect(await claim('two')).to.deep.equal([]);
    for (const event of claimed) await events.markTold(event);
    expect(kindsOf(await claim())).to.deep.equal(['flagged']);
  });

  it('let a later one pass where the older one has failed and waits', async () => {
    const first = await change(checkout, 'confirmed');
    await change(first, 'flagged');
    await events.postpone(await claimOne(), 5_000, '500');
    const later = await claimOne();
    expect(later.kind).to.equal('flagged');
    await events.markTold(later);
    opened.clock.now += 4_999;
    expect(await claim()).to.deep.equal([]);
    opened.clock.now += 1;
    expect(await claimOne()).to.deep.include({ kind: 'confirmed', tries: 1 });
  });

  it('are claimed by one of many, no more than wanted', async () => {
    for (const name of ['bob', 'eve', 'zoe']) await change(await begin(name), 'confirmed');
    const claims = await Promise.all(times(5, (number) => claim(`holder-${number}`, 2)));
    expect(claims.map(({ length }) => length)).to.have.members([0, 0, 0, 1, 2]);
    expect(new Set(claims.flat().map(({ eventId }) => eventId)).size).to.equal(3);
  });

  it('are taken over when a lease is over, which counts as a try; the former holder changes nothing more', async () => {
    await change(checkout, 'confirmed');
    const lost = await claimOne('one');
    opened.clock.now += 1_000;
    const taken = await claimOne('two');
    expect(taken).to.deep.include({ eventId: lost.eventId, tries: 1 });
    await events.markTold(lost);
    await events.giveUp(lost, 'late');
    await events.postpone(lost, 1, 'late');
    expect(await events.listOf(checkout.id)).to.have.deep.nested.property('[0].state', 'waiting');
    await events.giveUp(taken, '500');
    expect(await events.listOf(checkout.id)).to.have.deep.nested.property('[0].reason', '500');
    expect(await states()).to.deep.equal(['given_up']);
  });

  it('are due again by hand, by event or by checkout, told or given up, under the same ids and bytes', async () => {
    const first = await change(checkout, 'confirmed');
    await change(first, 'flagged');
    const told = await claimOne();
    await events.markTold(told);
    await events.giveUp(await claimOne(), '410');
    expect(await states()).to.deep.equal(['told', 'given_up']);
    opened.clock.now += 90_000_000;
    expect(await events.tellAgain({ eventId: told.eventId })).to.equal(1);
    const again = await claimOne();
    expect(again).to.deep.equal({ ...told, dueAt: opened.clock.now, lease: again.lease });
    await events.markTold(again);
    expect(await events.tellAgain({ checkoutId: checkout.id })).to.equal(2);
    expect(await states()).to.deep.equal(['waiting', 'waiting']);
  });

  it('are left alone by hand while they are told just now, and where there are none', async () => {
    await change(checkout, 'confirmed');
    const { eventId } = await claimOne();
    expect(await events.tellAgain({ eventId })).to.equal(0);
    opened.clock.now += 1_000;
    expect(await events.tellAgain({ eventId })).to.equal(1);
    expect(await events.tellAgain({ eventId: 'msg_nothing' })).to.equal(0);
    expect(await events.tellAgain({ checkoutId: 'nobody' })).to.equal(0);
  });

  it('are shown to a person when they were given up, newest first, and when they wait for two minutes', async () => {
    const first = await change(checkout, 'confirmed');
    await events.giveUp(await claimOne(), 'it answers 410');
    const second = await change(first, 'flagged');
    await events.giveUp(await claimOne(), 'it answers 410');
    await change(await change(second, 'refunding'), 'refunded');
    const shown = async () =>
      (await opened.store.overdue(10)).merchantEvents.map(({ kind, state }) => `${kind} ${state}`);
    expect(await shown()).to.deep.equal([]);
    opened.clock.now += 1;
    expect(await shown()).to.deep.equal(['flagged given_up', 'confirmed given_up']);
    opened.clock.now += 120_000;
    expect(await shown()).to.deep.equal(['flagged given_up', 'confirmed given_up', 'refunded waiting']);
  });
}
