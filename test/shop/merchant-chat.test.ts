import { randomBytes } from 'node:crypto';
import { expect } from 'chai';
import { type Checkout, move } from '../../src/checkout/checkout.ts';
import { newMerchantSentence } from '../../src/desk/merchant-chats.ts';
import { createKeyRing, type KeyRing } from '../../src/round-trip/keys.ts';
import { type ChatHarness, type Conversation, openHarness, type Reply } from '../stage/chat-harness.ts';
import { times } from '../store/outcome.ts';
import { fullCheckout, paidCheckout, sampleCheckout, shopper } from '../store/sample-checkout.ts';

const joined = /^This is the merchant's chat now/u;
const refusal = /^That does not let you in/u;

describe('a chat of the merchant', () => {
  let harness: ChatHarness;
  beforeEach(async () => {
    harness = await openHarness();
  });
  afterEach(() => harness.close());

  const sentence = async (keys: KeyRing = harness.keys): Promise<string> => {
    const [said = ''] = (await newMerchantSentence(harness.store.merchantChats, keys)).lines;
    return said;
  };
  const say = async (chat: Conversation, text: string, more: Record<string, unknown> = {}): Promise<string> =>
    wordsOf(await chat.say(text, more));
  const wordsOf = (replies: readonly Reply[]): string => replies.map(({ words }) => words).join('\n');
  const letIn = async (who: Parameters<ChatHarness['join']>[0] = {}): Promise<Conversation> => {
    const chat = harness.join(who);
    expect(await say(chat, await sentence())).to.match(joined);
    return chat;
  };
  const sell = async (name: string, changes: Partial<Checkout> = {}): Promise<Checkout> => {
    const now = await harness.store.checkouts.now();
    const owner = { ...shopper, shopperId: name };
    const before = paidCheckout(now, { owner, shopperName: `Shopper ${name}`, ...changes });
    await harness.store.checkouts.write({ insert: before });
    const after = move(before, 'confirmed', {}, before.createdAt);
    await harness.store.checkouts.write({ update: { before, after } });
    return after;
  };
  const receiptOf = ({ id }: Checkout): string => id.slice(0, 8).toUpperCase();
  const hearing = async (): Promise<number> => (await harness.store.merchantChats.listHearing()).length;

  const spellings: Readonly<Record<string, (said: string) => string>> = {
    'as it is printed': (said) => said,
    'in small letters': (said) => said.toLowerCase(),
    'without its hyphen': (said) => said.replace('-', ''),
    'with spaces around it, and a full stop': (said) => `  ${said}.  `,
    'with a mention of the bot': (said) => `<at>Fernhill</at> ${said}`,
    'in quotes': (said) => `"${said}"`,
    'over a line break of a telephone': (said) => `${said}\r\n`,
  };
  for (const [how, spell] of Object.entries(spellings))
    it(`is let in by the sentence ${how}`, async () => {
      const chat = harness.join({ channelId: 'msteams' });
      expect(await say(chat, spell(await sentence()))).to.match(joined);
    });

  it('is no other than the one that said it first', async () => {
    const said = await sentence();
    const chats = times(6, () => harness.join());
    const answers = await Promise.all(chats.map((chat) => say(chat, said)));
    expect(answers.filter((words) => joined.test(words))).to.have.length(1);
    expect(answers.filter((words) => refusal.test(words))).to.have.length(5);
    expect(await hearing()).to.equal(1);
  });

  it('says what it is when its sentence is said there twice', async () => {
    const said = await sentence();
    const chat = harness.join();
    await say(chat, said);
    expect(await say(chat, said)).to.match(/^This is the merchant's chat\. Say "orders"/u);
    expect(await hearing()).to.equal(1);
  });

  it('is refused to an account after five wrong codes, the right one included, and to nobody else', async () => {
    const said = await sentence();
    const eve = harness.join();
    for (const letters of ['BBBB-BBBB', 'CCCC-CCCC', 'DDDD-DDDD', 'FFFF-FFFF', 'GGGG-GGGG'])
      expect(await say(eve, `merchant ${letters}`)).to.match(refusal);
    expect(await say(eve, said)).to.match(refusal);
    expect(await say(harness.join(), said)).to.match(joined);
  });

  it('is refused to all after twenty wrong codes of many', async () => {
    const said = await sentence();
    for (const guesser of times(20, () => harness.join())) await say(guesser, 'merchant BBBB-BBBB');
    expect(await say(harness.join(), said)).to.match(refusal);
  });

  it('takes nothing but the sentence for a try', async () => {
    const said = await sentence();
    const chat = harness.join();
    for (const text of [
      'merchant of what?',
      'merchant',
      'merchant stop',
      'merchant KXQT',
      'merchant AEIO-UAEI',
    ])
      expect(await say(chat, text)).to.match(/^I did not get that/u);
    for (const text of ['merchant of what?', 'merchant KXQT-MWRPP']) await say(chat, text);
    expect(await say(chat, said)).to.match(joined);
  });

  it('is refused when the sentence comes too late, or another one was printed since', async () => {
    const [first, second] = [await sentence(), await sentence()];
    const chat = harness.join();
    expect(await say(chat, first)).to.match(refusal);
    harness.later(600_001);
    expect(await say(chat, second)).to.match(refusal);
  });

  it('is refused when the command had other keys than the shop', async () => {
    const said = await sentence(createKeyRing([randomBytes(32)]));
    expect(await say(harness.join(), said)).to.match(refusal);
    expect(await hearing()).to.equal(0);
  });

  for (const channelId of ['directline', 'msteams', 'slack', 'telegram'])
    it(`is never a group, and what a group has read lets nobody in, in ${channelId}`, async () => {
      const said = await sentence();
      const group = harness.join({ channelId, isGroup: true });
      expect(await say(group, 'merchant BBBB-BBBB')).to.match(/^I take that sentence in a private chat/u);
      expect(await say(group, said)).to.match(/^I take that sentence in a private chat/u);
      expect(await say(harness.join(), said)).to.match(refusal);
      expect(await hearing()).to.equal(0);
    });

  it('is not let in by another bot or an echo of this one', async () => {
    const said = await sentence();
    const chat = harness.join();
    const { shopperId: id } = chat.who;
    expect(await chat.say(said, { from: { id, name: 'Bot', role: 'bot' } })).to.deep.equal([]);
    expect(await chat.say(said, { from: { id: 'shop', name: 'Fernhill' } })).to.deep.equal([]);
    expect(await chat.say(said, { channelData: { message: { is_echo: true } } })).to.deep.equal([]);
    expect(await say(chat, said)).to.match(joined);
  });

  it('leaves what the shop has asked as it was', async () => {
    const chat = harness.join();
    expect(await say(chat, 'change sencha')).to.match(/^How many Spring Sencha/u);
    expect(await say(chat, await sentence())).to.match(joined);
    expect(await say(chat, '3')).to.match(/^Your cart now has 3 × Spring Sencha/u);
  });

  it('is told of a burst of fifty in its order, each once', async () => {
    const chat = await letIn();
    const sold: Checkout[] = [];
    for (const number of times(50, (one) => one)) sold.push(await sell(`s-${number}`));
    await chat.hears(new RegExp(receiptOf(sold.at(-1) ?? sold[0] ?? fullCheckout(0)), 'u'));
    const heard = wordsOf(chat.heard()).match(/(?<=Receipt )\w{8}/gu);
    expect(heard).to.deep.equal(sold.map(receiptOf));
  });

  for (const status of [403, 404])
    it(`is let go once the channel answers ${status}, which the list shows`, async () => {
      const chat = await letIn();
      harness.connector.answer((response) => {
        response.statusCode = status;
        response.end('{}');
      });
      const sold = await sell('ada');
      while ((await hearing()) > 0) await new Promise(setImmediate);
      const [entry] = await harness.store.merchantChats.list(1);
      expect(entry).to.include({
        state: 'unreachable',
        reason: `refused ${status}`,
        conversationReference: '',
      });
      const rows = await harness.store.merchantEvents.listOf(sold.id);
      expect(rows.map(({ state }) => state)).to.deep.equal(['given_up']);
      harness.connector.answer((response) => response.end('{"id":"sent"}'));
      expect(await say(chat, 'orders')).to.match(/^You have not bought anything here yet/u);
    });

  it('answers for the whole shop in pages, newest first, each purchase once', async () => {
    const chat = await letIn();
    const sold: Checkout[] = [];
    for (const number of times(23, (one) => one)) {
      sold.push(await sell(`s-${number}`));
      harness.later(1_000);
    }
    const seen: string[] = [];
    let asked: string | undefined = 'orders';
    let pages = 0;
    while (asked !== undefined) {
      const [reply] = await chat.say(asked);
      seen.push(...(reply?.words.match(/(?<=, )\w{8}(?=: 2 × Walnut tray, €59\.50 \(confirmed\))/gu) ?? []));
      asked = reply?.buttons.find(({ value }) => value.startsWith('orders before '))?.value;
      pages += 1;
    }
    expect(seen).to.deep.equal(sold.toReversed().map(receiptOf));
    expect(pages).to.equal(3);
  });

  it('gets a page in one message, however little the channel takes', async () => {
    const chat = await letIn({ channelId: 'sms' });
    const long = paidCheckout(0).items.map((item) => Object.assign({}, item, { name: 'n'.repeat(300) }));
    for (const number of times(12, (one) => one)) await sell(`s-${number}`, { items: long });
    const replies = await chat.say('orders');
    expect(replies).to.have.length(1);
    expect(replies[0]?.words.length).to.be.below(1_600);
    expect(replies[0]?.words).to.match(/Say "orders before \w{8}" for older ones\.$/u);
  });

  it('answers with items, sums and status of one purchase, and with nobody who bought or paid', async () => {
    const chat = await letIn();
    const full = { ...fullCheckout(await harness.store.checkouts.now()), lease: undefined };
    await harness.store.checkouts.write({ insert: full });
    const words = await say(chat, `order ${receiptOf(full)}`);
    for (const part of ['2 × Walnut tray: €50.00', 'Tax: €9.50', 'Shipping (Post)', 'Total: €59.50'])
      expect(words.replaceAll('\\', '')).to.include(part);
    expect(words).to.match(/Refund: €59\.50 \(pending\)/u);
    const all = `${words}${await say(chat, 'orders')}`;
    for (const hidden of ['Ada', 'ada', 'PAYER', 'conversation-1', 'CAPTURE', 'paypal.example', 'hash'])
      expect(all).not.to.include(hidden);
  });

  it('knows no purchase that there is not, and none by too little of its number', async () => {
    const chat = await letIn();
    expect(await say(chat, 'orders')).to.equal('Nobody has begun a purchase yet.');
    expect(await say(chat, 'order STI52ARS')).to.match(/^I found no purchase STI52ARS\./u);
    expect(await say(chat, 'orders before STI52ARS')).to.match(/^I found no purchase STI52ARS\./u);
    const now = await harness.store.checkouts.now();
    for (const end of ['a', 'b']) {
      const id = `twice234${end.repeat(18)}`;
      await harness.store.checkouts.write({
        insert: sampleCheckout(now, { id, owner: { ...shopper, shopperId: end } }),
      });
    }
    expect(await say(chat, 'order TWICE234')).to.match(/^TWICE234 is the beginning of more than one/u);
    expect(await say(chat, 'order TWICE234B')).to.match(/TWICE234/u);
    expect(await say(chat, 'order chocolate')).to.match(/^I could not find "chocolate"/u);
  });

  it('tells a merchant who shops there what he bought himself by "my orders"', async () => {
    const chat = await letIn();
    const { who } = chat;
    const owner = { channelId: who.channelId, conversationId: who.conversationId, shopperId: who.shopperId };
    await sell('ada');
    await sell('mia', { owner });
    expect(await say(chat, 'my orders')).to.match(/^Your orders, newest first:\n\n- [^\n]+$/u);
    expect(await say(chat, 'orders')).to.match(/^All orders, newest first:\n\n- [^\n]+\n- [^\n]+$/u);
    expect(await say(chat, 'cart')).to.match(/^Your cart is empty/u);
  });

  it('is asked in vain by everybody else: another account, a group, who has left', async () => {
    const chat = await letIn();
    await sell('ada');
    const { conversationId, shopperId } = chat.who;
    for (const other of [
      harness.join(),
      harness.join({ shopperId }),
      harness.join({ conversationId }),
      harness.join({ conversationId, shopperId, channelId: 'slack' }),
      harness.join({ conversationId, shopperId, isGroup: true }),
    ])
      expect(wordsOf(await other.say('orders'))).not.to.match(/Walnut/u);
    expect(await say(chat, 'merchant stop')).to.match(/^All right, I tell you nothing more here/u);
    expect(await say(chat, 'orders')).to.match(/^You have not bought anything here yet/u);
    expect(await say(chat, 'merchant stop')).to.match(/^I did not get that/u);
    expect(await harness.store.merchantChats.list(5)).to.have.nested.property('[0].state', 'left');
  });

  it('is spoken to at the address from which it spoke last', async () => {
    const chat = await letIn();
    const { serviceUrl } = harness.connector;
    const reference = async (): Promise<string> =>
      (await harness.store.merchantChats.find(1))?.conversationReference ?? '';
    await harness.store.merchantChats.renewReference(1, '{"serviceUrl":"https://old.example/"}');
    await say(chat, 'catalog');
    expect(await reference()).to.include('old.example');
    await say(chat, 'orders');
    expect(await reference()).to.include(serviceUrl);
    const sold = await sell('ada');
    await chat.hears(new RegExp(`Receipt ${receiptOf(sold)}`, 'u'));
  });

  it('is let in again as another one, which hears nothing of what came in between', async () => {
    const chat = await letIn();
    await say(chat, 'merchant stop');
    const missed = await sell('ada');
    await say(chat, await sentence());
    const heard = await sell('bob');
    await chat.hears(new RegExp(`Receipt ${receiptOf(heard)}`, 'u'));
    expect(wordsOf(chat.heard())).not.to.include(receiptOf(missed));
  });

  it('stands in no log with its code', async () => {
    const said = await sentence();
    await say(harness.join(), 'merchant BBBB-BBBB');
    await say(harness.join(), said);
    const written = JSON.stringify(harness.logs);
    expect(written).to.include('merchant_chat_joined').and.to.include('merchant_code_refused');
    for (const letters of [said.slice('merchant '.length), said.slice(-4), 'BBBB'])
      expect(written).not.to.include(letters);
  });
});
