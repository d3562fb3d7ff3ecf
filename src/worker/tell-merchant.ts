import type {
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

/** Tries under way at one destination: what has piled up while it was away does not come over it all at once. */
const mostAtOnce = 4;

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
  teller: MerchantTeller,
  { begin, isStopped }: Rounds,
): () => Promise<void> {
  const { merchantEvents, holder } = options;
  let underWay = 0;
  return async function round(): Promise<void> {
    const places = mostAtOnce - underWay;
    if (places <= 0 || isStopped()) return;
    // Nobody else may fill them while the store is asked.
    underWay += places;
    let due: readonly MerchantEvent[] = [];
    try {
      due = await merchantEvents.claimDue(teller.destination, holder, leaseMs, places);
    } finally {
      underWay -= places - due.length;
    }
    for (const event of due)
      begin(async () => {
        await tellMerchant(options, teller, event).finally(() => (underWay -= 1));
        await round();
      });
  };
}

/** Tells one event that is held by lease. The outcome is a row; nothing is undone by it. */
async function tellMerchant(
  { merchantEvents, store, log }: MerchantNewsOptions,
  teller: MerchantTeller,
  event: MerchantEvent,
): Promise<void> {
  const { eventId, checkoutId, destination, tries } = event;
  const now = await store.now();
  // It waited here for too long: whoever has its lease tells it.
  if (event.lease.until <= now) return;
  const told = await tell(teller, event, now);
  const line = { eventId, checkoutId, destination, status: told.status, tries: tries + 1 };
  if (told.kind === 'told') {
    await merchantEvents.markTold(event);
    return log('merchant_told', line);
  }
  const { reason } = told;
  const later = await store.now();
  const delayMs = told.kind === 'retry' ? pauseMs(event, told.afterMs, later) : undefined;
  if (delayMs === undefined) {
    await merchantEvents.giveUp(event, reason);
    return log('merchant_not_told', { ...line, level: 'error', reason, isGivenUp: true });
  }
  await merchantEvents.postpone(event, delayMs, reason);
  log('merchant_not_told', { ...line, reason, delayMs });
}

async function tell(teller: MerchantTeller, event: MerchantEvent, now: number): Promise<MerchantTold> {
  try {
    return await teller.tell(event, now);
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
