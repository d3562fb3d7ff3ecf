import { expect } from 'chai';
import { channelOf } from '../../src/bot/channels.ts';
import type { Catalog } from '../../src/checkout/catalog.ts';
import { answerAsTeams } from '../stage/connector-stub.ts';
import { type ChatHarness, type Conversation, openHarness, type Reply } from '../stage/chat-harness.ts';

const withCards = ['msteams', 'directline', 'webchat', 'slack', 'facebook', 'telegram', 'line'] as const;
const withoutCards = ['sms', 'whatsapp', 'carrier-pigeon'] as const;

function catalogOf(count: number, changes: Partial<Catalog['products'][number]> = {}): Catalog {
  return {
    currency: 'EUR',
    taxIncluded: false,
    shipping: 'none',
    products: Array.from({ length: count }, (_, index) => ({
      id: `thing-${index + 1}`,
      name: `Useful Thing Number ${index + 1}`,
      description: 'Does what it should, for years, and looks well on any shelf.',
      price: { currency: 'EUR', minorUnits: 1_600 },
      ...changes,
    })),
  };
}

describe('a catalogue that is larger than one message', () => {
  let shop: ChatHarness;
  before(async () => {
    shop = await openHarness({ catalog: catalogOf(25) });
    shop.connector.answer(answerAsTeams);
  });
  after(() => shop.close());

  for (const channelId of withCards)
    it(`comes in pages of ten cards: ${channelId}`, async () => {
      const chat = shop.join({ channelId });
      const [first] = await chat.say('catalog');
      expect(added(first)).to.deep.equal(range(1, 10));
      expect(first?.words).to.include('This is page 1 of 3. Say "more" for the next one.');
      const more = first?.buttons.find(({ title }) => title === 'More')?.value ?? '';
      expect(more).to.equal('catalog 2');
      const [second] = await chat.say(more);
      expect(added(second)).to.deep.equal(range(11, 20));
      const [third] = await chat.say('more');
      expect(added(third)).to.deep.equal(range(21, 25));
      expect(third?.words).to.include('It is the last one');
      expect(third?.buttons.some(({ title }) => title === 'More')).to.equal(false);
      expect((await chat.say('more'))[0]?.words).to.match(/all we sell, on 3 pages/);
    });

  for (const channelId of withoutCards)
    it(`comes in pages of ten, each in messages that the channel takes: ${channelId}`, async () => {
      const chat = shop.join({ channelId });
      for (const [text, from, to] of [
        ['catalog', 1, 10],
        ['more', 11, 20],
        ['next page', 21, 25],
        ['catalog 1', 1, 10],
      ] as const) {
        const pieces = await chat.say(text);
        for (const { words } of pieces) expect(words.length).to.be.at.most(1_600);
        const ids = [...wordsOf(pieces).matchAll(/\((thing-\d+)\)/gu)].map(([, id]) => id);
        expect(ids, text).to.deep.equal(range(from, to));
      }
    });

  it('has no page that is not there', async () => {
    const chat = shop.join();
    for (const text of ['catalog 0', 'catalog 4', 'catalog 9999', 'page 26'])
      expect((await chat.say(text))[0]?.words, text).to.match(/all we sell, on 3 pages/);
    expect((await chat.say('catalog two'))[0]?.words).to.match(/did not get that/);
  });

  it('begins with the first page where "more" comes first, and is understood while a checkout waits', async () => {
    const chat = shop.join();
    expect(added((await chat.say('more'))[0])).to.deep.equal(range(1, 10));
    await chat.say('add thing-1');
    await chat.say('change thing-1');
    expect(added((await chat.say('more'))[0])).to.deep.equal(range(11, 20));
    await chat.say('checkout');
    await chat.hears(/Link ready/);
    expect(added((await chat.say('more'))[0])).to.deep.equal(range(21, 25));
  });
});

describe('a catalogue with long words', () => {
  let shop: ChatHarness;
  before(async () => {
    const description = '<*_~`>'.repeat(83);
    const image = `https://pictures.example/${'x'.repeat(2_000)}.png`;
    shop = await openHarness({ catalog: catalogOf(24, { description, image, taxRate: '0.19' }) });
    shop.connector.answer(answerAsTeams);
  });
  after(() => shop.close());

  for (const channelId of ['msteams', 'directline'])
    it(`has fewer cards on a page where the channel takes no more bytes: ${channelId}`, async () => {
      const chat = shop.join({ channelId });
      const seen: string[] = [];
      for (let page = 1; seen.length < 24 && page <= 24; page += 1) {
        const [reply] = await chat.say(page === 1 ? 'catalog' : 'more');
        const size = JSON.stringify(shop.connector.requests.at(-1)?.body).length;
        expect(size).to.be.at.most(channelOf(channelId).most.bytes);
        expect(reply?.isCard).to.equal(true);
        seen.push(...added(reply));
      }
      expect(seen).to.deep.equal(range(1, 24));
    });

  it('is split on a channel of text, and nothing of it is lost', async () => {
    const pieces = await shop.join({ channelId: 'sms' }).say('catalog');
    for (const { words } of pieces) expect(words.length).to.be.at.most(1_600);
    expect(wordsOf(pieces).match(/thing-\d+\)/gu)).to.have.lengthOf(10);
  });
});

describe('cards on a channel that takes few and short buttons', () => {
  let shop: ChatHarness;
  before(async () => {
    shop = await openHarness({ catalog: catalogOf(8) });
  });
  after(() => shop.close());

  async function cardsOf(chat: Conversation): Promise<{ cart: Reply | undefined; checkout: Reply }> {
    for (const index of [1, 2, 3, 4, 5]) await chat.say(`add thing-${index}`);
    const [cart] = await chat.say('cart');
    await chat.say('checkout');
    return { cart, checkout: await chat.hears(/Link ready/) };
  }

  for (const [channelId, most, longest] of [
    ['facebook', 3, 20],
    ['line', 4, 20],
    ['msteams', 6, 60],
    ['slack', 6, 60],
    ['webchat', 6, 60],
  ] as const)
    it(`have at most that many: ${channelId}`, async () => {
      const chat = shop.join({ channelId });
      await cardsOf(chat);
      const here = `/${encodeURIComponent(chat.who.conversationId)}/`;
      const bodies = shop.connector.requests.filter(({ path }) => path.includes(here));
      const cards = bodies.flatMap(({ body }) => attachmentsOf(body));
      expect(cards).to.have.lengthOf(2);
      for (const { content } of cards) {
        expect(content.buttons.length).to.be.within(3, most);
        for (const { title } of content.buttons) expect(title.length).to.be.at.most(longest);
      }
    });

  it('have their words beside them on Facebook, which shows no text of a card, and a way to cancel', async () => {
    const { cart, checkout } = await cardsOf(shop.join({ channelId: 'facebook' }));
    const bodies = shop.connector.requests.map(({ body }) => body);
    const text = String(bodies.findLast((body) => JSON.stringify(body).includes('Link ready'))?.['text']);
    expect(text)
      .to.match(/paste the number it shows you/)
      .and.match(/only for you/)
      .and.match(/1 × Useful Thing Number 5/)
      .and.not.include('**');
    expect(checkout.buttons.map(({ value }) => value)).to.include('cancel');
    expect(cart?.words).to.match(/Say "change" and a name/);
    const shown = String(bodies.findLast((body) => JSON.stringify(body).includes('Your cart'))?.['text']);
    expect(shown).to.match(/Total: €80.00/);
  });

  it('of the catalogue say price and description there, as far as they are shown', async () => {
    await shop.join({ channelId: 'facebook' }).say('catalog');
    const [card] = attachmentsOf(shop.connector.requests.at(-1)?.body ?? {});
    expect(card?.content.subtitle).to.match(/^€16.00 Does what it should/);
    expect(card?.content.subtitle?.length).to.be.at.most(80);
  });
});

interface Card {
  readonly content: { readonly subtitle?: string; readonly buttons: readonly { readonly title: string }[] };
}

function attachmentsOf({ attachments }: Record<string, unknown>): Card[] {
  return Array.isArray(attachments) ? attachments : [];
}

function added(reply: Reply | undefined): string[] {
  return (reply?.buttons ?? []).flatMap(({ value }) =>
    value.startsWith('add 1 ') ? [value.slice('add 1 '.length)] : [],
  );
}

function range(from: number, to: number): string[] {
  return Array.from({ length: to - from + 1 }, (_, index) => `thing-${from + index}`);
}

function wordsOf(replies: readonly Reply[]): string {
  return replies.map(({ words }) => words).join(' ');
}
