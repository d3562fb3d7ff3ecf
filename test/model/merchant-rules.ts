import type { Checkout } from '../../src/checkout/checkout.ts';
import { type MerchantDestination, toChatDestination } from '../../src/checkout/merchant-destination.ts';
import type { MerchantEvent } from '../../src/checkout/merchant-event-ports.ts';
import type { MerchantEventKind } from '../../src/checkout/merchant-event.ts';
import type { Scene } from './scene.ts';
import type { Life } from './scheduler.ts';

/** One event as the merchant's own program, or one of the merchant's chats, has seen it. */
export interface ToldMerchant {
  readonly event: MerchantEvent;
  /** Where. */
  readonly at: MerchantDestination;
  readonly life: Life;
  /** Its answer never reached the process. */
  readonly isLost: boolean;
}

/** Every change that the merchant has to hear of has its rows at the moment at which it is durable. */
export function judgeNews(scene: Scene, before: Checkout | undefined, after: Checkout): void {
  const { judge, clock, twin } = scene;
  for (const kinds of wantedKinds(before, after)) {
    const written = twin.merchantEntries.filter(
      ({ event }) =>
        event.checkoutId === after.id &&
        kinds.includes(event.kind) &&
        event.happenedAt === clock.now &&
        event.eventId.includes(`_${after.version}_`),
    );
    // A chat that has joined in the very moment may have come before or behind.
    const hearing = twin.knownChats.filter(
      ({ state, joinedAt }) => state === 'hearing' && joinedAt < clock.now,
    );
    for (const destination of ['webhook', ...hearing.map(({ id }) => toChatDestination(id))]) {
      const { length } = written.filter(({ event }) => event.destination === destination);
      judge.hold(length === 1, 'N1', `${length} rows of ${kinds.join(' or ')} for ${destination}`);
    }
  }
}

/** In the words of this file alone: what it is, one list for each event. */
function wantedKinds(
  before: Checkout | undefined,
  after: Checkout,
): readonly (readonly MerchantEventKind[])[] {
  const wanted: (readonly MerchantEventKind[])[] = [];
  const isNew = before?.status !== after.status;
  if (isNew && after.status === 'confirmed') wanted.push(['confirmed']);
  if (isNew && after.status === 'refunded') wanted.push(['refunded']);
  if (isNew && after.status === 'flagged') wanted.push(['flagged', 'locked', 'unconfirmed']);
  if (before?.dispute !== 'open' && after.dispute === 'open') wanted.push(['disputed']);
  return wanted;
}

/** What must hold when an event has come to the merchant's program. */
export function judgeTold({ judge, twin, witness }: Scene, told: ToldMerchant): void {
  const { eventId, destination, body } = told.event;
  judge.hold(told.at === destination, 'N4', `${eventId} for ${destination} is told at ${told.at}`);
  const row = twin.merchantEntries.find(
    ({ event }) => event.eventId === eventId && event.destination === destination,
  );
  judge.hold(row?.event.body === body, 'N1', `tells of ${eventId}, which is not stored so`);
  const copies = witness.toldMerchant.filter(
    (one) => one !== told && one.at === told.at && one.event.eventId === eventId && one.life.isAlive,
  );
  judge.hold(
    copies.every(({ isLost }) => isLost),
    'N2',
    `${eventId} ${copies.length + 1} times`,
  );
}

/** At rest each event was told, or given up where a day was over, and nothing is noted as told that was not. */
export function judgeMerchantRest({ judge, clock, twin, witness }: Scene): void {
  for (const { event, state, tryAt } of twin.merchantEntries) {
    judge.hold(state !== 'waiting' || tryAt > clock.now, 'N3', `${event.eventId} waits`);
    const isHeard = witness.toldMerchant.some(
      (one) => one.at === event.destination && one.event.eventId === event.eventId,
    );
    judge.hold(state !== 'told' || isHeard, 'N3', `${event.eventId} was never heard`);
  }
  judgeChats({ judge, twin });
  const count = (wanted: MerchantEventKind): number =>
    twin.merchantEntries.filter(({ event }) => event.destination === 'webhook' && event.kind === wanted)
      .length;
  const undeliverable = twin.signalEntries.filter(({ state }) => state === 'undeliverable').length;
  judge.hold(
    count('undeliverable') === undeliverable,
    'N1',
    `${count('undeliverable')} rows of ${undeliverable} signals that could not be told`,
  );
  const confirmed = [...twin.rows.values()].filter(({ id }) =>
    witness.history.get(id)?.some(({ status }) => status === 'confirmed'),
  ).length;
  judge.hold(
    count('confirmed') === confirmed,
    'N1',
    `${count('confirmed')} rows of ${confirmed} confirmations`,
  );
}

/** Nothing from before it joined, nothing from after its end, and nothing that waits there for ever. */
function judgeChats({ judge, twin }: Pick<Scene, 'judge' | 'twin'>): void {
  for (const { event, state } of twin.merchantEntries) {
    if (event.destination === 'webhook') continue;
    const chat = twin.knownChats.find(({ id }) => toChatDestination(id) === event.destination);
    const { joinedAt = Number.POSITIVE_INFINITY, endedAt = Number.POSITIVE_INFINITY } = chat ?? {};
    const isIn = event.happenedAt >= joinedAt && event.happenedAt <= endedAt;
    judge.hold(isIn, 'N4', `${event.eventId} is from when ${event.destination} was not let in`);
    const isOver = chat?.state !== 'hearing';
    judge.hold(!isOver || state !== 'waiting', 'N4', `${event.eventId} waits for ${event.destination}`);
    const isLetGo = chat?.state === 'left' || chat?.state === 'revoked';
    judge.hold(state !== 'dropped' || isLetGo, 'N3', `${event.eventId} is dropped at ${event.destination}`);
  }
}

/** A day and more later nothing waits any more. */
export function judgeMerchantEnd({ judge, twin }: Scene): void {
  for (const { event, state } of twin.merchantEntries)
    judge.hold(state !== 'waiting', 'N3', `${event.eventId} waits after more than a day`);
}
