import { expect } from 'chai';
import { type Checkout, revise } from '../../src/checkout/checkout.ts';
import type { SignalStore } from '../../src/checkout/ports.ts';
import type { NewSignal, Signal, SignalKind } from '../../src/checkout/signal.ts';
import type { TestDatabase, TestStore } from './databases.ts';
import { times } from './outcome.ts';
import { sampleCheckout } from './sample-checkout.ts';

export function describeSignals({ open }: TestDatabase): void {
  let opened: TestStore;
  let signals: SignalStore;
  let checkout: Checkout;
  let now: number;

  beforeEach(async () => {
    opened = await open();
    signals = opened.store.signals;
    now = opened.clock.now;
    checkout = sampleCheckout(now);
    await opened.store.checkouts.write({ insert: checkout });
  });
  afterEach(() => opened.remove());

  const write = (
    ...news: readonly (Partial<NewSignal> & { kind: SignalKind })[]
  ): Promise<readonly Signal[]> =>
    opened.store.checkouts.write({
      signals: news.map((signal) => Object.assign({ checkoutId: checkout.id, dueAt: now }, signal)),
    });
  const claim = (holder = 'worker', limit = 100): Promise<readonly Signal[]> =>
    signals.claimDue(holder, 1000, limit);
  const claimOne = async (holder?: string): Promise<Signal> => {
    const [signal] = await claim(holder);
    if (signal === undefined) throw new Error('nothing is due');
    return signal;
  };
  const load = async (): Promise<Checkout | undefined> =>
    (await opened.store.checkouts.find(checkout.id))?.checkout;

  it('are answered with growing ids, in the order in which they were written', async () => {
    const first = await write({ kind: 'link_ready' }, { kind: 'deadline_near', dueAt: now + 5 });
    const second = await write({ kind: 'cancelled' });
    expect([...first, ...second].map(({ kind }) => kind)).to.deep.equal([
      'link_ready',
      'deadline_near',
      'cancelled',
    ]);
    const ids = [...first, ...second].map(({ id }) => id);
    expect(ids).to.deep.equal(ids.toSorted((one, other) => one - other));
    expect(first[0]).to.deep.include({ checkoutId: checkout.id, tries: 0, createdAt: now, dueAt: now });
  });

  it('are claimed once they are due by the database clock, oldest first, no more than wanted', async () => {
    await write({ kind: 'deadline_near', dueAt: now + 10 }, { kind: 'link_ready' }, { kind: 'expired' });
    expect((await claim()).map(({ kind }) => kind)).to.deep.equal(['link_ready', 'expired']);
    opened.clock.now += 10;
    await write({ kind: 'cancelled', dueAt: now + 5 });
    expect((await claim('worker', 1)).map(({ kind }) => kind)).to.deep.equal(['cancelled']);
    expect((await claim()).map(({ kind }) => kind)).to.deep.equal(['deadline_near']);
    expect(await claim()).to.deep.equal([]);
  });

  it('go to one holder each, however many claim at once', async () => {
    const others = times(40, (index) =>
      sampleCheckout(now, { owner: { ...checkout.owner, conversationId: `conversation ${index}` } }),
    );
    for (const other of others) await opened.store.checkouts.write({ insert: other });
    await write(...others.map(({ id }) => ({ checkoutId: id, kind: 'number_reminder' as const })));
    const claimed = await Promise.all(times(10, (index) => claim(`worker ${index}`, 7)));
    const ids = claimed.flat().map(({ id }) => id);
    expect(ids).to.have.length(40);
    expect(new Set(ids).size).to.equal(40);
  });

  it('of one checkout are in one holder’s hands at a time, so that an older one is never told last', async () => {
    await write({ kind: 'link_ready' }, { kind: 'cancelled' });
    const [link] = await claim('one', 1);
    expect(await claim('two')).to.deep.equal([]);
    const [written] = await write({ kind: 'expired', lease: { holder: 'two', until: now + 1000 } });
    if (link === undefined || written === undefined) throw new Error('one is claimed, one is written');
    expect(await signals.isBehind(written)).to.equal(true);
    expect(await signals.isBehind(link)).to.equal(false);
    await signals.markDelivered(link, undefined);
    expect(await signals.isBehind(written)).to.equal(false);
  });

  it('stay with whoever wrote them until that lease ends, and then count as tried once', async () => {
    const lease = { holder: 'writer', until: now + 1000 };
    const [written] = await write({ kind: 'link_ready', lease });
    expect(written?.lease).to.deep.equal(lease);
    expect(await claim()).to.deep.equal([]);
    opened.clock.now += 1000;
    expect(await claimOne()).to.deep.include({
      id: written?.id,
      tries: 1,
      lease: { holder: 'worker', until: now + 2000 },
    });
  });

  it('end when they were delivered, and the card’s message is kept without a new version', async () => {
    await write({ kind: 'link_ready' });
    await signals.markDelivered(await claimOne(), 'activity-1');
    opened.clock.now += 10_000;
    expect(await claim()).to.deep.equal([]);
    expect(await load()).to.include({ cardActivityId: 'activity-1', version: 1 });
  });

  it('leave the card’s message alone when the channel named none', async () => {
    await write({ kind: 'link_ready' }, { kind: 'deadline_near' });
    const [first, second] = await claim();
    if (first === undefined || second === undefined) throw new Error('two are due');
    await signals.markDelivered(first, 'activity-1');
    await signals.markDelivered(second, undefined);
    expect(await load()).to.include({ cardActivityId: 'activity-1' });
  });

  it('lose no card to a change of status that was read before the delivery', async () => {
    await write({ kind: 'link_ready' });
    const after = revise(checkout, { payerId: 'PAYER' }, now);
    await signals.markDelivered(await claimOne(), 'activity-1');
    await opened.store.checkouts.write({ update: { before: checkout, after } });
    expect(await load()).to.include({ cardActivityId: 'activity-1', payerId: 'PAYER', version: 2 });
  });

  it('belong to the later holder once a lease has passed on', async () => {
    await write({ kind: 'link_ready' });
    const slow = await claimOne('slow');
    opened.clock.now += 1000;
    const fast = await claimOne('fast');
    await signals.markDelivered(slow, 'slow card');
    await signals.markDropped(slow, 'slow');
    await signals.markUndeliverable(slow, 'slow');
    await signals.postpone(slow, 0, 'slow');
    expect(await load()).to.include({ cardActivityId: undefined });
    await signals.markDelivered(fast, 'fast card');
    await signals.markDelivered(fast, 'told twice');
    expect(await load()).to.include({ cardActivityId: 'fast card' });
  });

  it('come again after they were postponed, with one more try and their own due time', async () => {
    await write({ kind: 'link_ready' });
    await signals.postpone(await claimOne(), 5000, 'the channel answered 503');
    opened.clock.now += 4999;
    expect(await claim()).to.deep.equal([]);
    opened.clock.now += 1;
    expect(await claimOne('another')).to.include({ tries: 1, dueAt: now });
  });

  it('come again before those that fell due after them', async () => {
    await write({ kind: 'link_ready' }, { kind: 'deadline_near', dueAt: now + 5 });
    await signals.postpone(await claimOne(), 10, 'the channel answered 503');
    opened.clock.now += 10;
    expect((await claim('worker', 1)).map(({ kind }) => kind)).to.deep.equal(['link_ready']);
  });

  it('are never claimed again once dropped or given up', async () => {
    await write({ kind: 'link_ready' }, { kind: 'deadline_near' });
    const [first, second] = await claim();
    if (first === undefined || second === undefined) throw new Error('two are due');
    await signals.markDropped(first, 'the checkout has moved on');
    await signals.markUndeliverable(second, 'the conversation is gone');
    opened.clock.now += 100_000;
    expect(await claim()).to.deep.equal([]);
    const { signals: overdue } = await opened.store.overdue(10);
    expect(overdue).to.have.length(1);
    expect(overdue[0]).to.deep.include({ state: 'undeliverable', reason: 'the conversation is gone' });
  });

  it('are overtaken by one that fell due later and was told, and by no other', async () => {
    await write({ kind: 'deadline_near', dueAt: now - 1 }, { kind: 'link_ready', dueAt: now - 2 });
    const [link, near] = await claim();
    if (link === undefined || near === undefined) throw new Error('two are due');
    expect(await signals.wasOvertaken(link)).to.equal(false);
    await signals.postpone(link, 60_000, 'the channel answered 503');
    await signals.markDelivered(near, undefined);
    opened.clock.now += 60_000;
    expect(await signals.wasOvertaken(await claimOne())).to.equal(true);
    expect(await signals.wasOvertaken(near)).to.equal(false);
  });

  it('of the same moment are overtaken by the larger id alone', async () => {
    const [first, second] = await write({ kind: 'link_ready' }, { kind: 'cancelled' });
    if (first === undefined || second === undefined) throw new Error('two are written');
    for (const signal of await claim()) await signals.markDelivered(signal, undefined);
    expect(await signals.wasOvertaken(first)).to.equal(true);
    expect(await signals.wasOvertaken(second)).to.equal(false);
  });

  it('and checkouts that nobody sees to are overdue after two minutes', async () => {
    const asked = sampleCheckout(now, {
      status: 'capture_submitted',
      owner: { ...checkout.owner, shopperId: 'bob' },
    });
    const waits = sampleCheckout(now, { status: 'paid', owner: { ...checkout.owner, shopperId: 'eve' } });
    await opened.store.checkouts.write({ insert: asked });
    await opened.store.checkouts.write({ insert: waits });
    await write({ kind: 'link_ready' });
    opened.clock.now += 120_000;
    expect(await opened.store.overdue(10)).to.deep.equal({
      checkouts: [],
      flagged: [],
      signals: [],
      merchantEvents: [],
    });
    opened.clock.now += 1;
    const soon = await opened.store.overdue(10);
    expect(soon.checkouts.map(({ id }) => id)).to.deep.equal([asked.id]);
    expect(soon.signals.map(({ signal, state }) => [signal.kind, state])).to.deep.equal([
      ['link_ready', 'waiting'],
    ]);
    opened.clock.now = checkout.expiresAt + 120_001;
    const late = await opened.store.overdue(10);
    expect(late.checkouts.map(({ id }) => id)).to.have.members([asked.id, checkout.id]);
  });
}
