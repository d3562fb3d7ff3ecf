import { expect } from 'chai';
import type { SqliteDatabase } from 'kysely';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { expirable, move } from '../../../src/checkout/checkout.ts';
import { openStore, type Store } from '../../../src/store/store.ts';
import { newFolder } from '../databases.ts';
import { noteStatements } from '../statements.ts';
import { eraseFrom } from '../../../src/checkout/erasure.ts';
import { sampleCode, saying } from '../sample-codes.ts';
import { fullCheckout, paidCheckout, sampleCheckout, shopper } from '../sample-checkout.ts';

const now = 1_800_000_000_000;

/** What is small by its nature, or asked for as a whole. */
const mayBeRead: readonly RegExp[] = [
  // A row for each table, index and migration.
  /^SCAN (sqlite_master|sqlite_schema|tl|p|kysely_migration|pragma_\w+)\b/u,
  // No table at all.
  /^SCAN (CONSTANT ROW|\d+-ROW VALUES CLAUSE)$/u,
  // Those that the merchant let in one by one, by hand.
  /^SCAN merchant_chats$/u,
  // Only what is leased, waits, hears, is flagged or under way stands in these.
  /USING (COVERING )?INDEX (\w+_leased|\w+_waiting|signals_undeliverable|merchant_events_given_up|merchant_chats_hearing|checkouts_refunding|checkouts_tracking|checkouts_by_\w+_key)\b/u,
];

describe('how SQLite finds what the store asks for', () => {
  let folder: string;
  let plans: Map<string, readonly string[]>;
  /** To be closed at the end. */
  let left: Store | undefined;

  beforeEach(async () => {
    folder = await newFolder();
    plans = new Map();
    const filled = await open(() => undefined);
    await filled.migrate();
    await fill(filled);
    await filled.close();
    plans = new Map();
  });
  afterEach(async () => {
    await left?.close();
    await rm(folder, { recursive: true });
  });

  async function open(note: (text: string, plan: readonly string[]) => void): Promise<Store> {
    left = await openStore({
      url: `file:${join(folder, 'shop.db')}`,
      holder: 'test',
      lock: true,
      clock: () => now,
      merchantDestinations: ['webhook'],
      around: (database) => withPlans(database, note),
    });
    return left;
  }
  const opened = () => open((text, plan) => plans.set(text, plan));

  /** Statements that read through a whole table, with the step of the plan that does; and that there were any at all. */
  const scans = (): readonly string[] => {
    expect(
      [...plans.keys()].some((text) =>
        /\b(checkouts|signals|webhook_events|limit_events|ledger|merchant_events|merchant_chats|merchant_codes|payers)\b/u.test(
          text,
        ),
      ),
    ).to.equal(true);
    return [...plans].flatMap(([text, plan]) =>
      plan
        .filter((step) => step.startsWith('SCAN') && !mayBeRead.some((known) => known.test(step)))
        .map((step) => `${step}: ${text}`),
    );
  };

  it('reads through no table when a process starts', async () => {
    await opened();
    expect(scans()).to.deep.equal([]);
  });

  it('reads through no table when a process stops', async () => {
    const serving = await opened();
    plans.clear();
    await serving.close();
    left = undefined;
    expect(scans()).to.deep.equal([]);
  });

  const operations: Readonly<Record<string, (opened: Store) => Promise<unknown>>> = {
    'ending what is past its deadline': ({ checkouts }) => checkouts.listDue(expirable, 100),
    'going on with what PayPal has not answered': ({ checkouts }) =>
      checkouts.listUnleased(['order_submitted', 'capture_submitted', 'capture_pending'], 20),
    "going on with parcels' numbers": ({ checkouts }) => checkouts.listTracking(20),
    'going on with refunds': ({ checkouts }) => checkouts.listRefunding(20),
    'looking for what was never confirmed': ({ checkouts }) =>
      checkouts.listPaidBefore(now, 100, { withLocked: false }),
    'looking for what was never confirmed or was locked': ({ checkouts }) =>
      checkouts.listPaidBefore(now, 100, { withLocked: true }),
    'telling what is due': ({ signals }) => signals.claimDue('test', 1_000, 10),
    'working off what PayPal sent': ({ inbox }) => inbox.claimDue('test', 1_000, 10),
    'telling the merchant what is due': ({ merchantEvents }) =>
      merchantEvents.claimDue('webhook', 'test', 1_000, 10),
    'what the merchant was told of a checkout': ({ merchantEvents }) => merchantEvents.listOf('one'),
    'telling the merchant again of a checkout': ({ merchantEvents }) =>
      merchantEvents.tellAgain({ checkoutId: 'one' }),
    'telling the merchant again of an event': ({ merchantEvents }) =>
      merchantEvents.tellAgain({ eventId: 'msg_1' }),
    'telling a chat what is due, and that it has heard': tellChat,
    "the merchant's chats that hear": ({ merchantChats }) => merchantChats.listHearing(),
    'whether a chat is one of the merchant': ({ merchantChats }) => merchantChats.findHearing(shopper),
    'one chat of the merchant': ({ merchantChats }) => merchantChats.find(1),
    "the merchant's list of chats": ({ merchantChats }) => merchantChats.list(50),
    'a new code for a chat': ({ merchantChats }) => merchantChats.openCode(sampleCode),
    'a wrong code': ({ merchantChats }) => merchantChats.tryCode(saying(shopper, () => false)),
    'a right code': ({ merchantChats }) => merchantChats.tryCode(saying(shopper)),
    'a right code in a group': ({ merchantChats }) =>
      merchantChats.tryCode({ ...saying(shopper), isPrivate: false }),
    'a new place to speak to a chat': ({ merchantChats }) => merchantChats.renewReference(1, '{}'),
    'letting a chat go': ({ merchantChats }) => merchantChats.end(1, 'revoked'),
    'telling a shopper in vain': async ({ signals }) => {
      const [signal] = await signals.claimDue('test', 1_000, 1);
      if (signal !== undefined) await signals.markUndeliverable(signal, '403');
    },
    'numbers under an older key': ({ checkouts }) => checkouts.listSealedUnder(['old', 'older'], 50),
    'counting what still needs a key': (one) => one.countKeyUses(),
    'forgetting old limits': (one) => one.pruneLimits(),
    'finding a capture': ({ checkouts }) => checkouts.findByCapture('CAPTURE-1'),
    'finding an order': ({ checkouts }) => checkouts.findByOrder('ORDER-1'),
    'finding one by its id': ({ checkouts }) => checkouts.find('one'),
    "finding a shopper's checkout": ({ checkouts }) => checkouts.findActive(shopper),
    'finding what an activity started': ({ checkouts }) => checkouts.findStartedBy(shopper, 'activity'),
    "a shopper's purchases": ({ checkouts }) =>
      checkouts.listForShopper(shopper, 'confirmed', 10, 'all_conversations'),
    "a shopper's purchases in one conversation": ({ checkouts }) =>
      checkouts.listForShopper(shopper, 'confirmed', 10, 'this_conversation'),
    'what a person should look at': (one) => one.overdue(50),
    "the merchant's list by status": (one) => one.searchOrders({ status: 'paid', limit: 50 }),
    "the merchant's list of a week": (one) => one.searchOrders({ since: now - 1, limit: 50 }),
    "the next page of the merchant's list": (one) =>
      one.searchOrders({ limit: 50, after: { createdAt: now, id: 'one' } }),
    "the merchant's list of what is flagged": (one) => one.searchOrders({ flagged: true, limit: 50 }),
    'who paid with an e-mail address': (one) => one.searchOrders({ emailHashes: ['one', 'two'], limit: 50 }),
    'all that happened to a purchase': (one) => one.readTrail(fullCheckout(now)),
    'who paid': ({ checkouts }) => checkouts.findPayers(['one', 'two']),
    'payers under an older key': ({ checkouts }) => checkouts.listPayersUnder(['old', 'older'], 50),
    'what is kept long enough': ({ checkouts }) => checkouts.listErasable(now, 50),
    'erasing one': eraseOne,
    "the merchant's look at one receipt": (one) => one.listBeginningWith('abc', 2),
    'the ledger of a checkout': (one) => one.ledger('one'),
  };
  for (const [title, run] of Object.entries(operations))
    it(`reads through no table for ${title}`, async () => {
      const serving = await opened();
      plans.clear();
      await run(serving);
      expect(scans()).to.deep.equal([]);
    });

  /** Reading through all of them is what these ask for; they take a page of it, and hold no more. */
  const readingAll: Readonly<Record<string, (opened: Store) => Promise<unknown>>> = {
    'a search by words': (one) => one.searchOrders({ words: { text: 'mug' }, limit: 50 }),
  };
  for (const [title, run] of Object.entries(readingAll))
    it(`reads in the order of the list, and sorts nothing, for ${title}`, async () => {
      const serving = await opened();
      plans.clear();
      await run(serving);
      const steps = [...plans.values()].flat();
      expect(steps).to.include('SCAN checkouts USING INDEX checkouts_by_age');
      expect(steps.filter((step) => /TEMP B-TREE/u.test(step))).to.deep.equal([]);
    });

  it('takes the newest from the end of an index instead of sorting all there are', async () => {
    const serving = await opened();
    plans.clear();
    await serving.checkouts.list(2);
    expect([...plans.values()]).to.deep.equal([['SCAN checkouts USING INDEX checkouts_by_age']]);
  });

  it('finds the next page in that index, without reading what came before it', async () => {
    const serving = await opened();
    const [newest] = await serving.checkouts.list(1);
    plans.clear();
    await serving.checkouts.list(2, newest);
    expect([...plans.values()]).to.deep.equal([
      ['SEARCH checkouts USING INDEX checkouts_by_age ((created_at,id)<(?,?))'],
    ]);
  });
});

/** Asks for the plan of each statement, with its parameters, before it is run. */
function withPlans(
  database: SqliteDatabase,
  note: (text: string, plan: readonly string[]) => void,
): SqliteDatabase {
  const explain = (text: string, parameters: readonly unknown[]): void => {
    if (!/^\s*(select|update|delete|insert|with)\b/u.test(text)) return;
    const steps = database.prepare(`explain query plan ${text}`).all(parameters);
    note(text, steps.map(toDetail));
  };
  return noteStatements(database, explain);
}

function toDetail(step: unknown): string {
  return typeof step === 'object' && step !== null && 'detail' in step ? String(step.detail) : '';
}

/** Some of everything, one of each leased. */
async function fill({ checkouts, inbox, signals, merchantEvents, merchantChats }: Store): Promise<void> {
  for (const number of [1, 2]) {
    await merchantChats.openCode({ ...sampleCode, id: `filled-${number}` });
    await merchantChats.tryCode(saying({ ...shopper, conversationId: `merchant-${number}` }));
  }
  await merchantChats.openCode({ ...sampleCode, id: 'filled-3' });
  for (const number of [1, 2, 3]) {
    const owner = { ...shopper, conversationId: `conversation-${number}` };
    const checkout = number === 1 ? sampleCheckout(now, { owner }) : paidCheckout(now, { owner });
    const signal = { checkoutId: checkout.id, kind: 'payment_arrived', dueAt: now - number } as const;
    const limits = [{ name: 'checkouts' as const, key: owner.conversationId, windowMs: 1_000, max: 9 }];
    await checkouts.write({ insert: checkout, signals: [signal], limits });
    const confirmed = number === 1 ? undefined : move(checkout, 'confirmed', {}, now);
    if (confirmed !== undefined) await checkouts.write({ update: { before: checkout, after: confirmed } });
    await inbox.add([
      { eventId: `WH-${number}`, type: 'PAYMENT.CAPTURE.COMPLETED', sellerTransactionIds: [] },
    ]);
  }
  await signals.claimDue('dead', 1_000, 1);
  await inbox.claimDue('dead', 1_000, 1);
  await merchantEvents.claimDue('webhook', 'dead', 1_000, 1);
}

async function tellChat({ merchantEvents }: Store): Promise<void> {
  const [event] = await merchantEvents.claimDue('chat-1', 'test', 1_000, 10);
  if (event === undefined) throw new Error('it is filled');
  await merchantEvents.markTold(event);
}

async function eraseOne({ checkouts }: Store): Promise<void> {
  const [before] = await checkouts.listUnleased(['open'], 1);
  if (before === undefined) throw new Error('it is filled');
  await checkouts.write({ update: { before, after: eraseFrom(before, now) } });
}
