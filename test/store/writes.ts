import { move, revise } from '../../src/checkout/checkout.ts';
import { eraseFrom } from '../../src/checkout/erasure.ts';
import type { NumberAttempt } from '../../src/checkout/ports.ts';
import type { WebhookEvent } from '../../src/checkout/refund-ports.ts';
import type { Store } from '../../src/store/store.ts';
import type { Written } from './death-site.ts';
import { sampleCode, saying } from './sample-codes.ts';
import { sampleCheckout, shopper } from './sample-checkout.ts';

/** Something that is written at once: one call of the store, or several that share a commit. */
export interface Write {
  readonly name: string;
  readonly act: (store: Store, written: Written) => readonly Promise<unknown>[];
  /** What leaves the same by itself, where a part of the act is refused. */
  readonly accepted?: (store: Store, written: Written) => readonly Promise<unknown>[];
}

const limit = (key: string) => ({ name: 'checkouts', key, windowMs: 3_600_000, max: 10 }) as const;
const fresh = sampleCheckout(1_800_000_000_000, { owner: { ...shopper, shopperId: 'new' } });
const guest = { ...shopper, conversationId: 'private', shopperId: 'guest' };
const renewed = sampleCheckout(1_800_000_000_000);

const eventsOf = (...eventIds: readonly string[]): readonly WebhookEvent[] =>
  eventIds.map((eventId) => ({ eventId, type: 'PAYMENT.CAPTURE.COMPLETED', sellerTransactionIds: [] }));

export const writes: readonly Write[] = [
  {
    name: 'a new checkout, its limit and its signals',
    act: ({ checkouts }, { now }) => [
      checkouts.write({
        insert: fresh,
        limits: [limit('new')],
        signals: [
          { checkoutId: fresh.id, kind: 'link_ready', dueAt: now },
          { checkoutId: fresh.id, kind: 'deadline_near', dueAt: now + 5 },
        ],
      }),
    ],
  },
  {
    name: 'a move with its signal and its line of the ledger',
    act: ({ checkouts }, { open, now }) => [
      checkouts.write({
        update: { before: open, after: move(open, 'cancelled', {}, now) },
        signals: [{ checkoutId: open.id, kind: 'cancelled', dueAt: now }],
        limits: [limit('ada')],
      }),
    ],
  },
  {
    name: 'a checkout in the place of another',
    act: ({ checkouts }, { open, now }) => [
      checkouts.write({
        update: { before: open, after: move(open, 'cancelled', { replacedBy: renewed.id }, now) },
        insert: renewed,
        signals: [
          { checkoutId: open.id, kind: 'cancelled', dueAt: now },
          { checkoutId: renewed.id, kind: 'link_ready', dueAt: now },
        ],
      }),
    ],
  },
  {
    name: 'a change with who pays',
    act: ({ checkouts }, { paid, now }) => [
      checkouts.write({
        update: { before: paid, after: revise(paid, { payerId: 'PAYER' }, now) },
        payer: { checkoutId: paid.id, sealed: 'key.new', emailHash: 'key.hash' },
      }),
    ],
  },
  {
    name: 'an erasure with who paid',
    act: ({ checkouts }, { paid, now }) => [
      checkouts.write({ update: { before: paid, after: eraseFrom(paid, now) }, who: 'merchant' }),
    ],
  },
  {
    name: 'a payer that is sealed anew',
    act: ({ checkouts }, { paid }) => [
      checkouts.replacePayer(
        { checkoutId: paid.id, sealed: 'old.sealed' },
        { checkoutId: paid.id, sealed: 'new.sealed', emailHash: 'new.hash' },
      ),
    ],
  },
  {
    name: 'a wrong number and its place in the limit',
    act: (store, written) => [tryNumber(store, written.paid, written, false)],
  },
  {
    name: 'the right number with its confirmation',
    act: (store, written) => [tryNumber(store, written.paid, written, true)],
  },
  {
    name: 'the last wrong number with what it locks',
    act: (store, written) => [tryNumber(store, written.locking, written, false)],
  },
  {
    name: 'a number that is sealed anew',
    act: ({ checkouts }, { paid }) => [
      checkouts.replaceSeal(paid, { hash: 'new.hash', sealed: 'new.sealed' }),
    ],
  },
  { name: 'signals that are claimed', act: ({ signals }) => [signals.claimDue('another', 60_000, 10)] },
  {
    name: 'a signal that was delivered with the message of its card',
    act: ({ signals }, { signal }) => [signals.markDelivered(signal, 'card-1')],
  },
  {
    name: 'a signal that is dropped',
    act: ({ signals }, { signal }) => [signals.markDropped(signal, 'over')],
  },
  {
    name: 'a signal that nobody can be told',
    act: ({ signals }, { signal }) => [signals.markUndeliverable(signal, '403')],
  },
  {
    name: 'a signal that is put off',
    act: ({ signals }, { signal }) => [signals.postpone(signal, 5_000, '503', true)],
  },
  {
    name: 'events that PayPal sends together',
    act: ({ inbox }) => [inbox.add(eventsOf('WH-3', 'WH-2', 'WH-4'))],
  },
  { name: 'events that are claimed', act: ({ inbox }) => [inbox.claimDue('another', 60_000, 10)] },
  { name: 'an event that is done', act: ({ inbox }) => [inbox.markDone('WH-1', 'done')] },
  { name: 'an event that is put off', act: ({ inbox }) => [inbox.postpone('WH-1', 5_000)] },
  {
    name: 'a flag with its event for the merchant',
    act: ({ checkouts }, { paid, now }) => [
      checkouts.write({
        update: { before: paid, after: move(paid, 'flagged', { flag: 'late_capture' }, now) },
      }),
    ],
  },
  {
    name: 'events for the merchant that are claimed',
    act: ({ merchantEvents }) => [merchantEvents.claimDue('webhook', 'another', 60_000, 10)],
  },
  {
    name: 'a code for a chat in the place of another',
    act: ({ merchantChats }) => [merchantChats.openCode({ ...sampleCode, id: 'new' })],
  },
  {
    name: 'a wrong code and its place in the limit',
    act: ({ merchantChats }) => [merchantChats.tryCode(saying(guest, () => false))],
  },
  {
    name: 'the right code with the chat that it lets in',
    act: ({ merchantChats }) => [merchantChats.tryCode(saying(guest))],
  },
  {
    name: 'a code that a group has read',
    act: ({ merchantChats }) => [merchantChats.tryCode({ ...saying(guest), isPrivate: false })],
  },
  {
    name: 'an event that a chat was told',
    act: ({ merchantEvents }, { chatNews }) => [merchantEvents.markTold(chatNews)],
  },
  {
    name: 'a chat that is let go with all that waited for it',
    act: ({ merchantChats }) => [merchantChats.end(1, 'unreachable', '403')],
  },
  {
    name: 'an event that the merchant was told',
    act: ({ merchantEvents }, { news }) => [merchantEvents.markTold(news)],
  },
  {
    name: 'an event that the merchant could not be told',
    act: ({ merchantEvents }, { news }) => [merchantEvents.giveUp(news, '410')],
  },
  {
    name: 'an event for the merchant that is put off',
    act: ({ merchantEvents }, { news }) => [merchantEvents.postpone(news, 5_000, '500')],
  },
  {
    name: 'the state of several conversations',
    act: ({ botState }) => [botState.write({ ada: { turn: 2 }, eve: { turn: 1 } })],
  },
  { name: 'state that is forgotten', act: ({ botState }) => [botState.delete(['ada', 'bob'])] },
  { name: 'limits that are forgotten', act: (store) => [store.pruneLimits()] },
  {
    name: 'what shares one commit with two refusals',
    act: ({ checkouts, inbox }, { open, paid, now }) => [
      inbox.add(eventsOf('WH-5')),
      // Each is refused after its first statements: those must be undone, and nothing else.
      checkouts.write({
        update: { before: open, after: move(open, 'cancelled', { replacedBy: 'taken' }, now) },
        insert: sampleCheckout(now, { id: 'taken', owner: paid.owner }),
        limits: [limit('ada')],
      }),
      checkouts.write({
        update: { before: paid, after: revise(paid, { payerId: 'PAYER' }, now) },
        limits: [limit('bob')],
      }),
      checkouts.write({
        update: { before: { ...paid, version: 7 }, after: revise(paid, { payerId: 'OTHER' }, now) },
        limits: [limit('bob')],
        signals: [{ checkoutId: paid.id, kind: 'confirmed', dueAt: now }],
      }),
    ],
    accepted: ({ checkouts, inbox }, { paid, now }) => [
      inbox.add(eventsOf('WH-5')),
      checkouts.write({
        update: { before: paid, after: revise(paid, { payerId: 'PAYER' }, now) },
        limits: [limit('bob')],
      }),
    ],
  },
];

function tryNumber(
  { checkouts }: Store,
  checkout: Written['paid'],
  { now }: Written,
  isRight: boolean,
): Promise<unknown> {
  const settle: NumberAttempt['settle'] = (counted, right) => {
    if (!right && counted.attempts < 10) return undefined;
    const status = right ? 'confirmed' : 'flagged';
    const after = move(counted, status, { number: undefined }, now);
    return {
      update: { before: counted, after },
      signals: [{ checkoutId: checkout.id, kind: status, dueAt: now }],
    };
  };
  return checkouts.tryNumber({
    checkoutId: checkout.id,
    owner: checkout.owner,
    attemptsPerNumber: 5,
    attemptsPerCheckout: 10,
    failures: { name: 'failed_numbers', key: checkout.owner.shopperId, windowMs: 3_600_000, max: 20 },
    isRight: () => isRight,
    settle,
  });
}
