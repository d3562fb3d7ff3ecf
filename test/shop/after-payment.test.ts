import { expect } from 'chai';
import { type ChatHarness, type Conversation, openHarness, type Reply } from '../stage/chat-harness.ts';
import { numberOn } from '../stage/line-chat.ts';
import { createShopper, payWith } from '../stage/page-visitor.ts';

/** How a shop takes money, and what it says while the number is what comes next. */
const captures = [
  ['on_return', /arrived/u, /^It is paid.* just the digits/u],
  [
    'on_confirmation',
    /has your approval/u,
    /^PayPal has your approval, and nothing is charged yet.* just the digits/u,
  ],
] as const;

const mention = { type: 'mention', text: '<at>Fernhill</at>', mentioned: { id: 'shop', name: 'Fernhill' } };

for (const [capture, news, next] of captures)
  describe(`talk while a number is awaited, where the money is taken ${capture}`, () => {
    let shop: ChatHarness;
    let chat: Conversation;
    let number: string;
    before(async () => {
      shop = await openHarness({ settings: { CAPTURE: capture } });
      chat = shop.join();
      number = await pay(chat);
    });
    after(() => shop.close());

    async function pay(who: Conversation): Promise<string> {
      await who.say('add mug');
      await who.say('checkout');
      const card = await who.hears(/http|Link ready/u);
      const link =
        card.buttons.find(({ type }) => type === 'openUrl')?.value ?? /http\S+/u.exec(card.words)?.[0];
      const page = await payWith(createShopper(), link ?? '');
      await who.hears(news);
      return numberOn(page.html);
    }

    for (const text of ['how long does it take?', 'so what now', 'yes', 'the number is soon there'])
      it(`is answered with the one step that is left: ${text}`, async () => {
        const [answer] = await chat.say(text);
        expect(answer?.words).to.match(next);
        expect(answer?.words).not.to.match(/under way|Open its link/u);
        expect(answer?.buttons).to.deep.equal([]);
      });

    it('greets with the one step that is left, and with one full stop at each end', async () => {
      const [answer] = await chat.say('hello');
      expect(answer?.words).to.match(/^Welcome back! (?:It is paid|PayPal has your approval)/u);
      expect(answer?.words).not.to.match(/\.\.|under way|Open its link|at any time\.\./u);
    });

    for (const [write, offered] of [
      [(n: string) => `the number is ${n}`, (n: string) => [n]],
      [(n: string) => `number: ${n}!`, (n: string) => [n]],
      [(n: string) => `it says ${n.slice(0, 3)} ${n.slice(3)}, right?`, (n: string) => [n]],
      [(n: string) => `${n} ${n}`, (n: string) => [n]],
      [() => 'is it 111222 or 333444?', () => ['111222', '333444']],
      [() => 'هو ٥٧٣٢٥٠', () => ['573250']],
      [() => 'in 12345 or 1234567 days', () => []],
    ] as const)
      it(`offers a button for ${write('573250')}, and takes nothing before it is pressed`, async () => {
        const [answer] = await chat.say(write(number));
        expect(answer?.words).to.match(next);
        expect(answer?.buttons.map(({ type, title, value }) => [type, title, value])).to.deep.equal(
          offered(number).map((digits) => ['imBack', `Send ${digits}`, digits]),
        );
        const ofTries = new Set(['number_wrong', 'number_accepted', 'checkout_confirmed']);
        const logged = shop.logs.filter(({ event }) => ofTries.has(event));
        expect(logged).to.deep.equal([]);
      });

    it('tells the same in words where the channel has no buttons', async () => {
      const sms = shop.join({ channelId: 'sms' });
      const [answer] = await sms.say(`the number is ${await pay(sms)}`);
      expect(answer?.words).to.match(next);
      expect(answer?.buttons).to.deep.equal([]);
    });

    it('offers no button before a group', async () => {
      const group = shop.join({ isGroup: true });
      const text = `<at>Fernhill</at> the number is ${await pay(group)}`;
      const [answer] = await group.say(text, { entities: [mention] });
      expect(answer?.words).to.match(next);
      expect(answer?.buttons).to.deep.equal([]);
    });
  });

describe('after a purchase', () => {
  let shop: ChatHarness;
  let bought: Conversation;
  let number: string;
  before(async () => {
    shop = await openHarness();
    bought = shop.join();
    number = await payHere(bought);
    await bought.say(number);
    await bought.hears(/^Receipt/u);
  });
  after(() => shop.close());

  async function payHere(chat: Conversation): Promise<string> {
    await chat.say('add 2 sencha');
    await chat.say('checkout');
    const card = await chat.hears(/Link ready/u);
    const page = await payWith(createShopper(), linkOf(card));
    await chat.hears(/arrived/u);
    return numberOn(page.html);
  }

  for (const text of ['status', 'where is my order?', 'is it paid', 'did my payment arrive?'])
    it(`"${text}" is answered with that purchase`, async () => {
      expect((await bought.say(text))[0]?.words).to.match(
        /Your last purchase here \(2 × Spring Sencha, €29.00, .*\): Paid and confirmed/u,
      );
    });

  it('"cancel" is answered with that purchase and with whom to ask', async () => {
    expect((await bought.say('cancel'))[0]?.words).to.match(
      /^There is no open checkout to cancel\. Your last purchase here \(2 × Spring Sencha.*: Paid and confirmed, so I cannot cancel it\. Contact: .*@/u,
    );
  });

  it('a second paste is answered with that purchase', async () => {
    expect((await bought.say(number))[0]?.words).to.match(/already confirmed/u);
  });

  for (const [text, told] of [
    ['status', /^You have no checkout under way\.$/u],
    ['cancel', /^There is no open checkout to cancel/u],
    ['123456', /no purchase of yours waits for one in this chat/u],
  ] as const)
    it(`"${text}" in another conversation, and of who bought nothing, is answered with nothing of it`, async () => {
      const { shopperId } = bought.who;
      for (const chat of [shop.join({ shopperId }), shop.join(), shop.join({ shopperId, isGroup: true })]) {
        const [answer] = await chat.say(`<at>Fernhill</at> ${text}`, { entities: [mention] });
        expect(answer?.words).to.match(told);
      }
    });

  it('a number in another chat than where it is awaited is sent there, and costs no attempt', async () => {
    const chat = shop.join();
    const awaited = await payHere(chat);
    const { shopperId } = chat.who;
    const other = shop.join({ shopperId });
    expect((await other.say(awaited))[0]?.words).to.match(/waits for it in another chat.*where you ordered/u);
    await other.say('add mug');
    await other.say('checkout');
    await other.hears(/Link ready/u);
    expect((await other.say(awaited))[0]?.words).to.match(/waits for it in another chat/u);
    const [inGroup] = await shop.join({ shopperId, isGroup: true }).say(awaited);
    expect(inGroup?.words).to.match(/no purchase of yours waits for one in this chat/u);
    expect((await shop.join().say(awaited))[0]?.words).to.equal(inGroup?.words);
    expect(shop.logs.filter(({ event }) => event === 'number_wrong')).to.deep.equal([]);
    await chat.say(awaited);
    await chat.hears(/^Receipt/u);
  });
});

function linkOf({ buttons }: Reply): string {
  return buttons.find(({ type }) => type === 'openUrl')?.value ?? '';
}
