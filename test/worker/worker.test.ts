import { expect } from 'chai';
import { createWorker, type Worker, type WorkerOptions } from '../../src/worker/worker.ts';
import { type Bench, openBench } from '../stage/flow-harness.ts';
import { goToPayPal } from '../stage/payer.ts';
import { createRecordingMessenger, type RecordingMessenger } from '../stage/recording-messenger.ts';

describe('the worker', () => {
  let bench: Bench;
  let messenger: RecordingMessenger;
  let workers: Worker[];
  beforeEach(async () => {
    bench = await openBench();
    messenger = createRecordingMessenger();
    workers = [];
  });
  afterEach(async () => {
    await Promise.all(workers.map((worker) => worker.stop()));
    await bench.close();
  });

  const open = (changes: Partial<WorkerOptions> = {}): Worker => {
    const { flow, ports, store } = bench;
    const worker = createWorker({
      flow,
      store: ports.store,
      signals: store.signals,
      messenger,
      holder: 'one',
      inbox: store.inbox,
      merchantEvents: store.merchantEvents,
      merchantTellers: [],
      lookBack: () => Promise.resolve(0),
      pruneLimits: store.pruneLimits,
      lookAtKeys: () => Promise.resolve(),
      everyMs: 5,
      log: ports.log,
      ...changes,
    });
    workers.push(worker);
    return worker;
  };
  const until = async (isTrue: () => boolean | Promise<boolean>): Promise<void> => {
    while (!(await isTrue())) await new Promise((resolve) => setTimeout(resolve, 5));
  };
  const kinds = () => messenger.said.map(({ kind }) => kind);
  const soon = (): { promise: Promise<void>; end: () => void } => {
    let end = () => {};
    const promise = new Promise<void>((resolve) => {
      end = resolve;
    });
    return { promise, end };
  };

  it('tells what its own process wrote, and leaves the rest to others', async () => {
    const worker = open();
    await bench.start();
    worker.signalled(bench.signalled);
    worker.signalled(bench.signalled.map((signal) => ({ ...signal, lease: { holder: 'two', until: 1 } })));
    await worker.stop();
    expect(kinds()).to.deep.equal(['link_ready']);
  });

  it('tells a checkout’s signals one after the other, in their order, and different checkouts side by side', async () => {
    const worker = open();
    const hold = soon();
    messenger.answers.push(() => hold.promise.then(() => ({ kind: 'told' })));
    const checkout = await bench.start();
    worker.signalled(bench.signalled.splice(0));
    await until(() => messenger.answers.length === 0);
    const lease = { holder: 'one', until: bench.clock.now + 25_000 };
    const warning = {
      checkoutId: checkout.id,
      kind: 'deadline_near',
      dueAt: bench.clock.now,
      lease,
    } as const;
    worker.signalled(await bench.store.checkouts.write({ signals: [warning] }));
    const other = await bench.start();
    worker.signalled(bench.signalled);
    await until(() => messenger.said.length === 1);
    expect(messenger.said[0]?.checkoutId).to.equal(other.id);
    hold.end();
    await worker.stop();
    const ofFirst = messenger.said.filter(({ checkoutId }) => checkoutId === checkout.id);
    expect(ofFirst.map(({ kind }) => kind)).to.deep.equal(['link_ready', 'deadline_near']);
  });

  it('tells nothing twice, however long it takes and however often its lease ends meanwhile', async () => {
    let claimed = 0;
    const { signals } = bench.store;
    const worker = open({
      signals: {
        ...signals,
        claimDue: async (...claim) => {
          const due = await signals.claimDue(...claim);
          claimed += due.length;
          return due;
        },
      },
    });
    const hold = soon();
    messenger.answers.push(() => hold.promise.then(() => ({ kind: 'told' })));
    await bench.start();
    worker.signalled(bench.signalled);
    worker.start();
    for (const round of [1, 2]) {
      bench.clock.now += 31_000;
      await until(() => claimed === round);
    }
    hold.end();
    await worker.stop();
    expect(kinds()).to.deep.equal(['link_ready']);
  });

  it('goes on with what a dead process left untold', async () => {
    await bench.start();
    bench.clock.now += 26_000;
    const worker = open({ holder: 'two' });
    worker.start();
    await until(() => messenger.said.length === 1);
    expect(kinds()).to.deep.equal(['link_ready']);
  });

  it('ends deadlines, settles payments and speaks of both, unasked', async () => {
    const worker = open();
    const late = await bench.start();
    bench.clock.now += 3_500_000;
    const back = await goToPayPal(bench, await bench.start());
    await bench.arrange({ operation: 'capture', fault: 'reset_before' });
    await bench.flow.returnFromPayPal(back);
    bench.clock.now += 100_000;
    worker.start();
    await until(async () => (await bench.row({ id: back.checkoutId })).status === 'paid');
    await until(async () => (await bench.row(late)).status === 'expired');
    bench.clock.now += 26_000;
    await until(() => kinds().includes('expired') && kinds().includes('payment_arrived'));
  });

  it('lets a job that fails or hangs hold up no other, nor its own next round', async () => {
    let rounds = 0;
    const hold = soon();
    const worker = open({
      flow: {
        expireDue: () => {
          rounds += 1;
          return Promise.reject(new Error('fault'));
        },
        resume: () => hold.promise.then(() => 0),
        resumeRefunds: () => Promise.resolve(0),
        resumeTrackings: () => Promise.resolve(0),
        handleEvent: () => Promise.resolve('done'),
        completePayment: () => Promise.reject(new Error('not asked for')),
        endUnconfirmed: () => Promise.resolve(0),
        sealAnew: () => Promise.resolve(0),
        sealPayersAnew: () => Promise.resolve(0),
        eraseDue: () => Promise.resolve(0),
      },
      holder: 'two',
    });
    await bench.start();
    bench.clock.now += 26_000;
    worker.start();
    await until(() => rounds > 2 && messenger.said.length === 1);
    expect(bench.logs.filter(({ event }) => event === 'worker_fault').length).to.be.greaterThan(1);
    hold.end();
  });

  it('stops only when what is under way has ended, and then starts nothing', async () => {
    const worker = open();
    const hold = soon();
    messenger.answers.push(() => hold.promise.then(() => ({ kind: 'told' })));
    await bench.start();
    worker.start();
    worker.signalled(bench.signalled);
    const ended: string[] = [];
    const stopping = worker.stop().finally(() => ended.push('worker'));
    await new Promise((resolve) => setTimeout(resolve, 30));
    expect(ended).to.deep.equal([]);
    hold.end();
    await stopping;
    expect(kinds()).to.deep.equal(['link_ready']);
    await bench.start();
    worker.signalled(bench.signalled);
    bench.clock.now += 31_000;
    await new Promise((resolve) => setTimeout(resolve, 30));
    expect(kinds()).to.deep.equal(['link_ready']);
  });
});
