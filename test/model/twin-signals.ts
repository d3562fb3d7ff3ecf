import type { SignalStore } from '../../src/checkout/ports.ts';
import type { NewSignal, Signal } from '../../src/checkout/signal.ts';

export interface SignalEntry {
  signal: Signal;
  state: 'waiting' | 'delivered' | 'dropped' | 'undeliverable';
  tryAt: number;
}

export interface TwinSignals {
  readonly store: SignalStore;
  insert(signals: readonly NewSignal[]): readonly Signal[];
  release(): void;
}

/** What is written in the same transaction. */
interface Beside {
  writeCard(checkoutId: string, cardActivityId: string): void;
  tellMerchant(signal: Signal): void;
}

/** Signals as rows: claimed by lease, ended only by whoever holds them. */
export function createTwinSignals(
  clock: { readonly now: number },
  entries: SignalEntry[],
  { writeCard, tellMerchant }: Beside,
): TwinSignals {
  /** Undefined when another one has taken it over; a signal without a lease is nobody's to end. */
  function findHeld({ id, lease }: Signal): SignalEntry | undefined {
    const entry = entries[id - 1];
    const isHeld =
      entry?.state === 'waiting' && lease !== undefined && entry.signal.lease?.holder === lease.holder;
    return isHeld ? entry : undefined;
  }

  function end(signal: Signal, state: SignalEntry['state']): boolean {
    const entry = findHeld(signal);
    if (entry === undefined) return false;
    entry.state = state;
    entry.signal = { ...entry.signal, lease: undefined };
    return true;
  }

  /** What another process has in hand of this checkout. */
  function inHand(checkoutId: string, holder: string): readonly Signal[] {
    return entries
      .filter(({ state, signal }) => state === 'waiting' && signal.checkoutId === checkoutId)
      .map(({ signal }) => signal)
      .filter(({ lease }) => lease !== undefined && lease.holder !== holder && lease.until > clock.now);
  }

  function claim(holder: string, leaseMs: number, limit: number): readonly Signal[] {
    const due = entries
      .filter(({ state, tryAt, signal: { lease } }) => {
        return state === 'waiting' && tryAt <= clock.now && (lease === undefined || lease.until <= clock.now);
      })
      .filter(({ signal: { checkoutId } }) => inHand(checkoutId, holder).length === 0)
      .toSorted((one, other) => one.signal.dueAt - other.signal.dueAt || one.signal.id - other.signal.id)
      .slice(0, limit);
    for (const entry of due) {
      const tries = entry.signal.tries + (entry.signal.lease === undefined ? 0 : 1);
      entry.signal = { ...entry.signal, tries, lease: { holder, until: clock.now + leaseMs } };
    }
    return due.map(({ signal }) => signal);
  }

  return {
    insert: (signals) =>
      signals.map((written) => {
        const signal = {
          ...written,
          id: entries.length + 1,
          tries: 0,
          unclearTries: 0,
          createdAt: clock.now,
        };
        entries.push({ signal, state: 'waiting', tryAt: signal.dueAt });
        return signal;
      }),
    release: () => {
      for (const entry of entries) {
        if (entry.state !== 'waiting' || entry.signal.lease === undefined) continue;
        entry.signal = { ...entry.signal, lease: undefined, tries: entry.signal.tries + 1 };
      }
    },
    store: {
      claimDue: async (holder, leaseMs, limit) => claim(holder, leaseMs, limit),
      markDelivered: async (signal, cardActivityId) => {
        if (end(signal, 'delivered') && cardActivityId !== undefined)
          writeCard(signal.checkoutId, cardActivityId);
      },
      markDropped: async (signal) => void end(signal, 'dropped'),
      markUndeliverable: async (signal) => {
        if (end(signal, 'undeliverable')) tellMerchant(signal);
      },
      postpone: async (signal, delayMs, _reason, isUnclear = false) => {
        const entry = findHeld(signal);
        if (entry === undefined) return;
        const { tries, unclearTries } = entry.signal;
        entry.tryAt = clock.now + Math.round(delayMs);
        entry.signal = {
          ...entry.signal,
          lease: undefined,
          tries: tries + 1,
          unclearTries: unclearTries + (isUnclear ? 1 : 0),
        };
      },
      isBehind: async ({ checkoutId, dueAt, id, lease }) =>
        inHand(checkoutId, lease?.holder ?? '').some(
          (other) => other.dueAt < dueAt || (other.dueAt === dueAt && other.id < id),
        ),
      wasOvertaken: async ({ checkoutId, dueAt, id }) =>
        entries.some(
          ({ state, signal }) =>
            state === 'delivered' &&
            signal.checkoutId === checkoutId &&
            (signal.dueAt > dueAt || (signal.dueAt === dueAt && signal.id > id)),
        ),
    },
  };
}
