import { expect } from 'chai';
import { active, type Checkout, move, revise, statuses } from '../../src/checkout/checkout.ts';
import type { CheckoutStore, Reach } from '../../src/checkout/ports.ts';
import type { RateLimit } from '../../src/round-trip/rate-limit.ts';
import type { TestDatabase, TestStore } from './databases.ts';
import { outcomeOf, tally, times } from './outcome.ts';
import { fullCheckout, paidCheckout, sampleCheckout, shopper } from './sample-checkout.ts';

export function describeCheckouts({ open }: TestDatabase): void {
  let opened: TestStore;
  let checkouts: CheckoutStore;
  let now: number;

  beforeEach(async () => {
    opened = await open();
    checkouts = opened.store.checkouts;
    now = opened.clock.now;
  });
  afterEach(() => opened.remove());

  const insert = async (checkout: Checkout): Promise<Checkout> => {
    await checkouts.write({ insert: checkout });
    return checkout;
  };
  const load = async (id: string): Promise<Checkout | undefined> => (await checkouts.find(id))?.checkout;

  describe('a change', () => {
    it('keeps every field of a checkout', async () => {
      const checkout = await insert(fullCheckout(now));
      expect(await load(checkout.id)).to.deep.equal(checkout);
    });

    it('keeps every field through an update, and forgets what was taken away', async () => {
      const before = await insert(sampleCheckout(now));
      const { id, owner, startedBy, createdAt } = before;
      const after = { ...fullCheckout(now), id, owner, startedBy, createdAt, version: 2 };
      await checkouts.write({ update: { before, after } });
      expect(await load(id)).to.deep.equal(after);
      await checkouts.write({ update: { before: after, after: { ...before, version: 3 } } });
      expect(JSON.parse(JSON.stringify(await load(id)))).to.deep.equal({ ...before, version: 3 });
    });

    it('has one winner among fifty writers at once', async () => {
      const before = await insert(sampleCheckout(now));
      const writers = times(50, (index) =>
        checkouts.write({ update: { before, after: revise(before, { payerId: `payer ${index}` }, now) } }),
      );
      expect(await tally(writers)).to.deep.equal({ done: 1, status_conflict: 49 });
      expect(await load(before.id)).to.include({ version: 2, payerId: 'payer 0' });
    });

    it('loses against a status that moved without a new version', async () => {
      const checkout = await insert(sampleCheckout(now));
      const before: Checkout = { ...checkout, status: 'claimed' };
      const act = checkouts.write({ update: { before, after: revise(before, {}, now) } });
      expect(await outcomeOf(act)).to.equal('status_conflict');
    });

    it('is kept whole or not at all', async () => {
      const before = await insert(sampleCheckout(now));
      await insert(sampleCheckout(now, { owner: { ...shopper, conversationId: 'other' } }));
      const inTheWay = sampleCheckout(now, { owner: { ...shopper, conversationId: 'other' } });
      const change = {
        update: { before, after: move(before, 'cancelled', {}, now) },
        insert: inTheWay,
        signals: [{ checkoutId: before.id, kind: 'cancelled', dueAt: now }],
        limits: [limit({ max: 1 })],
      } as const;
      expect(await outcomeOf(checkouts.write(change))).to.equal('checkout_open');
      expect(await load(before.id)).to.include({ status: 'open', version: 1 });
      expect(await load(inTheWay.id)).to.equal(undefined);
      expect(await opened.store.signals.claimDue('worker', 1000, 10)).to.deep.equal([]);
      expect(await outcomeOf(checkouts.write({ limits: [limit({ max: 1 })] }))).to.equal('done');
    });

    it('that is refused harms no other one of the same moment', async () => {
      const known = await insert(sampleCheckout(now));
      const acts = times(20, (index) =>
        index % 2 === 0
          ? checkouts.write({ insert: ofConversation(`c${index}`) })
          : checkouts.write({ insert: sampleCheckout(now, { owner: known.owner }) }),
      );
      expect(await tally(acts)).to.deep.equal({ done: 10, checkout_open: 10 });
      expect(await checkouts.list(100)).to.have.length(11);
    });

    it('that could not be loaded again is refused before it is stored', async () => {
      const broken = sampleCheckout(now, { expiresAt: now + 0.5 });
      const fault = await checkouts.write({ insert: broken }).catch((error: unknown) => error);
      expect(fault).to.be.instanceOf(Error);
      expect(await load(broken.id)).to.equal(undefined);
    });
  });

  describe('an owner', () => {
    it('has one checkout under way, whatever its status, and may start again after any end', async () => {
      for (const status of statuses) {
        const owner = { ...shopper, conversationId: status };
        await insert(sampleCheckout(now, { owner, status }));
        const second = checkouts.write({ insert: sampleCheckout(now, { owner }) });
        expect(await outcomeOf(second), status).to.equal(active.includes(status) ? 'checkout_open' : 'done');
      }
    });

    it('has one of fifty checkouts that start at once', async () => {
      const acts = times(50, () => checkouts.write({ insert: sampleCheckout(now) }));
      expect(await tally(acts)).to.deep.equal({ done: 1, checkout_open: 49 });
    });

    it('may have another one under way in another conversation, as may another shopper in the same', async () => {
      await insert(sampleCheckout(now));
      await insert(sampleCheckout(now, { owner: { ...shopper, conversationId: 'other' } }));
      await insert(sampleCheckout(now, { owner: { ...shopper, shopperId: 'bob' } }));
      await insert(sampleCheckout(now, { owner: { ...shopper, channelId: 'msteams' } }));
    });

    it('gets nothing new from an activity that comes again, even after the end', async () => {
      const first = await insert(sampleCheckout(now, { status: 'cancelled' }));
      const again = sampleCheckout(now, { startedBy: first.startedBy });
      expect(await outcomeOf(checkouts.write({ insert: again }))).to.equal('checkout_open');
      expect((await checkouts.findStartedBy(shopper, first.startedBy))?.checkout.id).to.equal(first.id);
      const elsewhere = { ...shopper, shopperId: 'bob' };
      expect(await checkouts.findStartedBy(elsewhere, first.startedBy)).to.equal(undefined);
    });

    it('gets a new checkout in the place of the old one in one change', async () => {
      const before = await insert(sampleCheckout(now));
      const renewed = sampleCheckout(now);
      const after = move(before, 'cancelled', { replacedBy: renewed.id }, now);
      await checkouts.write({ update: { before, after }, insert: renewed });
      expect((await checkouts.findActive(shopper))?.checkout.id).to.equal(renewed.id);
    });

    it('is told the time of the database with what is found', async () => {
      await insert(sampleCheckout(now));
      opened.clock.now += 1234;
      expect((await checkouts.findActive(shopper))?.now).to.equal(now + 1234);
      expect(await checkouts.now()).to.equal(now + 1234);
    });
  });

  describe('a rate limit', () => {
    it('lets exactly so many through, however many come at once', async () => {
      const acts = times(50, (index) =>
        checkouts.write({ insert: ofConversation(`c${index}`), limits: [limit({ max: 10 })] }),
      );
      expect(await tally(acts)).to.deep.equal({ done: 10, rate_limited: 40 });
      expect(await checkouts.list(100)).to.have.length(10);
    });

    it('opens again as its window moves on, and what it refused does not count', async () => {
      const act = (): Promise<string> => outcomeOf(checkouts.write({ limits: [limit({ max: 2 })] }));
      expect(await act()).to.equal('done');
      opened.clock.now += 600;
      expect([await act(), await act(), await act()]).to.deep.equal(['done', 'rate_limited', 'rate_limited']);
      opened.clock.now += 400;
      expect([await act(), await act()]).to.deep.equal(['done', 'rate_limited']);
    });

    it('counts each key and each name apart', async () => {
      const limits = [limit({}), limit({ key: 'bob' }), limit({ name: 'claims' })];
      await checkouts.write({ limits });
      expect(await tally(limits.map((full) => checkouts.write({ limits: [full] })))).to.deep.equal({
        rate_limited: 3,
      });
    });

    it('is forgotten after a day', async () => {
      await checkouts.write({ limits: [limit({})] });
      opened.clock.now += 86_400_000;
      expect(await opened.store.pruneLimits()).to.equal(0);
      opened.clock.now += 1;
      expect(await opened.store.pruneLimits()).to.equal(1);
    });
  });

  describe('a list', () => {
    it('holds what is past its deadline by the database clock', async () => {
      const soon = await insert(ofConversation('soon', { expiresAt: now + 10, status: 'declined' }));
      const first = await insert(ofConversation('first', { expiresAt: now + 5 }));
      await insert(ofConversation('later'));
      await insert(ofConversation('over', { expiresAt: now + 5, status: 'expired' }));
      const due = async () => ids(await checkouts.listDue(['open', 'declined'], 10));
      expect(await due()).to.deep.equal([]);
      opened.clock.now += 10;
      expect(await due()).to.deep.equal([first.id, soon.id]);
      expect(ids(await checkouts.listDue(['open', 'declined'], 1))).to.deep.equal([first.id]);
    });

    it('holds what nobody has a lease on', async () => {
      const lease = { holder: 'one', until: now + 100 };
      const free = await insert(ofConversation('free', { status: 'capture_submitted' }));
      const held = await insert(ofConversation('held', { status: 'capture_submitted', lease }));
      await insert(ofConversation('open'));
      const unleased = async () => ids(await checkouts.listUnleased(['capture_submitted'], 10));
      expect(await unleased()).to.deep.equal([free.id]);
      opened.clock.now += 100;
      expect(await unleased()).to.have.members([free.id, held.id]);
    });

    it('holds what was paid before a time and still waits for its number', async () => {
      const old = await insert(paidCheckout(now - 10));
      await insert(paidCheckout(now, { owner: { ...shopper, conversationId: 'new' } }));
      await insert(paidCheckout(now - 10, { owner: { ...shopper, shopperId: 'bob' }, status: 'confirmed' }));
      expect(ids(await checkouts.listPaidBefore(now, 10, { withLocked: true }))).to.deep.equal([old.id]);
    });

    it('holds what wrong numbers locked only where asked, and nothing with a refund under way', async () => {
      const flagged = { status: 'flagged', flag: 'number_locked' } as const;
      const locked = await insert(paidCheckout(now - 10, flagged));
      const refunds = fullCheckout(now).refunds.map((refund) => Object.assign(refund, { status: 'pending' }));
      await insert(
        paidCheckout(now - 10, { owner: { ...shopper, conversationId: 'b' }, refunds, ...flagged }),
      );
      await insert(paidCheckout(now - 10, { owner: { ...shopper, conversationId: 'c' }, refunds }));
      const listed = async (withLocked: boolean) =>
        ids(await checkouts.listPaidBefore(now, 10, { withLocked }));
      expect([await listed(false), await listed(true)]).to.deep.equal([[], [locked.id]]);
    });

    it('holds open refunds without a lease, and finds by capture and by live order', async () => {
      const { refunds, orders } = fullCheckout(now);
      const unheard = refunds.map((refund) => Object.assign(refund, { status: 'submitted' }));
      const checkout = await insert(paidCheckout(now, { refunds: unheard, orders }));
      const lease = { holder: 'one', until: now + 5 };
      const owner = { ...shopper, conversationId: 'held' };
      const held = await insert(paidCheckout(now, { owner, refunds: unheard, lease, capture: undefined }));
      expect(ids(await checkouts.listRefunding(10))).to.deep.equal([checkout.id]);
      opened.clock.now += 5;
      expect(ids(await checkouts.listRefunding(10))).to.have.members([checkout.id, held.id]);
      const captureId = checkout.capture?.captureId ?? '';
      expect((await checkouts.findByCapture(captureId))?.checkout.id).to.equal(checkout.id);
      const orderId = orders.find(({ live }) => live)?.orderId ?? '';
      expect((await checkouts.findByOrder(orderId))?.checkout.id).to.equal(checkout.id);
      expect(await checkouts.findByCapture('X')).to.equal(undefined);
      expect(await checkouts.findByOrder('X')).to.equal(undefined);
    });

    it('holds a shopper’s purchases of all or of one of their conversations, newest first, and nobody else’s', async () => {
      const confirmed = (conversationId: string, createdAt: number, shopperId = 'ada'): Promise<Checkout> =>
        insert(
          paidCheckout(createdAt, { owner: { ...shopper, conversationId, shopperId }, status: 'confirmed' }),
        );
      const [first, second] = [await confirmed('a', now - 2), await confirmed('b', now - 1)];
      await confirmed('a', now, 'bob');
      await insert(sampleCheckout(now));
      const held = async (conversationId: string, most: number, reach: Reach): Promise<string[]> =>
        ids(await checkouts.listForShopper({ ...shopper, conversationId }, 'confirmed', most, reach));
      expect(await held('c', 10, 'all_conversations')).to.deep.equal([second.id, first.id]);
      expect(await held('c', 1, 'all_conversations')).to.deep.equal([second.id]);
      expect(await held('a', 1, 'this_conversation')).to.deep.equal([first.id]);
      expect(await held('b', 10, 'this_conversation')).to.deep.equal([second.id]);
      expect(await held('c', 10, 'this_conversation')).to.deep.equal([]);
    });

    it('holds all of them for the merchant, newest first', async () => {
      const old = await insert(ofConversation('a', { createdAt: now - 1 }));
      const young = await insert(ofConversation('b'));
      expect(ids(await checkouts.list(10))).to.deep.equal([young.id, old.id]);
    });

    it('goes on where a page has ended, also between those of one moment', async () => {
      const listed: Checkout[] = [];
      for (const [index, id] of ['d', 'c', 'b', 'a', 'z'].entries())
        listed.push(await insert(ofConversation(id, { id, createdAt: index < 4 ? now : now - 1 })));
      expect(ids(await checkouts.list(10))).to.deep.equal(ids(listed));
      for (const [index, last] of listed.entries())
        for (const most of [1, 2, 10])
          expect(ids(await checkouts.list(most, last)), `${most} after ${last.id}`).to.deep.equal(
            ids(listed.slice(index + 1, index + 1 + most)),
          );
    });
  });

  function ofConversation(conversationId: string, changes: Partial<Checkout> = {}): Checkout {
    return sampleCheckout(now, { owner: { ...shopper, conversationId }, ...changes });
  }
}

function limit(changes: Partial<RateLimit>): RateLimit {
  return { name: 'checkouts', key: 'ada', windowMs: 1000, max: 1, ...changes };
}

function ids(checkouts: readonly Checkout[]): string[] {
  return checkouts.map((checkout) => checkout.id);
}
