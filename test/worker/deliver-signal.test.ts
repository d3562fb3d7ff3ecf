import { expect } from 'chai';
import type { Checkout } from '../../src/checkout/checkout.ts';
import { deliverSignal } from '../../src/worker/deliver-signal.ts';
import type { Told } from '../../src/checkout/messenger-port.ts';
import type { SignalStore } from '../../src/checkout/ports.ts';
import type { NewSignal, Signal, SignalKind } from '../../src/checkout/signal.ts';
import { type Bench, openBench } from '../stage/flow-harness.ts';
import { createRecordingMessenger, type RecordingMessenger } from '../stage/recording-messenger.ts';

describe('telling the shopper', () => {
  let bench: Bench;
  let messenger: RecordingMessenger;
  let checkout: Checkout;
  beforeEach(async () => {
    bench = await openBench();
    messenger = createRecordingMessenger();
    checkout = await bench.start();
    reasons.length = 0;
  });
  afterEach(() => bench.close());

  /** Why each was dropped or put off. */
  const reasons: string[] = [];
  const deliver = (signal: Signal) => {
    const { store, ports } = bench;
    const signals: SignalStore = {
      ...store.signals,
      markDropped: (one, reason) => (reasons.push(reason), store.signals.markDropped(one, reason)),
      postpone: (...put) => (reasons.push(put[2]), store.signals.postpone(...put)),
    };
    return deliverSignal({ store: ports.store, signals, messenger, log: ports.log }, signal);
  };
  const logged = (wanted: string) =>
    bench.logs.filter(({ event }) => event === wanted).map(({ fields }) => fields);
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
    expect(reasons).to.include('the checkout has moved on');
  });

  it('is left out where its checkout is not known', async () => {
    await deliver({ ...first(), checkoutId: 'nobody' });
    expect([kinds(), reasons]).to.deep.equal([[], ['the checkout has moved on']]);
  });

  it('is left out where something later was told already; a link that may be paid is no old news', async () => {
    const warning = await write('deadline_near');
    const later = await write('deadline_near', { dueAt: bench.clock.now + 1 });
    for (const signal of [later, warning, first()]) await deliver(signal);
    expect(kinds()).to.deep.equal(['deadline_near', 'link_ready']);
    expect(reasons).to.deep.equal(['a later one was told']);
  });

  it('is no old news where a parcel is on its way, but for a later telling that says more of it', async () => {
    const shipment = { shippedAt: bench.clock.now, toldAt: bench.clock.now };
    await bench.force(checkout, { status: 'confirmed', shipment });
    const shipped = await write('shipped');
    const later = await write('dispute_opened', { dueAt: bench.clock.now + 1 });
    for (const signal of [later, shipped]) await deliver(signal);
    expect(kinds()).to.deep.equal(['dispute_opened', 'shipped']);
    await bench.force(checkout, { shipment: { ...shipment, carrier: 'DHL', toldAt: bench.clock.now + 2 } });
    const again = await write('shipped', { dueAt: bench.clock.now + 2 });
    for (const signal of [await write('shipped'), again]) await deliver(signal);
    expect(kinds()).to.deep.equal(['dispute_opened', 'shipped', 'shipped']);
    expect(reasons).to.deep.equal(['a later one tells it']);
  });

  it('waits while another process is telling something older of the same checkout', async () => {
    bench.clock.now += 25_000;
    const [older] = await bench.store.signals.claimDue('two', 30_000, 50);
    const warning = await write('deadline_near');
    await deliver(warning);
    expect([kinds(), reasons]).to.deep.equal([[], ['an older one is being told']]);
    await deliver(older ?? first());
    bench.clock.now += 499;
    expect(await claim()).to.deep.equal([]);
    bench.clock.now += 1;
    for (const signal of await claim()) await deliver(signal);
    expect(kinds()).to.deep.equal(['link_ready', 'deadline_near']);
  });

  it('has a line in the log for each try', async () => {
    const fields = { checkoutId: checkout.id, kind: 'link_ready' };
    messenger.answers.push({ kind: 'retry', afterMs: 1_000, reason: 'rate_limited' });
    await deliver(first());
    const postponed = { ...fields, tries: 1, reason: 'rate_limited', delayMs: 1_000 };
    expect(logged('signal_postponed')).to.deep.equal([postponed]);
    bench.clock.now += 1_000;
    for (const signal of await claim()) await deliver(signal);
    expect(logged('signal_delivered')).to.deep.equal([{ ...fields, tries: 2 }]);
    await bench.force(checkout, { status: 'paid' });
    messenger.answers.push({ kind: 'impossible', reason: 'refused' });
    await deliver(await write('payment_arrived'));
    expect(logged('signal_undeliverable')).to.deep.equal([
      { checkoutId: checkout.id, kind: 'payment_arrived', tries: 1, reason: 'refused' },
    ]);
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

  for (const [what, reason, answer] of [
    ['a channel that fails', 'timeout', { kind: 'retry', afterMs: 1_000, reason: 'timeout' }],
    [
      'a fault of ours',
      'fault: TypeError: not a reference',
      () => Promise.reject(new TypeError('not a reference')),
    ],
  ] satisfies [string, string, Told | (() => Promise<Told>)][]) {
    it(`is given up after a day of ${what}, not before`, async () => {
      await bench.force(checkout, { status: 'paid' });
      const signal = await write('payment_arrived');
      const tryAt = async (laterMs: number) => {
        bench.clock.now = signal.dueAt + laterMs;
        const due = laterMs === 0 ? signal : (await claim()).find(({ id }) => id === signal.id);
        if (due === undefined) throw new Error('it is not tried again');
        messenger.answers.push(answer);
        await deliver(due);
      };
      await tryAt(0);
      await tryAt(86_400_000);
      expect(logged('signal_undeliverable')).to.deep.equal([]);
      await tryAt(86_460_000);
      expect(await givenUp()).to.deep.equal([reason]);
      const fields = { checkoutId: checkout.id, kind: 'payment_arrived', tries: 3, reason };
      expect(logged('signal_undeliverable')).to.deep.equal([fields]);
    });
  }

  it('is told by nobody who has not taken it', async () => {
    await deliver({ ...first(), lease: undefined });
    expect(kinds()).to.deep.equal([]);
  });

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
