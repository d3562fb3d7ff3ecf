import { expect } from 'chai';
import type { Catalog } from '../../../src/checkout/catalog.ts';
import { type ChatHarness, type Conversation, openHarness, type Reply } from '../../stage/chat-harness.ts';
import { numberOn } from '../../stage/line-chat.ts';
import { createShopper, payWith } from '../../stage/page-visitor.ts';

/** README's own shop: one product, tax on top, one way of shipping. */
const catalog: Catalog = {
  currency: 'EUR',
  taxIncluded: false,
  products: [
    {
      id: 'mug',
      name: 'Everyday Mug',
      description: 'Holds a third of a litre.',
      price: { currency: 'EUR', minorUnits: 1_600 },
      taxRate: '0.19',
    },
  ],
  shipping: [{ name: 'Post', price: { currency: 'EUR', minorUnits: 490 } }],
};

/** How one channel brings what a person says. */
interface Manner {
  readonly channelId: string;
  readonly conversationId: string;
  readonly isGroup: boolean;
  /** What is written to mean this: with a mention, a slash, a signature. */
  write(said: string): string;
  /** What the channel adds to each message. */
  readonly adds: Readonly<Record<string, unknown>>;
}

const telegramBot = { id: 'shopbot', name: 'ShopBot' };
const teamsBot = { id: '28:shop', name: 'Shop' };
const teamsMention = { type: 'mention', mentioned: teamsBot, text: '<at>Shop</at>' };
const thread = '19:tea@thread.tacv2;messageid=10';

const manners: Readonly<Record<string, Manner>> = {
  'a Telegram group, by slashes': {
    channelId: 'telegram',
    conversationId: '-100123',
    isGroup: true,
    write: (said) => (/^\d/u.test(said) ? `${said}@ShopBot` : `/${said.replace(/^\w+/u, '$&@ShopBot')}`),
    // On every message, whoever is meant.
    adds: { recipient: telegramBot, entities: [{ type: 'mention', mentioned: telegramBot }] },
  },
  'a Telegram group, by the bot’s name': {
    channelId: 'telegram',
    conversationId: '-100124',
    isGroup: true,
    write: (said) => `@ShopBot ${said}`,
    adds: { recipient: telegramBot },
  },
  'a channel of Teams': {
    channelId: 'msteams',
    conversationId: thread,
    isGroup: true,
    write: (said) => `\r\n<at>Shop</at>&nbsp;${said}\r\n`,
    adds: {
      recipient: teamsBot,
      entities: [teamsMention],
      conversation: { id: thread, conversationType: 'channel', tenantId: 'tenant-1' },
    },
  },
  'a chat with the bot in Teams': {
    channelId: 'msteams',
    conversationId: 'a:personal',
    isGroup: false,
    write: (said) => said,
    adds: { recipient: teamsBot, conversation: { id: 'a:personal', conversationType: 'personal' } },
  },
  'e-mail, with a signature and the thread below': {
    channelId: 'email',
    conversationId: 'mail-thread-1',
    isGroup: false,
    write: (said) =>
      `${said}\r\n\r\n-- \r\nKim Smith\r\n\r\nOn Tue, 24 Nov 2026 at 10:00, Shop wrote:\r\n${'> what was said before\r\n'.repeat(200)}`,
    adds: {},
  },
  SMS: { channelId: 'sms', conversationId: '+353860000000', isGroup: false, write: (said) => said, adds: {} },
  'a channel that nobody knows': {
    channelId: 'carrier-pigeon',
    conversationId: 'loft-7',
    isGroup: false,
    write: (said) => said,
    adds: {},
  },
};

describe('a purchase in a shop with one way of shipping', () => {
  let shop: ChatHarness;
  beforeEach(async () => {
    shop = await openHarness({ catalog });
    shop.connector.answer((response, { path }) => {
      const id = path.endsWith('/v3/conversations') ? 'private-with-ann' : `sent-${Math.random()}`;
      response.setHeader('content-type', 'application/json').end(JSON.stringify({ id }));
    });
  });
  afterEach(() => shop.close());

  for (const [where, { write, adds, ...who }] of Object.entries(manners))
    it(`goes from hello to the receipt in ${where}`, async () => {
      const chat = shop.join({ ...who, shopperId: 'ann-1', name: 'Ann' });
      const alone = shop.join({ ...chat.who, conversationId: 'private-with-ann', isGroup: false });
      const say = (said: string): Promise<Reply[]> => chat.say(write(said), adds);
      expect(wordsOf(await say('hello'))).to.include('catalog');
      expect(wordsOf(await say('catalog'))).to.include('Everyday Mug');
      expect(wordsOf(await say('add mug'))).to.match(/Added 1 × Everyday Mug/u);
      await say('checkout');
      const link = await linkIn([chat, alone]);
      const page = await payWith(createShopper(), link);
      await chat.hears(/payment of €23\.94 arrived/u);
      await say(numberOn(page.html));
      const receipt = await chat.hears(/Receipt/u);
      expect(receipt.words).to.include('Everyday Mug').and.to.include('Post').and.to.include('€23.94');

      const all = wordsOf([...chat.heard(), ...alone.heard()]);
      expect(all).not.to.match(/Something went wrong|I did not get that|does not fit/u);
      if (who.channelId === 'msteams' && who.isGroup)
        expect(wordsOf(chat.heard()), 'the link before the group').not.to.include(link);
      if (who.channelId === 'sms') {
        expect(all, 'words that the carrier takes').not.to.match(/"(?:cancel|help|stop|info)"/u);
        expect(all, 'a button where there is none').not.to.match(/tap|button/iu);
      }
      const failed = shop.logs.filter(({ event }) => event === 'turn_failed' || event === 'fault');
      expect(failed).to.deep.equal([]);
    });
});

function wordsOf(replies: readonly Reply[]): string {
  return replies.map(({ words }) => words).join('\n');
}

/** Wherever the link has gone: on a button, or as text. */
async function linkIn(chats: readonly Conversation[]): Promise<string> {
  const card = await Promise.any(chats.map((chat) => chat.hears(/\/checkout\/|Link ready/u)));
  const button = card.buttons.find(({ type }) => type === 'openUrl' || type === 'signin');
  return button?.value ?? /https?:\S+\/checkout\/[^\s)]+/u.exec(card.words)?.[0] ?? '';
}
