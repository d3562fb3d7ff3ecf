import type {
  MerchantChatTeller,
  MerchantEvent,
  MerchantEventStore,
  MerchantTeller,
  MerchantTold,
} from '../checkout/merchant-event-ports.ts';
import type { CheckoutStore, LogFields } from '../checkout/ports.ts';

export interface MerchantNewsOptions {
  readonly merchantEvents: MerchantEventStore;
  readonly merchantTellers: readonly MerchantTeller[];
  readonly store: Pick<CheckoutStore, 'now'>;
  /** Names this process in leases. */
  readonly holder: string;
  readonly log: (event: string, fields: LogFields) => void;
}

/** Longer than one try with all that it writes. */
const leaseMs = 30_000;

type Together = readonly [MerchantEvent, ...MerchantEvent[]];

/** How one destination is told: so many events in one telling, and so many tellings at once. */
interface Manner {
  readonly most: number;
  readonly atOnce: number;
  readonly tell: (events: Together, now: number) => Promise<MerchantTold>;
}

/** One by one, a few side by side: what has piled up while a program was away does not come over it all at once. */
function oneByOne(teller: MerchantTeller): Manner {
  return { most: 1, atOnce: 4, tell: ([event], now) => teller.tell(event, now) };
}

/** One message after the other, each with what has piled up: so people read it in its order. */
function together(teller: MerchantChatTeller): Manner {
  return { most: 10, atOnce: 1, tell: (events) => teller.tellTogether(events) };
}

export interface Rounds {
  /** Takes work on that is waited for at the end. */
  begin(work: () => Promise<void>): void;
  isStopped(): boolean;
}

/**
 * One round for one destination: takes what is due and has a place, tells it, and looks again as long as there is more.
 * It comes back when it has begun: a destination that hangs delays nobody's next round.
 */
export function createMerchantNews(
  options: MerchantNewsOptions,
  teller: MerchantTeller | MerchantChatTeller,
  { begin, isStopped }: Rounds,
): () => Promise<void> {
  const { merchantEvents, holder } = options;
  const manner = 'tell' in teller ? oneByOne(teller) : together(teller);
  let underWay = 0;
  return async function round(): Promise<void> {
    const places = manner.atOnce - underWay;
    if (places <= 0 || isStopped()) return;
    // Nobody else may fill them while the store is asked.
    underWay += places;
    let tellings: readonly Together[] = [];
    try {
      const due = await merchantEvents.claimDue(teller.destination, holder, leaseMs, places * manner.most);
      tellings = inParts(due, manner.most);
    } finally {
      underWay -= places - tellings.length;
    }
    for (const events of tellings)
      begin(async () => {
        await tellMerchant(options, manner, events).finally(() => (underWay -= 1));
        await round();
      });
  };
}

function inParts(due: readonly MerchantEvent[], most: number): readonly Together[] {
  const [first, ...others] = due;
  if (first === undefined) return [];
  return [[first, ...others.slice(0, most - 1)], ...inParts(others.slice(most - 1), most)];
}

/** Tells events that are held by lease. The outcome of each is a row; nothing is undone by it. */
async function tellMerchant(options: MerchantNewsOptions, manner: Manner, held: Together): Promise<void> {
  const now = await options.store.now();
  // One that waited here for too long is told by whoever has its lease.
  const [first, ...others] = held.filter(({ lease }) => lease.until > now);
  if (first === undefined) return;
  const told = await tell(manner, [first, ...others], now);
  if (told.kind === 'refused' && others.length > 0) {
    // It may be for the sake of one of them: the others are not lost with it.
    for (const event of [first, ...others]) await tellMerchant(options, manner, [event]);
    return;
  }
  for (const event of [first, ...others]) await note(options, event, told);
}

async function note(
  { merchantEvents, store, log }: MerchantNewsOptions,
  event: MerchantEvent,
  told: MerchantTold,
): Promise<void> {
  const { eventId, checkoutId, destination, tries } = event;
  const line = { eventId, checkoutId, destination, status: told.status, tries: tries + 1 };
  if (told.kind === 'told') {
    await merchantEvents.markTold(event);
    return log('merchant_told', line);
  }
  const { reason } = told;
  const now = await store.now();
  const mayTryAgain = told.kind === 'retry' && !(told.isUnclear === true && tries > 0);
  const delayMs = mayTryAgain ? pauseMs(event, told.afterMs, now) : undefined;
  if (delayMs === undefined) {
    await merchantEvents.giveUp(event, reason);
    return log('merchant_not_told', { ...line, level: 'error', reason, isGivenUp: true });
  }
  await merchantEvents.postpone(event, delayMs, reason);
  log('merchant_not_told', { ...line, reason, delayMs });
}

async function tell(manner: Manner, events: Together, now: number): Promise<MerchantTold> {
  try {
    return await manner.tell(events, now);
  } catch (error) {
    return { kind: 'retry', reason: `fault: ${String(error)}` };
  }
}

const dayMs = 24 * 3_600_000;

/** After the first try that came to nothing, the second …; the last one again and again, until a day is over. */
const pausesMs: readonly number[] = [
  5_000,
  30_000,
  2 * 60_000,
  10 * 60_000,
  30 * 60_000,
  3_600_000,
  2 * 3_600_000,
  4 * 3_600_000,
];

/**
 * Up to a quarter longer by chance, so that what failed together does not come back together; never sooner than the
 * other side asks for; and the last time at the end of the day. Undefined when that is over. The day begins with the
 * first try: before it nothing ran, or there was no address.
 */
function pauseMs(
  { dueAt, tries }: MerchantEvent,
  askedMs: number | undefined,
  now: number,
): number | undefined {
  const leftMs = (tries === 0 ? now : dueAt) + dayMs - now;
  if (leftMs <= 0) return undefined;
  const usual = pausesMs[Math.min(tries, pausesMs.length - 1)] ?? dayMs;
  return Math.min(Math.round(Math.max(usual, askedMs ?? 0) * (1 + Math.random() / 4)), leftMs);
}
