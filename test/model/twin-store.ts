import { active, type Checkout, waitsForNumber } from '../../src/checkout/checkout.ts';
import { liveOrder } from '../../src/checkout/order.ts';
import { keyIdOf } from '../../src/round-trip/keys.ts';
import { type Owner, sameOwner } from '../../src/round-trip/owner.ts';
import { CheckoutError } from '../../src/checkout/errors.ts';
import type { PayerStore } from '../../src/checkout/payer-ports.ts';
import type {
  Change,
  CheckoutStore,
  Loaded,
  NumberAttempt,
  NumberOutcome,
  Seal,
  SignalStore,
} from '../../src/checkout/ports.ts';
import { isTrackingOpen } from '../../src/checkout/shipment.ts';
import type { RateLimit } from '../../src/round-trip/rate-limit.ts';
import type { Signal } from '../../src/checkout/signal.ts';
import type { MerchantChat, MerchantChatStore } from '../../src/checkout/merchant-chat-ports.ts';
import type { MerchantEventStore } from '../../src/checkout/merchant-event-ports.ts';
import { newestFirst } from './newest-first.ts';
import { createTwinPayers, type TwinPayers } from './twin-payers.ts';
import { createTwinInbox, type TwinInbox } from './twin-inbox.ts';
import { createTwinMerchantEvents, type MerchantEntry } from './twin-merchant-events.ts';
import { createTwinSignals, type SignalEntry } from './twin-signals.ts';

/** What the store promises, in plain memory: the twin of SQLite, fast enough for thousands of purchases a second. */
export interface TwinStore {
  readonly checkouts: CheckoutStore;
  readonly signals: SignalStore;
  readonly inbox: TwinInbox;
  readonly merchantEvents: MerchantEventStore;
  readonly merchantChats: MerchantChatStore;
  readonly rows: ReadonlyMap<string, Checkout>;
  readonly payers: TwinPayers['known'];
  readonly signalEntries: readonly SignalEntry[];
  readonly merchantEntries: readonly MerchantEntry[];
  readonly knownChats: readonly MerchantChat[];
  /** What a process that takes over alone does: all leases are free. */
  releaseLeases(): void;
}

interface LimitEvent {
  readonly name: string;
  readonly key: string;
  readonly at: number;
}

export function createTwinStore(clock: { readonly now: number }): TwinStore {
  const rows = new Map<string, Checkout>();
  let limitEvents: readonly LimitEvent[] = [];
  const entries: SignalEntry[] = [];
  const payers = createTwinPayers(rows);
  const merchantEntries: MerchantEntry[] = [];
  const merchantEvents = createTwinMerchantEvents(clock, merchantEntries);
  const signals = createTwinSignals(clock, entries, {
    writeCard: (checkoutId, cardActivityId) => {
      const row = rows.get(checkoutId);
      if (row !== undefined) rows.set(checkoutId, { ...row, cardActivityId });
    },
    tellMerchant: (signal) => {
      const row = rows.get(signal.checkoutId);
      if (row !== undefined) merchantEvents.insertUndeliverable(row, signal);
    },
  });

  /** All of it or nothing: what the change would overwrite is kept until it has gone through. */
  function write(change: Change): readonly Signal[] {
    const limitsBefore = limitEvents;
    const { update, insert } = change;
    const rowBefore = update === undefined ? undefined : rows.get(update.before.id);
    try {
      for (const limit of change.limits ?? []) count(limit);
      if (update !== undefined) replace(update.before, update.after);
      if (insert !== undefined) add(insert);
      if (update !== undefined) payers.write(update.after, change.payer);
      if (update !== undefined) merchantEvents.insert(update.before, update.after);
      if (insert !== undefined) merchantEvents.insert(undefined, insert);
      return signals.insert(change.signals ?? []);
    } catch (error) {
      limitEvents = limitsBefore;
      if (rowBefore !== undefined) rows.set(rowBefore.id, rowBefore);
      throw error;
    }
  }

  function hasRoom({ name, key, windowMs, max }: RateLimit): boolean {
    const inWindow = limitEvents.filter(
      (one) => one.name === name && one.key === key && one.at > clock.now - windowMs,
    );
    return inWindow.length < max;
  }

  function count(limit: RateLimit): void {
    if (!hasRoom(limit)) throw new CheckoutError('rate_limited', limit.name);
    limitEvents = [...limitEvents, { name: limit.name, key: limit.key, at: clock.now }];
  }

  function replace(before: Checkout, after: Checkout): void {
    const row = rows.get(before.id);
    if (row?.version !== before.version || row.status !== before.status)
      throw new CheckoutError('status_conflict', `${before.status} ${before.version}`);
    const isNewCard = after.cardActivityId !== before.cardActivityId;
    const { cardActivityId } = isNewCard ? after : row;
    rows.set(after.id, after.cardActivityId === cardActivityId ? after : { ...after, cardActivityId });
  }

  function add(checkout: Checkout): void {
    const { owner, startedBy } = checkout;
    for (const row of rows.values()) {
      if (!sameOwner(row.owner, owner)) continue;
      if (active.includes(row.status) || row.startedBy === startedBy)
        throw new CheckoutError('checkout_open');
    }
    rows.set(checkout.id, checkout);
  }

  function tryNumber(attempt: NumberAttempt): NumberOutcome {
    const row = rows.get(attempt.checkoutId);
    if (row === undefined || !mayTry(row, attempt, clock.now) || !hasRoom(attempt.failures))
      return { kind: 'not_counted' };
    const number =
      row.number === undefined ? undefined : { ...row.number, attempts: row.number.attempts + 1 };
    const checkout: Checkout = {
      ...row,
      version: row.version + 1,
      attempts: row.attempts + 1,
      number,
      updatedAt: clock.now,
    };
    const right = attempt.isRight(checkout);
    const change = attempt.settle(checkout, right, clock.now);
    if (!right) count(attempt.failures);
    rows.set(row.id, checkout);
    const written = change === undefined ? [] : write(change);
    return { kind: right ? 'right' : 'wrong', checkout: change?.update?.after ?? checkout, signals: written };
  }

  function replaceSeal(checkout: Checkout, seal: Seal): boolean {
    const row = rows.get(checkout.id);
    const isSame = row?.version === checkout.version && row.status === checkout.status;
    if (!isSame || row.number === undefined) return false;
    rows.set(row.id, { ...row, number: { ...row.number, ...seal } });
    return true;
  }

  return {
    checkouts: {
      now: async () => clock.now,
      write: async (change) => write(change),
      tryNumber: async (attempt) => tryNumber(attempt),
      replaceSeal: async (checkout, seal) => replaceSeal(checkout, seal),
      ...payers.store,
      ...createReads(rows, clock),
    },
    signals: signals.store,
    inbox: createTwinInbox(clock),
    merchantEvents: merchantEvents.store,
    merchantChats: merchantEvents.chats.store,
    rows,
    payers: payers.known,
    signalEntries: entries,
    merchantEntries,
    knownChats: merchantEvents.chats.known,
    releaseLeases: () => {
      for (const row of rows.values())
        if (row.lease !== undefined) rows.set(row.id, { ...row, lease: undefined });
      signals.release();
      merchantEvents.release();
    },
  };
}

function mayTry(row: Checkout, attempt: NumberAttempt, now: number): boolean {
  return (
    sameOwner(row.owner, attempt.owner) &&
    (row.status === 'paid' || row.status === 'approved') &&
    row.number !== undefined &&
    row.number.expiresAt > now &&
    row.number.attempts < attempt.attemptsPerNumber &&
    row.attempts < attempt.attemptsPerCheckout
  );
}

type Reads = Omit<CheckoutStore, keyof PayerStore | 'now' | 'write' | 'tryNumber' | 'replaceSeal'>;

function createReads(rows: ReadonlyMap<string, Checkout>, clock: { readonly now: number }): Reads {
  const all = (): Checkout[] => [...rows.values()];
  const load = (checkout: Checkout | undefined): Loaded | undefined =>
    checkout === undefined ? undefined : { checkout, now: clock.now };
  const isFree = ({ lease }: Checkout): boolean => lease === undefined || lease.until <= clock.now;
  const ownedBy = (owner: Owner): Checkout[] => all().filter((row) => sameOwner(row.owner, owner));
  return {
    find: async (id) => load(rows.get(id)),
    findActive: async (owner) => load(ownedBy(owner).find(({ status }) => active.includes(status))),
    findStartedBy: async (owner, activityId) =>
      load(ownedBy(owner).find(({ startedBy }) => startedBy === activityId)),
    findByCapture: async (captureId) => load(all().find((row) => row.capture?.captureId === captureId)),
    findByOrder: async (orderId) => load(all().find((row) => liveOrder(row)?.orderId === orderId)),
    listForShopper: async ({ channelId, conversationId, shopperId }, status, limit, reach) =>
      all()
        .filter(({ owner }) => owner.channelId === channelId && owner.shopperId === shopperId)
        .filter(({ owner }) => reach === 'all_conversations' || owner.conversationId === conversationId)
        .filter((row) => row.status === status)
        .toSorted((one, other) => other.createdAt - one.createdAt)
        .slice(0, limit),
    list: async (limit, after) => newestFirst(all(), limit, after),
    listDue: async (statuses, limit) =>
      all()
        .filter((row) => statuses.includes(row.status) && row.expiresAt <= clock.now)
        .toSorted((one, other) => one.expiresAt - other.expiresAt)
        .slice(0, limit),
    listUnleased: async (statuses, limit) =>
      all()
        .filter((row) => statuses.includes(row.status) && isFree(row))
        .toSorted((one, other) => one.updatedAt - other.updatedAt)
        .slice(0, limit),
    listPaidBefore: async (paidBefore, limit) =>
      all()
        .filter((row) => (row.status === 'paid' && !hasOpenRefund(row)) || isLockedAtRest(row))
        .filter(({ paidAt }) => paidAt !== undefined && paidAt < paidBefore)
        .slice(0, limit),
    listSealedUnder: async (keyIds, limit) =>
      all()
        .filter(({ number }) => number !== undefined && keyIds.includes(keyIdOf(number.sealed)))
        .filter((row) => waitsForNumber(row) && (row.number?.expiresAt ?? 0) > clock.now)
        .slice(0, limit),
    listTracking: async (limit) =>
      all()
        .filter((row) => isTrackingOpen(row) && isFree(row))
        .toSorted((one, other) => one.updatedAt - other.updatedAt)
        .slice(0, limit),
    listRefunding: async (limit) =>
      all()
        .filter((row) => hasOpenRefund(row) && isFree(row))
        .toSorted((one, other) => one.updatedAt - other.updatedAt)
        .slice(0, limit),
  };
}

function isLockedAtRest(row: Checkout): boolean {
  return row.status === 'flagged' && row.flag === 'number_locked' && !hasOpenRefund(row);
}

function hasOpenRefund({ refunds }: Checkout): boolean {
  return refunds.some(({ status }) => status === 'submitted' || status === 'pending');
}
