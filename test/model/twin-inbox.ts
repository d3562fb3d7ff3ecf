import type { Inbox } from '../../src/checkout/ports.ts';
import type { WebhookEvent } from '../../src/checkout/refund-ports.ts';

interface Entry {
  readonly event: WebhookEvent;
  readonly receivedAt: number;
  state: 'waiting' | 'done' | 'not_ours' | 'given_up';
  tries: number;
  tryAt: number;
  leaseUntil: number;
}

/** Events in the order of their coming, each once. */
export interface TwinInbox extends Inbox {
  /** How many wait to be looked at. */
  waiting(): number;
}

export function createTwinInbox(clock: { readonly now: number }): TwinInbox {
  const entries = new Map<string, Entry>();
  const change = (eventId: string, changes: Partial<Entry>): void => {
    const entry = entries.get(eventId);
    if (entry !== undefined) Object.assign(entry, changes);
  };
  return {
    waiting: () => [...entries.values()].filter(({ state }) => state === 'waiting').length,
    add: async (events) => {
      const fresh = events.filter(({ eventId }) => !entries.has(eventId));
      for (const event of fresh)
        entries.set(event.eventId, {
          event,
          receivedAt: clock.now,
          state: 'waiting',
          tries: 0,
          tryAt: clock.now,
          leaseUntil: 0,
        });
      return fresh.length;
    },
    listAltered: async (events) =>
      events
        .filter((event) => {
          const kept = entries.get(event.eventId)?.event;
          return kept !== undefined && JSON.stringify(kept) !== JSON.stringify(event);
        })
        .map(({ eventId }) => eventId),
    claimDue: async (_holder, leaseMs, limit) => {
      const due = [...entries.values()]
        .filter(
          ({ state, tryAt, leaseUntil }) => state === 'waiting' && Math.max(tryAt, leaseUntil) <= clock.now,
        )
        .slice(0, limit);
      for (const entry of due) entry.leaseUntil = clock.now + leaseMs;
      return due.map(({ event }) => event);
    },
    markDone: async (eventId, outcome) => change(eventId, { state: outcome, leaseUntil: 0 }),
    postpone: async (eventId, delayMs) => {
      const entry = entries.get(eventId);
      if (entry?.state !== 'waiting') return;
      const isGivenUp = entry.receivedAt < clock.now - 72 * 3_600_000 && entry.tries >= 1_000;
      const state = isGivenUp ? 'given_up' : entry.state;
      change(eventId, {
        state,
        tries: entry.tries + 1,
        tryAt: clock.now + Math.round(delayMs),
        leaseUntil: 0,
      });
    },
  };
}
