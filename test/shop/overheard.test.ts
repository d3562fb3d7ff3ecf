import { expect } from 'chai';
import { readCatalogFile } from '../../src/settings/catalog-file.ts';
import { type ChatHarness, openHarness } from '../stage/chat-harness.ts';

const mention = { type: 'mention', text: '<at>Fernhill</at>', mentioned: { id: 'shop', name: 'Fernhill' } };
const telegram = { type: 'mention', mentioned: { id: 'shop', name: 'Fernhill' } };

/** What people say to each other, and what the bot answers who says it to the bot. */
const talk: readonly (readonly [text: string, named: RegExp])[] = [
  ['ok', /^You are welcome/u],
  ['great!', /^You are welcome/u],
  ['thanks', /^You are welcome/u],
  ['hi', /^Welcome/u],
  ['good morning', /^Welcome/u],
  ['start', /^Welcome/u],
  ['help', /what you can say/u],
  ['stop', /no open checkout/u],
  ['never mind', /no open checkout/u],
  ['cancel', /no open checkout/u],
  ['order pizza', /could not find "pizza"/u],
  ['add Ben to the list', /could not find/u],
  ['remove the old file', /could not find/u],
  ['change of plans', /could not find/u],
  ['buy', /cart is empty/u],
  ['pay', /cart is empty/u],
  ['menu', /Spring Sencha/u],
  ['link', /no checkout under way/u],
  ['status', /no checkout under way/u],
  ['where is my order?', /no checkout under way/u],
  ['who is at the office?', /did not get that/u],
  ['a'.repeat(800), /too long/u],
  ['', /what you can say/u],
];

describe('what is overheard in a group', () => {
  let shop: ChatHarness;
  before(async () => {
    const catalog = await readCatalogFile('public/catalog.json');
    const price = { currency: catalog.currency, minorUnits: 490 };
    const shipping = ['Post', 'Courier'].map((name) => ({ name, price }));
    shop = await openHarness({ catalog: { ...catalog, shipping } });
  });
  after(() => shop.close());

  for (const [text, named] of talk)
    for (const channelId of ['msteams', 'slack', 'telegram', 'sms'])
      it(`is not answered on ${channelId}, unless the bot is named: ${text.slice(0, 30)}`, async () => {
        const chat = shop.join({ channelId, isGroup: true });
        const marked = channelId === 'telegram' ? { entities: [telegram] } : {};
        expect(await chat.say(text, marked)).to.deep.equal([]);
        const toBot = channelId === 'telegram' ? `@Fernhill ${text}` : `<at>Fernhill</at> ${text}`;
        const [answer] = await chat.say(toBot, { entities: [mention] });
        // A telephone's carrier keeps "help" for itself, so there "menu" is its word.
        const isHelp = channelId === 'sms' && text === 'menu';
        expect(answer?.words).to.match(isHelp ? /what you can say/u : named);
      });

  it('is not answered where it is a picture without words', async () => {
    const chat = shop.join({ isGroup: true });
    for (const text of ['', null, undefined]) {
      const before = chat.heard().length;
      await chat.post({ type: 'message', text, attachments: [{ contentType: 'image/png' }] });
      expect(chat.heard().slice(before)).to.deep.equal([]);
    }
  });

  for (const [text, told] of [
    ['add 2 sencha', /^Added 2/u],
    ['order sencha', /^Added 1/u],
    ['cart', /cart is empty/u],
    ['catalog', /Spring Sencha/u],
    ['orders', /not bought anything/u],
    ['checkout', /cart is empty/u],
    ['123456', /^That number does not fit/u],
    ['4111 1111 1111 1111', /payment card number/u],
  ] as const)
    it(`is answered where it is plainly the shop’s: ${text}`, async () => {
      expect((await shop.join({ isGroup: true }).say(text))[0]?.words).to.match(told);
    });

  it('answers an open question with what fits it alone, and leaves it open for the rest', async () => {
    const chat = shop.join({ isGroup: true });
    await chat.say('add sencha');
    await chat.say('change sencha');
    for (const text of ['shall we meet at five?', 'ok', 'stop', '<at>Ben</at> three of us'])
      expect(await chat.say(text), text).to.deep.equal([]);
    expect((await chat.say('3'))[0]?.words).to.match(/now has 3/u);
    await chat.say('change sencha');
    expect((await chat.say('cancel'))[0]?.words).to.match(/left everything as it was/u);
    expect((await chat.say('checkout'))[0]?.words).to.match(/How should we send it/u);
    expect(await chat.say('by bus')).to.deep.equal([]);
    await chat.say('courier');
    await chat.hears(/checkout is for Ann only/u);
  });

  it('is answered where it belongs to the checkout that this person has open, and to nobody else', async () => {
    const ann = shop.join({ isGroup: true });
    await ann.say('add mug');
    await ann.say('checkout');
    await ann.say('post');
    await ann.hears(/checkout is for Ann only/u);
    const ben = shop.join({ ...ann.who, shopperId: 'ben', name: 'Ben' });
    for (const text of ['status', 'cancel', 'link']) expect(await ben.say(text), text).to.deep.equal([]);
    for (const text of ['ok', 'stop', 'thanks', 'see you at eight', 'hi'])
      expect(await ann.say(text), text).to.deep.equal([]);
    expect((await ann.say('status'))[0]?.words).to.match(/link is ready/u);
    await ann.say('cancel');
    await ann.hears(/checkout is cancelled/u);
  });
});
