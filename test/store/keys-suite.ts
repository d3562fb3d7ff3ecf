import { expect } from 'chai';
import { active, type Checkout, revise, type Status, statuses } from '../../src/checkout/checkout.ts';
import type { Order } from '../../src/checkout/order.ts';
import type { KeyUses } from '../../src/checkout/desk-ports.ts';
import type { CheckoutStore } from '../../src/checkout/ports.ts';
import type { TestDatabase, TestStore } from './databases.ts';
import { times } from './outcome.ts';
import { paidCheckout, sampleCheckout, shopper } from './sample-checkout.ts';

export function describeKeys({ open }: TestDatabase): void {
  let opened: TestStore;
  let checkouts: CheckoutStore;
  let now: number;

  beforeEach(async () => {
    opened = await open();
    checkouts = opened.store.checkouts;
    now = opened.clock.now;
  });
  afterEach(() => opened.remove());

  let conversations = 0;
  const insert = async (changes: Partial<Checkout>): Promise<Checkout> => {
    conversations += 1;
    const owner = { ...shopper, conversationId: `conversation ${conversations}` };
    const checkout = paidCheckout(now, { owner, ...changes });
    await checkouts.write({ insert: checkout });
    return checkout;
  };
  const sealedUnder = (keyId: string, lifeMs = 600_000): Partial<Checkout> => ({
    number: { hash: `${keyId}.hash`, sealed: `${keyId}.sealed`, expiresAt: now + lifeMs, attempts: 0 },
  });
  const load = async ({ id }: Checkout): Promise<Checkout | undefined> =>
    (await checkouts.find(id))?.checkout;
  const seal = { hash: 'new.hash', sealed: 'new.sealed' };
  const idsUnder = async (...keyIds: string[]): Promise<string[]> =>
    (await checkouts.listSealedUnder(keyIds, 10)).map(({ id }) => id).toSorted();

  describe('numbers under a key', () => {
    it('are found by any of several keys, and by no other', async () => {
      const one = await insert(sealedUnder('one'));
      const two = await insert(sealedUnder('two'));
      await insert(sealedUnder('three'));
      expect(await idsUnder('one')).to.deep.equal([one.id]);
      expect(await idsUnder('one', 'two')).to.deep.equal([one.id, two.id].toSorted());
      expect(await idsUnder('on', 'one.sealed', '')).to.deep.equal([]);
    });

    it('are found as long as they are waited for and live, and a few at a time', async () => {
      const found: Status[] = [];
      for (const status of statuses) {
        await insert({ status, ...sealedUnder(status) });
        if ((await idsUnder(status)).length === 1) found.push(status);
      }
      expect(found).to.have.members(['paid', 'approved']);
      await insert({ ...sealedUnder('over', 0) });
      expect(await idsUnder('over')).to.deep.equal([]);
      for (const life of times(5, (index) => 1 + index)) await insert({ ...sealedUnder('many', life) });
      expect(await checkouts.listSealedUnder(['many'], 2)).to.have.length(2);
      opened.clock.now += 3;
      expect(await checkouts.listSealedUnder(['many'], 9)).to.have.length(2);
    });

    it('are sealed anew while nothing else of their checkout changes', async () => {
      const before = await insert(sealedUnder('old'));
      const stored = await load(before);
      opened.clock.now += 1_000;
      expect(await checkouts.replaceSeal(before, seal)).to.equal(true);
      expect(await load(before)).to.deep.equal({ ...stored, number: { ...before.number, ...seal } });
      expect(await idsUnder('old')).to.deep.equal([]);
      expect(await idsUnder('new')).to.deep.equal([before.id]);
      expect(await opened.store.ledger(before.id)).to.have.length(1);
    });

    it('stay as they are where anything came between', async () => {
      const moved = await insert(sealedUnder('old'));
      const after = revise(moved, { payerId: 'PAYER' }, now);
      await checkouts.write({ update: { before: moved, after } });
      const stored = await load(moved);
      expect(await checkouts.replaceSeal(moved, seal)).to.equal(false);
      expect(await checkouts.replaceSeal({ ...after, status: 'approved' }, seal)).to.equal(false);
      expect(await checkouts.replaceSeal({ ...after, id: 'unknown' }, seal)).to.equal(false);
      expect(await checkouts.replaceSeal({ ...after, number: undefined }, seal)).to.equal(false);
      expect(await load(moved)).to.deep.equal(stored);
    });

    it('keep the attempts that were counted, and who looked before is not refused', async () => {
      const before = await insert(sealedUnder('old'));
      await checkouts.tryNumber({
        checkoutId: before.id,
        owner: before.owner,
        attemptsPerNumber: 5,
        attemptsPerCheckout: 10,
        failures: { name: 'failed_numbers', key: 'ada', windowMs: 3_600_000, max: 20 },
        isRight: () => false,
        settle: () => undefined,
      });
      expect(await checkouts.replaceSeal(before, seal)).to.equal(false);
      const tried = await load(before);
      if (tried === undefined) throw new Error('it is stored');
      expect(await checkouts.replaceSeal(tried, seal)).to.equal(true);
      expect((await load(before))?.number).to.deep.equal({ ...tried.number, ...seal });
      await checkouts.write({ update: { before: tried, after: revise(tried, { payerId: 'PAYER' }, now) } });
      expect(await idsUnder('old')).to.deep.equal([before.id]);
    });
  });

  describe('what needs a key', () => {
    const counted = async (): Promise<string[]> => (await opened.store.countKeyUses()).map(toText).toSorted();

    it('is nothing where nothing is sold', async () => {
      expect(await counted()).to.deep.equal([]);
    });

    for (const status of statuses)
      it(`is counted for a checkout that is ${status}`, async () => {
        await insert({ status, linkKeyId: 'link', orders: [order('nonce')], ...sealedUnder('seal') });
        const waits = status === 'paid' || status === 'approved';
        expect(await counted()).to.deep.equal([
          ...(active.includes(status) ? ['links link 1'] : []),
          ...(waits ? ['numbers seal 1'] : []),
          ...(status === 'order_submitted' ? ['orders nonce 1'] : []),
        ]);
      });

    it('is counted by key, without numbers whose time is over, and links whose key nobody wrote down as such', async () => {
      for (const linkKeyId of ['one', 'two', 'two', undefined])
        await insert({ linkKeyId, ...sealedUnder('one', 1_000) });
      await insert({ linkKeyId: 'two', ...sealedUnder('two') });
      expect(await counted()).to.deep.equal([
        'links  1',
        'links one 1',
        'links two 3',
        'numbers one 4',
        'numbers two 1',
      ]);
      opened.clock.now += 1_000;
      expect(await counted())
        .to.include('numbers two 1')
        .and.not.include('numbers one 4');
    });

    it('is the key of the live order alone, until the answer is stored', async () => {
      const orders = [{ ...order('dead'), live: false }, order('live')];
      const before = sampleCheckout(now, { status: 'order_submitted', linkKeyId: 'link', orders });
      await checkouts.write({ insert: before });
      expect(await counted()).to.deep.equal(['links link 1', 'orders live 1']);
      const after = revise({ ...before, status: 'awaiting_approval' }, {}, now);
      await checkouts.write({ update: { before, after } });
      expect(await counted()).to.deep.equal(['links link 1']);
    });
  });
}

function toText({ what, keyId, count }: KeyUses): string {
  return `${what} ${keyId} ${count}`;
}

function order(nonceKeyId: string): Order {
  return {
    number: 1,
    requestId: `request ${nonceKeyId}`,
    live: true,
    nonceKeyId,
    nonceHash: 'hash',
    publicUrl: 'http://localhost:3978',
    merchantName: 'Fern & Kettle',
    captures: 0,
  };
}
