import { expect } from 'chai';
import { type Checkout, move, revise } from '../../src/checkout/checkout.ts';
import type { Ports } from '../../src/checkout/ports.ts';
import { record, type Step } from '../../src/checkout/record.ts';
import { type Bench, openBench } from '../stage/flow-harness.ts';
import { outcomeOf } from '../store/outcome.ts';

describe('a step of a checkout', () => {
  let bench: Bench;
  let before: Checkout;
  let happened: string[];
  let ports: Ports;
  beforeEach(async () => {
    bench = await openBench();
    before = await bench.start();
    happened = [];
    ports = {
      ...bench.ports,
      store: {
        ...bench.ports.store,
        write: async (change) => {
          const signals = await bench.ports.store.write(change);
          happened.push('written');
          return signals;
        },
      },
      log: (event, fields) => void happened.push(`logged ${event} ${JSON.stringify(fields)}`),
      signalled: (signals) => void happened.push(`told ${signals.map(({ kind }) => kind).join(' ')}`),
    };
  });
  afterEach(() => bench.close());

  const cancelled = (): Step => ({
    before,
    after: move(before, 'cancelled', {}, bench.clock.now),
    tells: 'cancelled',
    log: ['checkout_cancelled', { reason: 'asked' }],
  });
  const left = async () =>
    (await bench.store.signals.claimDue('two', 1_000, 10)).map(({ kind, dueAt }) => [kind, dueAt]);

  it('is written with its news, then logged with the checkout’s id, and only then told', async () => {
    const step = cancelled();
    expect(await record(ports, step)).to.equal(step.after);
    expect(await bench.row(before)).to.include({ status: 'cancelled', version: step.after.version });
    const line = `logged checkout_cancelled {"checkoutId":"${before.id}","reason":"asked"}`;
    expect(happened).to.deep.equal(['written', line, 'told cancelled']);
  });

  it('that the store refuses is neither logged nor told', async () => {
    await bench.force(before, {});
    expect(await outcomeOf(record(ports, cancelled()))).to.equal('status_conflict');
    expect(happened).to.deep.equal([]);
    bench.clock.now += 60_000;
    expect((await left()).map(([kind]) => kind)).to.deep.equal(['link_ready']);
  });

  it('is told by whoever wrote it, and after 25 s by another; what comes later is due later', async () => {
    const { now } = bench.clock;
    const also = [{ checkoutId: before.id, kind: 'number_reminder', dueAt: now + 25_000 }] as const;
    await record(ports, { ...cancelled(), also });
    expect(happened.at(-1)).to.equal('told cancelled number_reminder');
    bench.clock.now += 24_999;
    expect(await left()).to.deep.equal([]);
    bench.clock.now += 1;
    expect(await left()).to.deep.equal([
      ['link_ready', now],
      ['cancelled', now],
      ['number_reminder', now + 25_000],
    ]);
  });

  it('that is nobody’s news tells nothing, and without a line of its own logs nothing', async () => {
    await record(ports, { before, after: revise(before, {}, bench.clock.now) });
    expect(happened).to.deep.equal(['written', 'told ']);
  });
});
