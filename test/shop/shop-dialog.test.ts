import { expect } from 'chai';
import { readCatalogFile } from '../../src/settings/catalog-file.ts';
import { type ChatHarness, openHarness } from '../stage/chat-harness.ts';

describe('the shop in the chat', () => {
  let shop: ChatHarness;
  before(async () => {
    shop = await openHarness();
  });
  after(() => shop.close());

  it('greets who comes, and only people', async () => {
    const chat = shop.join();
    const { shopperId } = chat.who;
    await chat.post({ type: 'conversationUpdate', membersAdded: [{ id: 'shop' }] });
    expect(chat.heard()).to.deep.equal([]);
    await chat.post({ type: 'conversationUpdate', membersAdded: [{ id: 'shop' }, { id: shopperId }] });
    expect(chat.heard()).to.have.lengthOf(1);
    expect(chat.heard()[0]?.words).to.match(/^Welcome to Fernhill/);
  });

  it('greets who comes, whoever tells of it: some channels do in the bot’s name', async () => {
    const chat = shop.join();
    const self = { id: 'shop', name: 'Fernhill', role: 'bot' };
    const membersAdded = [self, { id: chat.who.shopperId }];
    await chat.post({ type: 'conversationUpdate', from: self, recipient: self, membersAdded });
    expect(chat.heard().map(({ words }) => words)).to.have.lengthOf(1);
    expect(chat.heard()[0]?.words).to.match(/^Welcome to Fernhill/);
  });

  it('never answers itself: its own words that a channel sends back are no turn and fill no cart', async () => {
    const chat = shop.join();
    const self = { id: 'shop', name: 'Fernhill' };
    const before = shop.logs.length;
    for (const text of ['add sencha', 'ok', 'checkout', '482913'])
      expect(await chat.say(text, { from: self })).to.deep.equal([]);
    expect(await chat.say('add sencha', { from: { id: chat.who.shopperId, role: 'bot' } })).to.deep.equal([]);
    expect(chat.heard()).to.deep.equal([]);
    expect(shop.logs.slice(before).filter(({ event }) => event !== 'http')).to.deep.equal([]);
    expect((await chat.say('cart'))[0]?.words).to.match(/cart is empty/);
  });

  it('shows the catalogue as cards whose buttons name the product, never its price', async () => {
    const [catalog] = await shop.join().say('catalog');
    expect(catalog?.isCard).to.equal(true);
    expect(catalog?.buttons).to.have.lengthOf(10);
    for (const { type, value } of catalog?.buttons ?? []) {
      expect(type).to.equal('imBack');
      expect(value).to.match(/^add 1 [a-z-]+$/);
    }
  });

  it('fills, changes and empties a cart by words', async () => {
    const chat = shop.join();
    expect((await chat.say('add 2 sencha'))[0]?.words).to.match(/^Added 2 × Spring Sencha/);
    expect((await chat.say('add sencha'))[0]?.words).to.match(/3 in your cart/);
    expect((await chat.say('add 1 teapot'))[0]?.words).to.match(/^Added 1 ×/);
    expect((await chat.say('cart'))[0]?.words).to.match(/3 × Spring Sencha: €43.50/);
    expect((await chat.say('remove 1 sencha'))[0]?.words).to.match(/2 × Spring Sencha left/);
    expect((await chat.say('change sencha'))[0]?.words).to.match(/^How many Spring Sencha/);
    expect((await chat.say('5'))[0]?.words).to.match(/now has 5 × Spring Sencha/);
    expect((await chat.say('remove teapot'))[0]?.words).to.match(/^Removed/);
    expect((await chat.say('empty cart'))[0]?.words).to.match(/empty now/);
    expect((await chat.say('cart'))[0]?.words).to.match(/cart is empty/);
  });

  it('answers absurd quantities and unknown products with a sentence, and changes nothing', async () => {
    const chat = shop.join();
    for (const quantity of ['-1', '0', '1.5', '1e21', 'NaN', '100']) {
      expect((await chat.say(`add ${quantity} sencha`))[0]?.words, quantity).to.match(/1 to 99/);
    }
    expect((await chat.say('add 2 unicorns'))[0]?.words).to.match(/could not find "unicorns"/);
    expect((await chat.say('add snecha'))[0]?.words).to.match(/Did you mean .*Spring Sencha/);
    expect((await chat.say('add tea'))[0]?.words).to.match(/Which one do you mean/);
    expect((await chat.say('cart'))[0]?.words).to.match(/cart is empty/);
  });

  it('leaves a question when the shopper goes on with something else', async () => {
    const chat = shop.join();
    await chat.say('add 2 mug');
    await chat.say('change mug');
    expect((await chat.say('catalog'))[0]?.isCard).to.equal(true);
    expect((await chat.say('7'))[0]?.words).to.match(/did not get that/);
    await chat.say('change mug');
    expect((await chat.say('cancel'))[0]?.words).to.match(/left everything as it was/);
    expect((await chat.say('cart'))[0]?.words).to.match(/2 × /);
  });

  it('refuses a card number with a warning and keeps nothing of it', async () => {
    const chat = shop.join();
    const [answer] = await chat.say('my card is 4111 1111 1111 1111');
    expect(answer?.words).to.match(/payment card number/);
    expect(JSON.stringify([shop.logs, await shop.store.botState.read([stateKey(chat.who)])])).not.to.match(
      /4111/,
    );
  });

  it('works as plain text where there are no cards, also on a channel that nobody knows', async () => {
    for (const channelId of ['sms', 'email', 'carrier-pigeon']) {
      const chat = shop.join({ channelId });
      const [catalog] = await chat.say('catalog');
      expect(catalog?.isCard).to.equal(false);
      expect(catalog?.words).to.match(/Spring Sencha \(spring-sencha\), €14.50/);
      await chat.say('add spring-sencha');
      expect((await chat.say('cart'))[0]?.words).to.match(/Total: €14.50/);
      await chat.say('checkout');
      const link = await chat.hears(/Your checkout link: http/);
      expect(link.isCard).to.equal(false);
      expect(link.words).not.to.include('**');
    }
  });

  it('reads the first paragraph of a mail, however long the thread below it, and answers', async () => {
    const chat = shop.join({ channelId: 'email' });
    for (const thread of [900, 30_000, 200_000]) {
      const text = `add sencha\r\n\r\nKim\r\n\r\nOn Tuesday Fernhill wrote:\r\n> ${'a'.repeat(thread)}`;
      expect((await chat.say(text))[0]?.words, String(thread)).to.match(/^Added 1 × Spring Sencha/);
    }
    expect((await chat.say(`cart ${'a'.repeat(600)}`))[0]?.words).to.match(/too long/);
  });

  it('takes a redelivered activity once', async () => {
    const chat = shop.join();
    const again = { type: 'message', text: 'add 2 sencha', id: 'the-same' };
    await chat.post(again);
    await chat.post(again);
    expect((await chat.say('cart'))[0]?.words).to.match(/2 × Spring Sencha/);
  });

  it('answers too long and wordless messages', async () => {
    const chat = shop.join();
    expect((await chat.say('a'.repeat(501)))[0]?.words).to.match(/too long/);
    expect((await chat.say(''))[0]?.words).to.match(/only read text/);
  });

  it('keeps out of small talk in a group unless it is named', async () => {
    const chat = shop.join({ isGroup: true });
    expect(await chat.say('shall we meet at five?')).to.deep.equal([]);
    const mention = {
      type: 'mention',
      text: '<at>Fernhill</at>',
      mentioned: { id: 'shop', name: 'Fernhill' },
    };
    expect(await chat.say('<at>Fernhill</at> so?', { entities: [mention] })).to.have.lengthOf(1);
    const [cart] = await chat.say('<at>Fernhill</at> cart', { entities: [mention] });
    expect(cart?.words).to.match(/cart is empty/);
  });

  it('answers its bare name with what it understands, and a message without words as before', async () => {
    const mentioned = { id: 'shop', name: 'Fernhill' };
    const mention = { type: 'mention', text: '<at>Fernhill</at>', mentioned };
    const chat = shop.join({ channelId: 'msteams', isGroup: true });
    for (const text of ['<at>Fernhill</at>', '<at>Fernhill</at>&nbsp;', '<at>Fernhill</at>, '])
      expect((await chat.say(text, { entities: [mention] }))[0]?.words, text).to.match(/what you can say/);
    const html = { attachments: [{ contentType: 'text/html' }], entities: [mention] };
    expect((await chat.say('<at>Fernhill</at>', html))[0]?.words).to.match(/what you can say/);
    const photo = { attachments: [{ contentType: 'image/png' }], entities: [mention] };
    expect((await chat.say('<at>Fernhill</at>', photo))[0]?.words).to.match(/only read text/);
  });

  for (const [entities, text] of [
    [[{ type: 'mention' }], '3'],
    [[{ type: 'mention', text: '<at>Fernhill</at>' }], '<at>Fernhill</at> 3'],
    [[{ type: 'mention', text: '<at>Fernhill</at>', mentioned: null }], '<at>Fernhill</at>: 3'],
    [[{ type: 'mention', text: null, mentioned: { id: 'shop' } }], '<at>Fernhill</at>&nbsp;3'],
  ] as const)
    it(`takes ${text} as the answer to its question, beside ${JSON.stringify(entities)}`, async () => {
      const chat = shop.join({ channelId: 'msteams', isGroup: true });
      await chat.say('add sencha');
      await chat.say('change sencha');
      expect((await chat.say(text, { entities }))[0]?.words).to.match(/now has 3 × Spring Sencha/);
    });
});

describe('the question how to send it', () => {
  let shop: ChatHarness;
  before(async () => {
    const catalog = await readCatalogFile('public/catalog.json');
    const price = { currency: catalog.currency, minorUnits: 490 };
    const shipping = [
      { name: 'Post', price },
      { name: 'Courier', price },
    ];
    shop = await openHarness({ catalog: { ...catalog, shipping } });
  });
  after(() => shop.close());

  for (const text of ['<at>Fernhill</at> 2', '<at>Fernhill</at>, courier'])
    it(`takes ${text} as its answer in a group`, async () => {
      const mention = { type: 'mention', text: '<at>Fernhill</at>', mentioned: { id: 'shop' } };
      const chat = shop.join({ isGroup: true });
      await chat.say('add sencha');
      expect((await chat.say('checkout'))[0]?.words).to.match(/How should we send it/);
      await chat.say(text, { entities: [mention] });
      await chat.hears(/checkout is for/);
    });
});

function stateKey({
  channelId,
  conversationId,
  shopperId,
}: {
  channelId: string;
  conversationId: string;
  shopperId: string;
}): string {
  return `${channelId}/conversations/${conversationId}/users/${shopperId}/`;
}
