import type { Checkout } from '../../src/checkout/checkout.ts';
import { toMerchantBody } from '../../src/checkout/merchant-event-body.ts';
import { type MerchantEventKind, merchantEventsOf } from '../../src/checkout/merchant-event.ts';
import {
  chatIdOf,
  type MerchantDestination,
  toChatDestination,
} from '../../src/checkout/merchant-destination.ts';
import type {
  MerchantEvent,
  MerchantEventStore,
  MerchantTelling,
} from '../../src/checkout/merchant-event-ports.ts';
import type { Signal } from '../../src/checkout/signal.ts';
import { createTwinMerchantChats, type TwinMerchantChats } from './twin-merchant-chats.ts';

export interface MerchantEntry {
  readonly event: Omit<MerchantEvent, 'tries' | 'lease' | 'dueAt'>;
  state: 'waiting' | 'told' | 'given_up' | 'dropped';
  reason: string | undefined;
  tries: number;
  dueAt: number;
  tryAt: number;
  lease: MerchantEvent['lease'] | undefined;
}

export interface TwinMerchantEvents {
  readonly store: MerchantEventStore;
  readonly chats: TwinMerchantChats;
  insert(before: Checkout | undefined, after: Checkout): void;
  insertUndeliverable(checkout: Checkout, signal: Signal): void;
  release(): void;
}

/** Where the merchant of the model hears of things, beside the chats that are let in. */
export const merchantDestinations: readonly MerchantDestination[] = ['webhook'];

/** What the merchant is told, as rows: claimed by lease, one at a time of a checkout, ended only by whoever holds them. */
export function createTwinMerchantEvents(
  clock: { readonly now: number },
  entries: MerchantEntry[],
): TwinMerchantEvents {
  const chats = createTwinMerchantChats(clock, (chatId, how, reason) => {
    const state = how === 'unreachable' ? 'given_up' : 'dropped';
    for (const entry of entries)
      if (entry.state === 'waiting' && entry.event.destination === toChatDestination(chatId))
        Object.assign(entry, { state, reason: reason ?? how, lease: undefined });
  });
  const hearing = (): readonly MerchantDestination[] =>
    chats.known.filter(({ state }) => state === 'hearing').map(({ id }) => toChatDestination(id));

  function add(
    checkout: Checkout,
    kind: MerchantEventKind,
    mark: string | number,
    untold?: Signal['kind'],
  ): void {
    const eventId = `msg_${checkout.id}_${mark}_${kind}`;
    if (entries.some(({ event }) => event.eventId === eventId))
      throw new Error(`${eventId} is there already`);
    const happenedAt = clock.now;
    const body = toMerchantBody({ eventId, kind, checkout, happenedAt, untold });
    const times = { dueAt: happenedAt, tryAt: happenedAt };
    const row = { state: 'waiting', reason: undefined, tries: 0, lease: undefined, ...times } as const;
    for (const destination of [...merchantDestinations, ...hearing()])
      entries.push({
        event: { eventId, destination, checkoutId: checkout.id, kind, body, happenedAt },
        ...row,
      });
  }

  const isLeased = ({ lease }: MerchantEntry): boolean => lease !== undefined && lease.until > clock.now;
  const isDue = ({ state, tryAt }: MerchantEntry): boolean => state === 'waiting' && tryAt <= clock.now;

  function isBehind(entry: MerchantEntry, index: number): boolean {
    const { checkoutId, destination } = entry.event;
    return entries.some(
      (other, place) =>
        other.event.checkoutId === checkoutId &&
        other.event.destination === destination &&
        other.state === 'waiting' &&
        (isLeased(other) || (place < index && isDue(other))),
    );
  }

  function findHeld({ eventId, destination, lease }: MerchantEvent): MerchantEntry | undefined {
    return entries.find(
      (entry) =>
        entry.event.eventId === eventId &&
        entry.event.destination === destination &&
        entry.state === 'waiting' &&
        entry.lease?.holder === lease.holder,
    );
  }

  function end(event: MerchantEvent, changes: Partial<MerchantEntry>): void {
    const entry = findHeld(event);
    if (entry !== undefined) Object.assign(entry, { lease: undefined, ...changes });
  }

  return {
    chats,
    insert: (before, after) => {
      for (const kind of merchantEventsOf(before, after)) add(after, kind, after.version);
    },
    insertUndeliverable: (checkout, { id, kind }) => add(checkout, 'undeliverable', `signal${id}`, kind),
    release: () => {
      for (const entry of entries.filter(({ lease }) => lease !== undefined))
        Object.assign(entry, { lease: undefined, tries: entry.tries + 1 });
    },
    store: {
      claimDue: async (destination, holder, leaseMs, limit) => {
        const due = entries
          .filter((entry) => entry.event.destination === destination && isDue(entry) && !isLeased(entry))
          .filter((entry) => !isBehind(entry, entries.indexOf(entry)))
          .slice(0, limit);
        return due.map((entry) => {
          const lease = { holder, until: clock.now + leaseMs };
          Object.assign(entry, { lease, tries: entry.tries + (entry.lease === undefined ? 0 : 1) });
          return toEvent(entry, lease);
        });
      },
      markTold: async (event) => {
        end(event, { state: 'told', reason: undefined });
        const chatId = chatIdOf(event.destination);
        if (chatId !== undefined) chats.noteHeard(chatId);
      },
      giveUp: async (event, reason) => {
        end(event, { state: 'given_up', reason, tries: event.tries + 1 });
      },
      postpone: async (event, delayMs, reason) => {
        const dueAt = event.tries === 0 ? clock.now : event.dueAt;
        end(event, { dueAt, tryAt: clock.now + Math.round(delayMs), reason, tries: event.tries + 1 });
      },
      tellAgain: async (which) => {
        const again = entries.filter(
          (entry) =>
            !isLeased(entry) &&
            (entry.event.destination === 'webhook' ||
              (entry.state === 'given_up' && hearing().includes(entry.event.destination))) &&
            ('eventId' in which
              ? entry.event.eventId === which.eventId
              : entry.event.checkoutId === which.checkoutId),
        );
        const { now } = clock;
        const due = { state: 'waiting', dueAt: now, tryAt: now, tries: 0, lease: undefined } as const;
        for (const entry of again) Object.assign(entry, { ...due, reason: undefined });
        return again.length;
      },
      listOf: async (checkoutId) =>
        entries.filter(({ event }) => event.checkoutId === checkoutId).map((entry) => toTelling(entry)),
    },
  };
}

function toEvent({ event, dueAt, tries }: MerchantEntry, lease: MerchantEvent['lease']): MerchantEvent {
  return { ...event, dueAt, tries, lease };
}

function toTelling({ event, state, reason, tries }: MerchantEntry): MerchantTelling {
  const { body: _body, ...what } = event;
  return { ...what, state, reason, tries };
}
