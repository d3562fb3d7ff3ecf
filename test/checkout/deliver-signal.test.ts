import { expect } from 'chai';
import type { Checkout } from '../../src/checkout/checkout.ts';
import { deliverSignal, type Told } from '../../src/checkout/deliver-signal.ts';
import type { NewSignal, Signal, SignalKind } from '../../src/checkout/signal.ts';
import { type Bench, openBench } from './flow-harness.ts';
import { createRecordingMessenger, type RecordingMessenger } from './recording-messenger.ts';

describe('telling the shopper', () => {
  let bench: Bench;
  let messenger: RecordingMessenger;
  let checkout: Checkout;
  beforeEach(async () => {
    bench = await openBench();
    messenger = createRecordingMessenger();
    checkout = await bench.start();
  });
  afterEach(() => bench.close());

  const deliver = (signal: Signal) => {
    const { store, ports } = bench;
    return deliverSignal({ store: ports.store, signals: store.signals, messenger, log: ports.log }, signal);
  };
  /** What is due, as the worker of some process claims it. */
  const claim = () => bench.store.signals.claimDue('one', 30_000, 50);
  const write = async (kind: SignalKind, changes: Partial<NewSignal> = {}): Promise<Signal> => {
    const lease = { holder: 'one', until: bench.clock.now + 25_000 };
    const signal = { checkoutId: checkout.id, kind, dueAt: bench.clock.now, lease, ...changes };
    const [written] = await bench.store.checkouts.write({ signals: [signal] });
    if (written === undefined) throw new Error('nothing was written');
    return written;
  };
  const first = (): Signal => {
    const [signal] = bench.signalled;
    if (signal === undefined) throw new Error('nothing was signalled');
    return signal;
  };
  const kinds = () => messenger.said.map(({ kind }) => kind);

  it('is done once, under a key of its own, and the card’s message is remembered', async () => {
    messenger.answers.push(async () => ({ kind: 'told', cardActivityId: 'message-7' }));
    await deliver(first());
    expect(messenger.said).to.deep.equal([
      { checkoutId: checkout.id, kind: 'link_ready', key: `signal-${first().id}` },
    ]);
    expect((await bench.row(checkout)).cardActivityId).to.equal('message-7');
    bench.clock.now += 60_000;
    expect(await claim()).to.deep.equal([]);
  });

  it('is left out where the checkout has moved on', async () => {
    await bench.flow.cancel(checkout.owner);
    await deliver(first());
    bench.clock.now += 60_000;
    for (const signal of await claim()) await deliver(signal);
    expect(kinds()).to.deep.equal(['cancelled']);
  });

  it('is left out where something later was told already; a link that may be paid is no old news', async () => {
    const warning = await write('deadline_near');
    const later = await write('deadline_near', { dueAt: bench.clock.now + 1 });
    for (const signal of [later, warning, first()]) await deliver(signal);
    expect(kinds()).to.deep.equal(['deadline_near', 'link_ready']);
  });

  it('is tried again with growing pauses while the channel fails', async () => {
    const pauses: number[] = [];
    let [signal]: (Signal | undefined)[] = [first()];
    for (let tries = 0; tries < 8 && signal !== undefined; tries += 1) {
      messenger.answers.push({ kind: 'retry', reason: 'server_error' });
      await deliver(signal);
      const from = bench.clock.now;
      do {
        bench.clock.now += 250;
        [signal] = await claim();
      } while (signal === undefined);
      pauses.push(bench.clock.now - from);
    }
    for (const [tries, pause] of pauses.entries()) {
      const full = Math.min(60_000, 1_000 * 2 ** tries);
      expect(pause).to.be.within(full / 2, full + 250);
    }
    expect(kinds()).to.deep.equal([]);
  });

  it('waits as long as the channel asks', async () => {
    messenger.answers.push({ kind: 'retry', afterMs: 90_000, reason: 'rate_limited' });
    await deliver(first());
    bench.clock.now += 89_999;
    expect(await claim()).to.deep.equal([]);
    bench.clock.now += 1;
    expect(await claim()).to.have.length(1);
  });

  const givenUp = async () => {
    bench.clock.now += 1;
    const { signals } = await bench.store.overdue(10);
    return signals.filter(({ state }) => state === 'undeliverable').map(({ reason }) => reason);
  };

  it('is given up where the conversation is gone, and the merchant sees it', async () => {
    messenger.answers.push({ kind: 'impossible', reason: 'refused' });
    await deliver(first());
    expect(await givenUp()).to.deep.equal(['refused']);
    bench.clock.now += 60_000;
    expect(await claim()).to.deep.equal([]);
  });

  for (const [what, answer] of [
    ['a channel that fails', { kind: 'retry', reason: 'timeout' }],
    ['a fault of ours', () => Promise.reject(new TypeError('not a reference'))],
  ] satisfies [string, Told | (() => Promise<Told>)][]) {
    it(`is given up after a day of ${what}, not before`, async () => {
      await bench.force(checkout, { status: 'paid' });
      const signal = await write('payment_arrived');
      messenger.answers.push(answer);
      await deliver(signal);
      expect(await givenUp()).to.deep.equal([]);
      bench.clock.now += 86_400_000;
      const due = (await claim()).find(({ id }) => id === signal.id);
      if (due === undefined) throw new Error('it is not tried again');
      messenger.answers.push(answer);
      await deliver(due);
      expect(await givenUp()).to.have.length(1);
    });
  }

  it('whose answer was lost is told once more and no third time: the merchant sees it', async () => {
    const unclear = { kind: 'retry', reason: 'timeout', isUnclear: true } as const;
    messenger.answers.push(unclear, { kind: 'retry', reason: 'rate_limited' }, unclear);
    await deliver(first());
    for (const expected of [[], ['timeout']]) {
      bench.clock.now += 120_000;
      const due = (await claim()).find(({ id }) => id === first().id);
      if (due === undefined) throw new Error('it is not tried again');
      await deliver(due);
      expect(await givenUp()).to.deep.equal(expected);
    }
    bench.clock.now += 120_000;
    expect((await claim()).map(({ id }) => id)).not.to.include(first().id);
  });

  it('is left to whoever has the lease once one’s own is over', async () => {
    bench.clock.now += 25_000;
    const [taken] = await bench.store.signals.claimDue('two', 30_000, 50);
    await deliver(first());
    expect(kinds()).to.deep.equal([]);
    await deliver(taken ?? first());
    expect(kinds()).to.deep.equal(['link_ready']);
  });
});
