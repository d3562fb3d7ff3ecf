import { expect } from 'chai';
import { type Checkout, move } from '../../src/checkout/checkout.ts';
import type { MerchantChat, MerchantChatStore } from '../../src/checkout/merchant-chat-ports.ts';
import type { Owner } from '../../src/round-trip/owner.ts';
import type { TestDatabase, TestStore } from './databases.ts';
import { times } from './outcome.ts';
import { paidCheckout, shopper } from './sample-checkout.ts';
import { sampleCode, saying } from './sample-codes.ts';

export function describeMerchantChats({ open }: TestDatabase): void {
  let opened: TestStore;
  let chats: MerchantChatStore;

  beforeEach(async () => {
    opened = await open({ merchantDestinations: ['webhook'] });
    chats = opened.store.merchantChats;
  });
  afterEach(() => opened.remove());

  let codes = 0;
  const openCode = () => chats.openCode({ ...sampleCode, id: `code-${(codes += 1)}` });
  const owner = (name: string): Owner => ({ ...shopper, conversationId: `with-${name}`, shopperId: name });
  const say = async (name: string, isRight = true, isPrivate = true): Promise<string> =>
    (await chats.tryCode({ ...saying(owner(name), () => isRight), isPrivate })).kind;
  const joinAs = async (name: string): Promise<MerchantChat> => {
    await openCode();
    const outcome = await chats.tryCode(saying(owner(name)));
    if (outcome.kind !== 'joined') throw new Error('it fits');
    return outcome.chat;
  };
  const sell = async (name: string): Promise<Checkout> => {
    const before = paidCheckout(opened.clock.now, { owner: { ...shopper, shopperId: name } });
    await opened.store.checkouts.write({ insert: before });
    const after = move(before, 'confirmed', {}, opened.clock.now);
    await opened.store.checkouts.write({ update: { before, after } });
    return after;
  };
  const rowsOf = async ({ id }: Checkout): Promise<string[]> =>
    (await opened.store.merchantEvents.listOf(id)).map(({ destination, state }) => `${destination} ${state}`);

  describe('the code of a chat', () => {
    it('lets one in, once, as the account that said it', async () => {
      const { expiresAt, hasReplaced } = await openCode();
      expect([expiresAt, hasReplaced]).to.deep.equal([opened.clock.now + sampleCode.lifeMs, false]);
      const outcome = await chats.tryCode(saying(owner('mia')));
      expect(outcome).to.deep.include({ kind: 'joined' });
      expect(await chats.findHearing(owner('mia'))).to.deep.equal({
        id: 1,
        owner: owner('mia'),
        name: 'Mia',
        locale: 'en-GB',
        conversationReference: '{"conversation":{"id":"m"}}',
        joinedAt: opened.clock.now,
        heardAt: undefined,
        state: 'hearing',
        endedAt: undefined,
        reason: undefined,
      });
      expect(await say('mia')).to.equal('refused');
      expect(await say('eve')).to.equal('refused');
      expect(await chats.listHearing()).to.have.length(1);
    });

    it('has one winner of many who say it at the same time', async () => {
      await openCode();
      const kinds = await Promise.all(times(10, (number) => say(`account-${number}`)));
      expect(kinds.filter((kind) => kind === 'joined')).to.have.length(1);
      expect(await chats.listHearing()).to.have.length(1);
    });

    it('lets nobody in before one was printed, at its end and after it', async () => {
      expect(await say('mia')).to.equal('refused');
      await openCode();
      opened.clock.now += sampleCode.lifeMs;
      expect(await say('mia')).to.equal('refused');
      await openCode();
      opened.clock.now += sampleCode.lifeMs - 1;
      expect(await say('mia')).to.equal('joined');
    });

    it('is refused to an account after five wrong ones, and to no other', async () => {
      await openCode();
      for (const _ of times(5, () => 0)) expect(await say('eve', false)).to.equal('refused');
      expect(await say('eve')).to.equal('refused');
      expect(await say('mia')).to.equal('joined');
      await openCode();
      expect(await say('eve'), 'another code').to.equal('joined');
    });

    it('counts the tries of an account over its conversations, and tells channels apart', async () => {
      await openCode();
      for (const number of times(5, (one) => one))
        await chats.tryCode(saying({ ...owner('eve'), conversationId: `c-${number}` }, () => false));
      expect(await say('eve')).to.equal('refused');
      expect((await chats.tryCode(saying({ ...owner('eve'), channelId: 'slack' }))).kind).to.equal('joined');
    });

    it('is over for all after twenty wrong ones', async () => {
      await openCode();
      for (const number of times(20, (one) => one)) await say(`account-${number}`, false);
      expect(await say('mia')).to.equal('refused');
    });

    it('is compared no more often than that, however many try at once', async () => {
      await openCode();
      let compared = 0;
      const isRight = (): boolean => {
        compared += 1;
        return false;
      };
      await Promise.all(times(40, (number) => chats.tryCode(saying(owner(`account-${number}`), isRight))));
      expect(compared).to.equal(20);
      await openCode();
      compared = 0;
      await Promise.all(times(40, () => chats.tryCode(saying(owner('eve'), isRight))));
      expect(compared).to.equal(5);
    });

    it('ends the one before: of two that are printed at once one counts', async () => {
      const answers = await Promise.all([openCode(), openCode()]);
      expect(answers.map(({ hasReplaced }) => hasReplaced)).to.deep.equal([false, true]);
      const seen: string[] = [];
      await chats.tryCode(
        saying(owner('mia'), ({ id }) => {
          seen.push(id);
          return false;
        }),
      );
      expect(seen).to.deep.equal([`code-${codes}`]);
    });

    it('is over once a group has read it, and counts no try of those that do not fit', async () => {
      await openCode();
      for (const _ of times(30, () => 0)) expect(await say('eve', false, false)).to.equal('refused');
      expect(await say('mia')).to.equal('joined');
      await openCode();
      expect(await say('zoe', true, false)).to.equal('refused');
      expect(await say('zoe')).to.equal('refused');
    });

    it('said by who hears already leaves one chat, where it is spoken to as it is now', async () => {
      const first = await joinAs('mia');
      await openCode();
      const attempt = saying(owner('mia'));
      const from = { ...attempt.from, name: 'Mia M.', conversationReference: '{"new":1}' };
      const outcome = await chats.tryCode({ ...attempt, from });
      const chat = { ...first, name: 'Mia M.', conversationReference: '{"new":1}' };
      expect(outcome).to.deep.equal({ kind: 'joined', chat });
      expect(await chats.list(10)).to.deep.equal([chat]);
    });
  });

  it('are told what happens after they joined, each beside the webhook', async () => {
    const early = await sell('ada');
    const [mia, zoe] = [await joinAs('mia'), await joinAs('zoe')];
    const late = await sell('bob');
    expect(await rowsOf(early)).to.deep.equal(['webhook waiting']);
    expect(await rowsOf(late)).to.have.members([
      'webhook waiting',
      `chat-${mia.id} waiting`,
      `chat-${zoe.id} waiting`,
    ]);
    const ids = (await opened.store.merchantEvents.listOf(late.id)).map(({ eventId }) => eventId);
    expect(new Set(ids).size).to.equal(1);
  });

  it('are noted as having heard by what was told there, and by nothing else', async () => {
    const [mia, zoe] = [await joinAs('mia'), await joinAs('zoe')];
    await sell('bob');
    opened.clock.now += 5;
    const [event] = await opened.store.merchantEvents.claimDue(`chat-${mia.id}`, 'one', 1_000, 10);
    if (event === undefined) throw new Error('it is due');
    await opened.store.merchantEvents.markTold(event);
    const heard = (await chats.list(10)).map(({ id, heardAt }) => [id, heardAt]);
    expect(heard).to.deep.equal([
      [zoe.id, undefined],
      [mia.id, opened.clock.now],
    ]);
  });

  for (const [how, state] of [
    ['left', 'dropped'],
    ['revoked', 'dropped'],
    ['unreachable', 'given_up'],
  ] as const)
    it(`hear nothing more once they are ${how}, and what waited for them is ${state}`, async () => {
      const [mia, zoe] = [await joinAs('mia'), await joinAs('zoe')];
      const waiting = await sell('bob');
      await opened.store.merchantEvents.claimDue(`chat-${mia.id}`, 'one', 1_000, 10);
      expect(await chats.end(mia.id, how, '403')).to.equal(true);
      expect(await chats.end(mia.id, 'revoked')).to.equal(false);
      const after = await sell('eve');
      expect(await rowsOf(waiting)).to.have.members([
        'webhook waiting',
        `chat-${mia.id} ${state}`,
        `chat-${zoe.id} waiting`,
      ]);
      expect(await rowsOf(after)).to.have.members(['webhook waiting', `chat-${zoe.id} waiting`]);
      expect(await chats.findHearing(owner('mia'))).to.equal(undefined);
      const ended = { state: how, reason: '403', endedAt: opened.clock.now, conversationReference: '' };
      expect(await chats.find(mia.id)).to.deep.equal({ ...mia, ...ended });
      const again = await joinAs('mia');
      expect(again.id).to.be.greaterThan(zoe.id);
      const { tellAgain } = opened.store.merchantEvents;
      expect(await tellAgain({ checkoutId: waiting.id }), 'the webhook alone').to.equal(1);
    });

  it('hear by hand again what was given up there, and what they have heard only once', async () => {
    const mia = await joinAs('mia');
    const [heard, lost] = [await sell('ada'), await sell('bob')];
    const { merchantEvents } = opened.store;
    const [first, second] = await merchantEvents.claimDue(`chat-${mia.id}`, 'one', 1_000, 10);
    if (first === undefined || second === undefined) throw new Error('both are due');
    await merchantEvents.markTold(first);
    await merchantEvents.giveUp(second, 'refused 400');
    await merchantEvents.tellAgain({ checkoutId: heard.id });
    await merchantEvents.tellAgain({ eventId: second.eventId });
    expect(await rowsOf(heard)).to.include(`chat-${mia.id} told`);
    expect(await rowsOf(lost)).to.include(`chat-${mia.id} waiting`);
  });

  it('are spoken to where they were heard last, as long as they hear', async () => {
    const mia = await joinAs('mia');
    const zoe = await joinAs('zoe');
    await chats.renewReference(mia.id, '{"moved":1}');
    expect(await chats.find(mia.id)).to.deep.equal({ ...mia, conversationReference: '{"moved":1}' });
    expect(await chats.find(zoe.id)).to.deep.equal(zoe);
    await chats.end(mia.id, 'left');
    await chats.renewReference(mia.id, '{"moved":2}');
    expect(await chats.find(mia.id)).to.include({ conversationReference: '' });
  });

  it('are found by nobody else: another account, conversation or channel', async () => {
    await joinAs('mia');
    for (const other of [
      { ...owner('mia'), shopperId: 'eve' },
      { ...owner('mia'), conversationId: 'elsewhere' },
      { ...owner('mia'), channelId: 'slack' },
    ])
      expect(await chats.findHearing(other)).to.equal(undefined);
    expect(await chats.find(99)).to.equal(undefined);
    expect(await chats.end(99, 'revoked')).to.equal(false);
  });
}
