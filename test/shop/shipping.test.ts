import { expect } from 'chai';
import type { Catalog, ShippingOption } from '../../src/checkout/catalog.ts';
import { type ChatHarness, type Conversation, openHarness } from '../stage/chat-harness.ts';

const way = (name: string, minorUnits: number): ShippingOption => ({
  name,
  price: { currency: 'EUR', minorUnits },
});
const mug = {
  id: 'mug',
  name: 'Everyday Mug',
  description: 'Holds a third of a litre.',
  price: { currency: 'EUR', minorUnits: 1600 },
  taxRate: '0.19',
};

/** What a shop may offer; with a choice, what the shopper answers. */
const shops: readonly {
  readonly ways: string;
  readonly shipping: Catalog['shipping'];
  readonly choice?: string;
  readonly total: string;
}[] = [
  { ways: 'no way of shipping', shipping: 'none', total: '€19.04' },
  { ways: 'one way of shipping', shipping: [way('Post', 490)], total: '€23.94' },
  { ways: 'one way of shipping, for nothing', shipping: [way('Post', 0)], total: '€19.04' },
  {
    ways: 'two ways of shipping',
    shipping: [way('Post', 490), way('Courier', 990)],
    choice: '2',
    total: '€28.94',
  },
  {
    ways: 'many ways of shipping',
    shipping: [1, 2, 3, 4, 5, 6, 7].map((price) => way(`Carrier ${price}`, price * 100)),
    choice: 'carrier 7',
    total: '€26.04',
  },
];

/** The words that begin a checkout, and what happened before. */
const beginnings: readonly {
  readonly when: string;
  readonly word: string;
  readonly before?: (chat: Conversation, shop: ChatHarness, begin: () => Promise<void>) => Promise<void>;
}[] = [
  { when: '"checkout"', word: 'checkout' },
  { when: '"new link" with nothing open', word: 'new link' },
  {
    when: '"new link" with one open',
    word: 'new link',
    before: (_chat, _shop, begin) => begin(),
  },
  ...['checkout', 'new link'].flatMap((word) => [
    {
      when: `"${word}" after a cancel`,
      word,
      before: async (chat: Conversation, _shop: ChatHarness, begin: () => Promise<void>) => {
        await begin();
        await chat.say('cancel');
        await chat.hears(/checkout is cancelled/u);
      },
    },
    {
      when: `"${word}" after the deadline`,
      word,
      before: async (chat: Conversation, shop: ChatHarness, begin: () => Promise<void>) => {
        await begin();
        shop.later(61 * 60_000);
        await chat.hears(/Expired, nothing was charged/u);
      },
    },
  ]),
];

for (const { ways, shipping, choice, total } of shops) {
  describe(`a shop with ${ways}`, () => {
    let shop: ChatHarness;
    before(async () => {
      shop = await openHarness({
        catalog: { currency: 'EUR', taxIncluded: false, products: [mug], shipping },
      });
    });
    after(() => shop.close());

    for (const { when, word, before: goBefore } of beginnings) {
      it(`sends the link at ${when}, with the whole total`, async () => {
        const chat = shop.join();
        await chat.say('add mug');
        const begin = async (said: string, isOpen = false): Promise<void> => {
          const skip = chat.heard().length;
          const [answer] = await chat.say(said);
          if (choice !== undefined && !isOpen) {
            expect(answer?.words).to.match(/^How should we send it\? 1\. /u);
            await chat.say(choice);
          }
          const card = await chat.hears(/Link ready, until \d\d:\d\d UTC/u, skip);
          expect(card.words).to.include(`1 item, ${total}`);
        };
        await goBefore?.(chat, shop, () => begin('checkout'));
        await begin(word, when.endsWith('one open'));
        expect(chat.heard().filter(({ words }) => /went wrong/u.test(words))).to.deep.equal([]);
      });
    }
  });
}
