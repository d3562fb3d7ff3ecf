import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from 'chai';
import { numberOn } from '../stage/line-chat.ts';
import { createShopper, payWith } from '../stage/page-visitor.ts';
import { type ChatHarness, openHarness, type Reply } from '../stage/chat-harness.ts';

/** Where one person meets the bot, in the shapes that Teams and others send. */
const places = {
  'a private chat': { id: 'a:ann', conversationType: 'personal' },
  'a second private chat': { id: 'a:ann-again' },
  'a channel': { id: '19:team@thread.tacv2;messageid=1', isGroup: true, conversationType: 'channel' },
  'a group chat': { id: '19:lunch', conversationType: 'groupChat' },
  'a group': { id: '19:tea', isGroup: true },
  'another channel': { id: '19:other@thread.tacv2', conversationType: 'channel' },
  'another group': { id: '19:strangers', isGroup: true },
  'a chat of two persons that no word marks as a group': { id: 'unmarked' },
} as const;
type Place = keyof typeof places;

/** What Ann bought where, in this order: the product tells the place. */
const bought = [
  ['a group', 'Speckled Mug'],
  ['a group chat', 'Dipped Teapot'],
  ['a channel', 'Little Fern Vase'],
  ['a private chat', 'Spring Sencha'],
] as const;
const all = bought.map(([, name]) => name);

const welcome = /^Welcome to Fernhill/u;
const lastOrder = /^Welcome back, and thank you for your last order/u;
const orders = /^Your orders/u;
const noOrders = /^You have not bought anything here yet/u;
const ann = { id: '29:ann', name: 'Ann' };
const boss = { id: '29:boss', name: 'Boss' };
const bot = { id: 'shop' };
const came = (from: object, ...membersAdded: object[]) => ({
  type: 'conversationUpdate',
  from,
  membersAdded,
});

describe('what somebody bought', () => {
  let shop: ChatHarness;
  before(async () => {
    shop = await openHarness();
    for (const [place, name] of bought) await buy(place, name);
  });
  after(() => shop.close());

  for (const [place, asked, begins, names] of [
    ['a private chat', 'orders', orders, all],
    ['a second private chat', 'orders', orders, all],
    ['a channel', 'orders', orders, ['Little Fern Vase']],
    ['a group chat', 'orders', orders, ['Dipped Teapot']],
    ['a group', 'orders', orders, ['Speckled Mug']],
    ['another channel', 'orders', noOrders, []],
    ['another group', 'orders', noOrders, []],
    ['a private chat', 'hi', lastOrder, ['Spring Sencha']],
    ['a second private chat', 'hi', lastOrder, ['Spring Sencha']],
    ['a channel', 'hi', lastOrder, ['Little Fern Vase']],
    ['a group chat', 'hi', lastOrder, ['Dipped Teapot']],
    ['a group', 'hi', lastOrder, ['Speckled Mug']],
    ['another channel', 'hi', welcome, []],
    ['another group', 'hi', welcome, []],
    ['another group', 'status', /^You have no checkout under way/u, []],
    ['another group', '123456', /^That number does not fit/u, []],
  ] as const) {
    it(`is told at "${asked}" in ${place} ${tellsWhat(names)}`, async () => {
      const said = await say(place, asked);
      expect(said).to.have.lengthOf(1);
      expect(said[0]?.words).to.match(begins);
      expect(named(said)).to.have.members([...names]);
    });
  }

  for (const [place, who, activity, begins, names] of [
    ['a private chat', 'Ann opens', came(ann, ann), lastOrder, ['Spring Sencha']],
    ['a private chat', 'Ann opens with the bot', came(ann, bot, ann), lastOrder, ['Spring Sencha']],
    ['a private chat', 'somebody else brings Ann to', came(boss, ann), welcome, []],
    ['a private chat', 'Ann brings somebody else to', came(ann, boss), welcome, []],
    ['a private chat', 'Ann comes with somebody else to', came(ann, ann, boss), welcome, []],
    ['a channel', 'Ann comes to', came(ann, ann), welcome, []],
    ['a channel', 'somebody else brings Ann to', came(boss, ann), welcome, []],
    ['a group chat', 'somebody else brings Ann to', came(boss, ann, bot), welcome, []],
    ['a group', 'Ann comes to', came(ann, ann), welcome, []],
    ['another channel', 'somebody else brings Ann to', came(boss, ann), welcome, []],
    ['another group', 'Ann comes to', came(ann, ann), welcome, []],
    ['another group', 'Ann brings somebody else to', came(ann, boss), welcome, []],
    ['a chat of two persons that no word marks as a group', 'the boss opens', came(boss, ann), welcome, []],
  ] as const) {
    it(`is told when ${who} ${place} ${tellsWhat(names)}`, async () => {
      const said = await greeting(place, activity);
      expect(said).to.have.lengthOf(1);
      expect(said[0]?.words).to.match(begins);
      expect(named(said)).to.have.members([...names]);
    });
  }

  for (const [open, tellsOpen] of [
    ['a private chat', ['a private chat']],
    ['a group chat', ['a group chat']],
    ['a channel', ['a channel']],
  ] as const) {
    it(`is told of a checkout that is open in ${open} nowhere else, and to nobody who is added`, async () => {
      await say(open, 'add mug');
      await say(open, 'checkout');
      try {
        for (const place of [
          'a private chat',
          'a channel',
          'a group chat',
          'a group',
          'another channel',
        ] as const) {
          const isTold = tellsOpen.some((one) => one === place);
          expect(/Welcome back! Link ready/u.test(wordsOf(await say(place, 'hi'))), place).to.equal(isTold);
          if (place !== 'a private chat')
            expect(wordsOf(await greeting(place, came(boss, ann))), place).to.match(welcome);
        }
      } finally {
        await say(open, 'cancel');
      }
    });
  }

  it('is found again by its own conversation, where the newest purchase is of another', async () => {
    for (const [place] of bought) {
      await shop.store.botState.delete([`msteams/conversations/${places[place].id}/users/${ann.id}/`]);
      expect(wordsOf(await say(place, '123456')), place).to.match(/^That purchase is already confirmed/u);
    }
  });

  function enter(place: Place) {
    return shop.join({ channelId: 'msteams', conversationId: places[place].id, shopperId: ann.id });
  }

  function say(place: Place, text: string): Promise<Reply[]> {
    const entities = [
      { type: 'mention', text: '<at>Fernhill</at>', mentioned: { id: 'shop', name: 'Fernhill' } },
    ];
    const isNamed = place.includes('private') ? {} : { entities, text: `<at>Fernhill</at> ${text}` };
    return enter(place).say(text, { conversation: places[place], ...isNamed });
  }

  async function greeting(place: Place, activity: Record<string, unknown>): Promise<Reply[]> {
    const chat = enter(place);
    const before = chat.heard().length;
    expect(await chat.post({ conversation: places[place], ...activity })).to.equal(200);
    return chat.heard().slice(before);
  }

  async function buy(place: Place, name: string): Promise<void> {
    const former = shop.connector.requests.length;
    await say(place, `add ${name}`);
    await say(place, 'checkout');
    const page = await payWith(createShopper(), await linkAfter(former));
    await enter(place).hears(/arrived/u);
    await say(place, numberOn(page.html));
    await enter(place).hears(/^Receipt/u);
  }

  /** Wherever it was sent to: in a group the link goes to its owner alone. */
  async function linkAfter(former: number): Promise<string> {
    for (let look = 0; look < 200; look += 1) {
      const sent = JSON.stringify(shop.connector.requests.slice(former).map(({ body }) => body));
      const link = /http:[^"\s]+\/checkout\/[\w.-]+/u.exec(sent)?.[0];
      if (link !== undefined) return link;
      await sleep(25);
    }
    throw new Error('There is no link in any chat.');
  }
});

function tellsWhat(names: readonly string[]): string {
  if (names.length === all.length) return 'wholly';
  return names.length === 0 ? 'in no word' : `as far as ${names.join(', ')}`;
}

function wordsOf(said: readonly Reply[]): string {
  return said.map(({ words }) => words).join('\n');
}

function named(said: readonly Reply[]): string[] {
  return all.filter((name) => wordsOf(said).includes(name));
}
