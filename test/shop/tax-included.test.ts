import { expect } from 'chai';
import type { Catalog } from '../../src/checkout/catalog.ts';
import { type ChatHarness, type Conversation, openHarness, type Reply } from '../stage/chat-harness.ts';
import { createShopper, payWith } from '../stage/page-visitor.ts';

const eur = (minorUnits: number) => ({ currency: 'EUR', minorUnits });

/** Taxed at 19 %, at 7 % and not at all. */
function catalogOf(taxIncluded: boolean, shipping: Catalog['shipping'] = 'none'): Catalog {
  return {
    currency: 'EUR',
    taxIncluded,
    shipping,
    products: [
      { id: 'teapot', name: 'Teapot', description: 'For four.', price: eur(2_900), taxRate: '0.19' },
      { id: 'tea', name: 'Herb Tea', description: 'Dried.', price: eur(1_000), taxRate: '0.07' },
      { id: 'card', name: 'Postcard', description: 'Of the hill.', price: eur(150) },
      { id: 'book', name: 'Book', description: 'Of tea.', price: eur(1_200), taxRate: '0' },
    ],
  };
}

const digitsOf = (html: string): string => /<output id="magic-number">(\d+)</u.exec(html)?.[1] ?? '';

/** The link of a card, or of a message in words. */
function linkOf({ buttons, words }: Reply): string {
  return buttons.find(({ type }) => type === 'openUrl')?.value ?? /https?:\S+/u.exec(words)?.[0] ?? '';
}

async function buy(chat: Conversation, ...said: readonly string[]): Promise<{ card: Reply; receipt: Reply }> {
  for (const text of said) await chat.say(text);
  await chat.say('checkout');
  const card = await chat.hears(/Link ready|Your checkout link/u);
  const page = await payWith(createShopper(), linkOf(card));
  await chat.say(digitsOf(page.html));
  return { card, receipt: await chat.hears(/Receipt [A-Z2-7]{8}/u) };
}

const channels = ['msteams', 'directline', 'slack', 'facebook', 'sms'] as const;

describe('a shop whose prices hold their tax', () => {
  let shop: ChatHarness;
  before(async () => {
    shop = await openHarness({ catalog: catalogOf(true) });
  });
  after(() => shop.close());

  for (const channelId of channels)
    it(`shows each price as it is paid, and never says that tax comes on top: ${channelId}`, async () => {
      const chat = shop.join({ channelId });
      const catalog = (await chat.say('catalog')).map(({ words }) => words).join(' ');
      expect(catalog).to.include('€29.00').and.include('€10.00').and.include('€1.50');
      for (const text of ['add 2 teapot', 'add tea', 'cart']) await chat.say(text);
      for (const { words } of chat.heard()) expect(words).not.to.match(/plus tax/iu);
    });

  it('says in the cart what tax the total holds, and adds none', async () => {
    const chat = shop.join();
    await chat.say('add teapot');
    const [one] = await chat.say('cart');
    expect(one?.words)
      .to.include('**Total: €29.00**')
      .and.match(/Tax included: €4\.63(?! \()/u);
    await chat.say('add tea');
    const [two] = await chat.say('cart');
    expect(two?.words)
      .to.include('**Total: €39.00**')
      .and.include('Tax included: €5.28 (19%: €4.63, 7%: €0.65)')
      .and.not.match(/(?<!\S)Tax: /u);
  });

  it('says nothing of tax where a cart holds none', async () => {
    const chat = shop.join();
    await chat.say('add 3 card');
    await chat.say('add book');
    const [cart] = await chat.say('cart');
    expect(cart?.words).to.include('**Total: €16.50**').and.not.match(/tax/iu);
  });

  for (const channelId of channels)
    it(`says the same on the card of the checkout and on the receipt: ${channelId}`, async () => {
      const chat = shop.join({ channelId });
      const { card, receipt } = await buy(chat, 'add 1 teapot', 'add 1 tea');
      expect(card.words).to.include('€39.00').and.include('Tax included: €5.28 (19%: €4.63, 7%: €0.65)');
      expect(receipt.words).to.include('€39.00').and.include('Tax included').and.include('€5.28');
      expect(receipt.words).to.include('19%').and.include('€4.63').and.include('€0.65');
      for (const { words } of [card, receipt]) expect(words).not.to.match(/€4[4-9]|(?<!\S)Tax: /u);
    });

  it('puts the tax of a receipt card among its facts, not into the field that is added', async () => {
    const chat = shop.join();
    await buy(chat, 'add 1 teapot', 'add 1 tea');
    const sent = shop.connector.requests.map(({ body }) => JSON.stringify(body));
    const found = sent.findLast((body) => body.includes('vnd.microsoft.card.receipt')) ?? '';
    expect(found)
      .to.include('{"key":"Tax included","value":"€5.28"}')
      .and.include('{"key":"of it at 19%","value":"€4.63"}')
      .and.include('{"key":"of it at 7%","value":"€0.65"}')
      .and.include('"total":"€39.00"')
      .and.not.include('"tax":');
  });
});

describe('a shop whose prices hold their tax, and that sends', () => {
  it('counts the tax of shipping where the catalogue has its rate, and none where it has not', async () => {
    const ways = [
      { name: 'Post', price: eur(490), taxRate: '0.19' },
      { name: 'Courier', price: eur(990) },
    ];
    const shop = await openHarness({ catalog: catalogOf(true, ways) });
    try {
      for (const [way, total, tax] of [
        ['Post', '€33.90', '€5.41'],
        ['Courier', '€38.90', '€4.63'],
      ] as const) {
        const chat = shop.join();
        const { card } = await buy(chat, 'add teapot', 'checkout', way);
        expect(card.words).to.include(total).and.include(`Tax included: ${tax}`);
      }
    } finally {
      await shop.close();
    }
  });
});

describe('a shop whose prices are before tax', () => {
  let shop: ChatHarness;
  before(async () => {
    shop = await openHarness({ catalog: catalogOf(false) });
  });
  after(() => shop.close());

  it('says where tax comes on top, and shows it as a part of the total', async () => {
    const chat = shop.join();
    const [catalog] = await chat.say('catalog');
    expect(catalog?.words).to.include('€29.00 plus tax').and.include('€10.00 plus tax');
    await chat.say('add teapot');
    const [cart] = await chat.say('cart');
    expect(cart?.words).to.include('Tax: €5.51').and.include('Total: €34.51').and.not.include('included');
  });

  it('does not say so of what is not taxed, nor of a rate of 0', async () => {
    const [catalog] = await shop.join().say('catalog');
    expect(catalog?.words)
      .to.match(/€1\.50(?! plus)/u)
      .and.match(/€12\.00(?! plus)/u);
  });
});
