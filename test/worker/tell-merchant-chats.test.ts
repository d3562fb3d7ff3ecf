import { expect } from 'chai';
import { move } from '../../src/checkout/checkout.ts';
import type { MerchantDestination } from '../../src/checkout/merchant-destination.ts';
import type {
  MerchantChatTeller,
  MerchantEvent,
  MerchantTold,
} from '../../src/checkout/merchant-event-ports.ts';
import { openStore, type Store } from '../../src/store/store.ts';
import { createMerchantChatNews } from '../../src/worker/tell-merchant-chats.ts';
import { times } from '../store/outcome.ts';
import { sampleCode, saying } from '../store/sample-codes.ts';
import { paidCheckout, shopper } from '../store/sample-checkout.ts';

describe("telling the merchant's chats", () => {
  let store: Store;
  let clock: { now: number };
  let underWay: Set<Promise<void>>;
  let told: { readonly at: MerchantDestination; readonly names: readonly string[] }[];
  let answers: (MerchantTold | Error | Promise<MerchantTold>)[];

  beforeEach(async () => {
    clock = { now: 1_800_000_000_000 };
    store = await openStore({ url: 'file::memory:', holder: 'one', clock: () => clock.now });
    await store.migrate();
    [underWay, told, answers] = [new Set(), [], []];
  });
  afterEach(() => store.close());

  const letIn = async (name: string): Promise<void> => {
    await store.merchantChats.openCode({ ...sampleCode, id: name });
    await store.merchantChats.tryCode(saying({ ...shopper, conversationId: name }));
  };
  const sell = async (name: string): Promise<void> => {
    const before = paidCheckout(clock.now, { owner: { ...shopper, shopperId: name } });
    await store.checkouts.write({ insert: before });
    const after = move(before, 'confirmed', {}, clock.now);
    await store.checkouts.write({ update: { before, after } });
    nameOf.set(after.id, name);
  };
  const nameOf = new Map<string, string>();
  const tellerAt = (destination: MerchantDestination): MerchantChatTeller => ({
    destination,
    tellTogether: async (events) => {
      const answer = answers.shift() ?? { kind: 'told' };
      const names = events.map(({ checkoutId }: MerchantEvent) => nameOf.get(checkoutId) ?? '');
      told.push({ at: destination, names });
      if (answer instanceof Error) throw answer;
      return answer;
    },
  });
  const open = (): (() => Promise<void>) =>
    createMerchantChatNews(
      {
        merchantEvents: store.merchantEvents,
        merchantTellers: [],
        store: store.checkouts,
        holder: 'one',
        log: () => undefined,
      },
      async () => (await store.merchantChats.listHearing()).map(({ id }) => tellerAt(`chat-${id}`)),
      {
        begin: (work) => {
          const tracked = work().finally(() => underWay.delete(tracked));
          underWay.add(tracked);
        },
        isStopped: () => false,
      },
    );
  const ended = async (): Promise<void> => {
    while (underWay.size > 0) await Promise.all(underWay);
  };
  const tell = async (round = open()): Promise<void> => {
    await round();
    await ended();
  };

  it('is nothing where there is no chat, or nothing has happened', async () => {
    await sell('before');
    await tell();
    await letIn('mia');
    await tell();
    expect(told).to.deep.equal([]);
  });

  it('brings a burst of fifty in its order, in few messages, each once', async () => {
    await letIn('mia');
    const names = times(50, (number) => `shopper-${number}`);
    for (const name of names) await sell(name);
    await tell();
    await tell();
    expect(told.flatMap((one) => one.names)).to.deep.equal(names);
    expect(told).to.have.length(5);
  });

  it('goes to each chat by itself: one that hangs delays no other, and gets one message at a time', async () => {
    await letIn('mia');
    await letIn('zoe');
    await sell('ada');
    let answer = (_told: MerchantTold): void => undefined;
    answers.push(
      new Promise((resolve) => {
        answer = resolve;
      }),
    );
    const round = open();
    await round();
    while (told.length < 2) await new Promise(setImmediate);
    await sell('bob');
    await round();
    while (told.length < 3) await new Promise(setImmediate);
    const [hanging] = told;
    expect(told.slice(1).map(({ names }) => names)).to.deep.equal([['ada'], ['bob']]);
    expect(told.filter(({ at }) => at === hanging?.at)).to.have.length(1);
    answer({ kind: 'told' });
    await ended();
    expect(told.filter(({ at }) => at === hanging?.at).map(({ names }) => names)).to.deep.equal([
      ['ada'],
      ['bob'],
    ]);
  });

  it('tries again after a pause, and no more than once where it may have been shown', async () => {
    await letIn('mia');
    await sell('ada');
    answers.push({ kind: 'retry', reason: 'timeout', isUnclear: true });
    answers.push({ kind: 'retry', reason: 'timeout', isUnclear: true });
    await tell();
    await tell();
    expect(told).to.have.length(1);
    clock.now += 7_000;
    await tell();
    clock.now += 90_000;
    await tell();
    expect(told).to.have.length(2);
    clock.now += 1;
    const shown = (await store.overdue(5)).merchantEvents.map(({ state, reason }) => [state, reason]);
    expect(shown).to.deep.equal([['given_up', 'timeout']]);
  });

  it('tries for a day what the channel puts off, and a fault likewise', async () => {
    await letIn('mia');
    await sell('ada');
    answers.push({ kind: 'retry', reason: '429', afterMs: 60_000 }, new Error('broken'));
    await tell();
    clock.now += 59_000;
    await tell();
    expect(told).to.have.length(1);
    clock.now += 17_000;
    await tell();
    expect(told).to.have.length(2);
    clock.now += 60_000;
    await tell();
    expect(told).to.have.length(3);
    expect((await store.overdue(5)).merchantEvents).to.deep.equal([]);
  });

  it('tells one by one what the channel refuses together, so that one that is refused takes no other with it', async () => {
    await letIn('mia');
    for (const name of ['ada', 'bob', 'eve']) await sell(name);
    const no = { kind: 'refused', reason: 'refused 400' } as const;
    answers.push(no, { kind: 'told' }, no);
    await tell();
    expect(told.map(({ names }) => names)).to.deep.equal([['ada', 'bob', 'eve'], ['ada'], ['bob'], ['eve']]);
    clock.now += 1;
    const lost = (await store.overdue(5)).merchantEvents.map(({ checkoutId }) => nameOf.get(checkoutId));
    expect(lost).to.deep.equal(['bob']);
  });

  it('forgets a chat that hears no more, and knows one that is let in meanwhile', async () => {
    const round = open();
    await letIn('mia');
    await sell('ada');
    await tell(round);
    await store.merchantChats.end(1, 'revoked');
    await letIn('zoe');
    await sell('bob');
    await tell(round);
    expect(told).to.deep.equal([
      { at: 'chat-1', names: ['ada'] },
      { at: 'chat-2', names: ['bob'] },
    ]);
  });
});
