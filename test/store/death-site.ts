import { join } from 'node:path';
import { type Checkout, move, revise } from '../../src/checkout/checkout.ts';
import type { MerchantEvent } from '../../src/checkout/merchant-event-ports.ts';
import type { Signal } from '../../src/checkout/signal.ts';
import { openStore, type Store } from '../../src/store/store.ts';
import type { StatementDeath } from './mortal-store.ts';
import { sampleCode, saying } from './sample-codes.ts';
import { paidCheckout, sampleCheckout, shopper } from './sample-checkout.ts';

/** What was written before anybody dies: something of each table, leased by others where it can be. */
export interface Written {
  readonly now: number;
  readonly open: Checkout;
  readonly paid: Checkout;
  readonly locking: Checkout;
  /** Held by the process that is going to die. */
  readonly signal: Signal;
  /** Likewise. */
  readonly news: MerchantEvent;
  /** Likewise, in the first of two chats. */
  readonly chatNews: MerchantEvent;
}

export interface DeathSite {
  readonly file: string;
  readonly clock: { now: number };
  readonly written: Written;
}

export async function prepareSite(folder: string): Promise<DeathSite> {
  const file = join(folder, 'before.db');
  const clock = { now: 1_800_000_000_000 };
  const store = await openStore({
    url: `file:${file}`,
    holder: 'before',
    merchantDestinations: ['webhook'],
    clock: () => clock.now,
  });
  await store.migrate();
  await store.checkouts.write({ limits: [{ name: 'claims', key: 'old', windowMs: 1, max: 1 }] });
  clock.now += 90_000_000;
  const { now } = clock;
  const lease = { holder: 'dead', until: now + 60_000 };
  const open = sampleCheckout(now);
  const begun = paidCheckout(now, { owner: { ...shopper, shopperId: 'bob' } });
  const paid = revise(begun, { payerId: 'PAYER' }, now);
  const locking = paidCheckout(now, { owner: { ...shopper, shopperId: 'eve' }, attempts: 9 });
  const leased = sampleCheckout(now, { owner: { ...shopper, shopperId: 'zoe' }, lease });
  for (const insert of [open, begun, locking])
    await store.checkouts.write({
      insert,
      signals: [{ checkoutId: insert.id, kind: 'link_ready', dueAt: now }],
    });
  const payer = { checkoutId: paid.id, sealed: 'old.sealed', emailHash: 'old.hash' };
  await store.checkouts.write({ update: { before: begun, after: paid }, payer });
  await store.checkouts.write({
    insert: leased,
    signals: [
      {
        checkoutId: leased.id,
        kind: 'link_ready',
        dueAt: now,
        lease,
      },
    ],
  });
  const [signal] = await store.signals.claimDue('mortal', 60_000, 1);
  if (signal === undefined) throw new Error('a signal is due');
  const told = { type: 'CHECKOUT.ORDER.APPROVED', sellerTransactionIds: [] };
  await store.inbox.add([{ ...told, eventId: 'WH-1' }]);
  await store.inbox.claimDue('dead', 60_000, 1);
  await store.inbox.add([{ ...told, eventId: 'WH-2' }]);
  await store.botState.write({ ada: { turn: 1 }, bob: { turn: 1 } });
  for (const shopperId of ['mia', 'max']) {
    await store.merchantChats.openCode({ ...sampleCode, id: `of-${shopperId}` });
    await store.merchantChats.tryCode(saying({ ...shopper, shopperId }));
  }
  await store.merchantChats.openCode({ ...sampleCode, id: 'waiting' });
  const { news, chatNews } = await sellThree(store, now);
  await store.check();
  await store.close();
  return { file, clock, written: { now: clock.now, open, paid, locking, signal, news, chatNews } };
}

/** One is being told by the process that is going to die, one by a dead one, and one by nobody. */
async function sellThree(store: Store, now: number): Promise<Pick<Written, 'news' | 'chatNews'>> {
  for (const shopperId of ['sal', 'sid', 'sue']) {
    const before = paidCheckout(now, { owner: { ...shopper, shopperId } });
    await store.checkouts.write({ insert: before });
    await store.checkouts.write({ update: { before, after: move(before, 'confirmed', {}, now) } });
  }
  const [news] = await store.merchantEvents.claimDue('webhook', 'mortal', 60_000, 1);
  const [chatNews] = await store.merchantEvents.claimDue('chat-1', 'mortal', 60_000, 1);
  if (news === undefined || chatNews === undefined) throw new Error('an event is due');
  await store.merchantEvents.claimDue('webhook', 'dead', 60_000, 1);
  return { news, chatNews };
}

/** Around each statement, in their order. */
export function listDeaths(statements: readonly string[]): readonly StatementDeath[] {
  return statements.flatMap((_text, index) =>
    (['before', 'after'] as const).map((when) => ({ statement: index + 1, when })),
  );
}
