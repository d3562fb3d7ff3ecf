import { randomUUID } from 'node:crypto';
import { deliverSignal, type DeliveryPorts } from './deliver-signal.ts';
import { isCheckoutError } from '../checkout/errors.ts';
import type { MerchantChatTeller } from '../checkout/merchant-event-ports.ts';
import type { CheckoutFlow } from '../purchase/flow.ts';
import type { CheckoutStore, Inbox } from '../checkout/ports.ts';
import type { Signal } from '../checkout/signal.ts';
import { createMerchantChatNews } from './tell-merchant-chats.ts';
import { createMerchantNews, type MerchantNewsOptions, type Rounds } from './tell-merchant.ts';

export interface WorkerOptions
  extends DeliveryPorts, Pick<MerchantNewsOptions, 'merchantEvents' | 'merchantTellers'> {
  readonly store: Pick<CheckoutStore, 'find' | 'now'>;
  readonly flow: Pick<
    CheckoutFlow,
    | 'expireDue'
    | 'resume'
    | 'endUnconfirmed'
    | 'resumeRefunds'
    | 'resumeTrackings'
    | 'handleEvent'
    | 'completePayment'
    | 'sealAnew'
    | 'sealPayersAnew'
    | 'eraseDue'
  >;
  /** Names this process in leases. */
  readonly holder: string;
  readonly inbox: Inbox;
  /** Those that hear just now: they come and go. None when missing. */
  readonly listMerchantChats?: (() => Promise<readonly MerchantChatTeller[]>) | undefined;
  readonly pruneLimits: () => Promise<number>;
  /** Fetches what PayPal may have failed to deliver. */
  readonly lookBack: () => Promise<number>;
  /** Says which keys are still needed, where that has changed. */
  readonly lookAtKeys: () => Promise<unknown>;
  readonly everyMs?: number | undefined;
}

/** Does what nobody asks for at that moment: tells signals, ends deadlines, goes on with what is unclear. */
export interface Worker {
  /** Sends signals that this process has just written; their leases are held already. */
  signalled(signals: readonly Signal[]): void;
  /** Goes on at once with a checkout that waits for PayPal. */
  settleSoon(checkoutId: string): void;
  start(): void;
  /** Starts nothing new and waits for what is under way. */
  stop(): Promise<void>;
}

const signalLeaseMs = 30_000;
const hourMs = 3_600_000;

/** A new name for each process: what a dead one held, another may take when its lease is over. */
export function newHolder(): string {
  return randomUUID();
}

export function createWorker(options: WorkerOptions): Worker {
  const { flow, signals, holder, log } = options;
  const underWay = new Set<Promise<void>>();
  const timers = new Map<string, NodeJS.Timeout>();
  let isStopped = false;

  const fail = (job: string, error: unknown): void => log('worker_fault', { job, reason: String(error) });

  function track(work: Promise<void>): Promise<void> {
    const tracked = work.finally(() => underWay.delete(tracked));
    underWay.add(tracked);
    return tracked;
  }

  const queue = createQueue((signal) => deliverSignal(options, signal), track, fail);

  const rounds: Rounds = {
    begin: (work) => {
      track(work()).catch((error: unknown) => fail('merchant', error));
    },
    isStopped: () => isStopped,
  };

  async function claimAndQueue(): Promise<void> {
    for (const signal of await signals.claimDue(holder, signalLeaseMs, 50)) queue(signal);
  }

  /** The next round of a job starts after this one has ended, so that a slow outside world piles nothing up. */
  async function repeat(name: string, job: () => Promise<unknown>, everyJobMs: number): Promise<void> {
    // A fault in one job is logged and stops no other, nor its own next round.
    await job().catch((error: unknown) => fail(name, error));
    if (!isStopped)
      timers.set(
        name,
        setTimeout(() => begin(name, job, everyJobMs), everyJobMs),
      );
  }

  function begin(name: string, job: () => Promise<unknown>, everyJobMs: number): void {
    track(repeat(name, job, everyJobMs)).catch((error: unknown) => fail(name, error));
  }

  return {
    signalled: (written) => {
      for (const signal of written) {
        // What is written while this process stops is told by the next one.
        const isOurs = signal.lease?.holder === holder && !isStopped;
        if (isOurs) queue(signal);
      }
    },
    settleSoon: (checkoutId) => {
      const work = flow.completePayment(checkoutId).then(() => undefined);
      // Somebody faster settles it; the next round looks again.
      track(work).catch((error: unknown) => {
        if (!isCheckoutError(error, 'status_conflict')) fail('settle', error);
      });
    },
    start: () => {
      for (const [name, job, everyJobMs] of listJobs(options, claimAndQueue, rounds))
        begin(name, job, everyJobMs);
    },
    stop: async () => {
      isStopped = true;
      for (const timer of timers.values()) clearTimeout(timer);
      while (underWay.size > 0) await Promise.allSettled(underWay);
    },
  };
}

type Job = readonly [name: string, job: () => Promise<unknown>, everyMs: number];

/** Each on its own: a PayPal that hangs holds up no deadline and no message. */
function listJobs(
  options: WorkerOptions,
  claimAndQueue: () => Promise<void>,
  rounds: Rounds,
): readonly Job[] {
  const { flow, merchantTellers, listMerchantChats, everyMs = 1000 } = options;
  return [
    ['expire', () => flow.expireDue(), everyMs],
    ['resume', () => flow.resume(), everyMs],
    ['flag', () => flow.endUnconfirmed(), everyMs],
    ['signals', claimAndQueue, everyMs],
    ['refunds', () => flow.resumeRefunds(), everyMs],
    ['trackings', () => flow.resumeTrackings(), everyMs],
    ['events', () => workOffEvents(options), everyMs],
    ['keys', () => tendKeys(options), 60 * everyMs],
    ['erase', () => flow.eraseDue(), 60 * everyMs],
    ...merchantTellers.map((teller): Job => [
      `merchant ${teller.destination}`,
      createMerchantNews(options, teller, rounds),
      everyMs,
    ]),
    ...(listMerchantChats === undefined
      ? []
      : [['merchant chats', createMerchantChatNews(options, listMerchantChats, rounds), everyMs] as const]),
    ['missed_events', options.lookBack, hourMs],
    ['prune', options.pruneLimits, hourMs],
  ];
}

/** What was sealed anew needs its former key no more. */
async function tendKeys({ flow, lookAtKeys }: WorkerOptions): Promise<void> {
  await flow.sealAnew();
  await flow.sealPayersAnew();
  await lookAtKeys();
}

/** One after the other: events of one purchase often come together. What cannot be settled now is looked at again. */
async function workOffEvents({ flow, inbox, holder, log }: WorkerOptions): Promise<void> {
  for (const event of await inbox.claimDue(holder, signalLeaseMs, 20)) {
    try {
      await inbox.markDone(event.eventId, await flow.handleEvent(event));
    } catch (error) {
      log('event_postponed', { eventId: event.eventId, type: event.type, reason: String(error) });
      await inbox.postpone(event.eventId, 5_000 + Math.random() * 5_000);
    }
  }
}

/** Signals of one checkout go out one after the other, in the order in which they were written. */
function createQueue(
  deliver: (signal: Signal) => Promise<void>,
  track: (work: Promise<void>) => Promise<void>,
  fail: (job: string, error: unknown) => void,
): (signal: Signal) => void {
  const lastOf = new Map<string, Promise<void>>();
  /** With the newest lease of each: a row that is claimed again while it waits here is not told twice. */
  const queued = new Map<number, Signal>();
  return (signal) => {
    const isQueued = queued.has(signal.id);
    queued.set(signal.id, signal);
    if (isQueued) return;
    const before = lastOf.get(signal.checkoutId) ?? Promise.resolve();
    const work = before
      .then(() => deliver(queued.get(signal.id) ?? signal))
      .catch((error: unknown) => fail('signal', error))
      .finally(() => {
        queued.delete(signal.id);
        if (lastOf.get(signal.checkoutId) === work) lastOf.delete(signal.checkoutId);
      });
    lastOf.set(signal.checkoutId, work);
    track(work).catch((error: unknown) => fail('signal', error));
  };
}
