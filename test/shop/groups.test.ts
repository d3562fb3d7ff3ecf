import { expect } from 'chai';
import { type ChatHarness, openHarness } from '../stage/chat-harness.ts';

describe('a conversation', () => {
  let shop: ChatHarness;
  before(async () => {
    shop = await openHarness();
  });
  after(() => shop.close());

  const mention = { type: 'mention', text: '<at>Fernhill</at>', mentioned: { id: 'shop', name: 'Fernhill' } };

  for (const [shape, isGroup] of [
    [{}, false],
    [{ isGroup: false }, false],
    [{ isGroup: null, conversationType: null }, false],
    [{ conversationType: 'personal' }, false],
    [{ isGroup: false, conversationType: 'personal' }, false],
    [{ isGroup: true }, true],
    [{ conversationType: 'groupChat' }, true],
    [{ conversationType: 'channel' }, true],
    [{ isGroup: true, conversationType: 'channel' }, true],
    [{ isGroup: false, conversationType: 'channel' }, true],
    [{ isGroup: false, conversationType: 'groupChat' }, true],
    [{ isGroup: true, conversationType: 'personal' }, true],
  ] as const) {
    it(`that says ${JSON.stringify(shape)} is ${isGroup ? 'a group, which sees no link and hears no answer to its talk' : 'the shopper’s own'}`, async () => {
      const chat = shop.join({ channelId: 'msteams', name: 'Ann' });
      const conversation = { id: chat.who.conversationId, ...shape };
      const say = (text: string) =>
        chat.say(`<at>Fernhill</at> ${text}`, { conversation, entities: [mention] });
      expect(await chat.say('shall we meet at five?', { conversation })).to.have.lengthOf(isGroup ? 0 : 1);
      await say('add mug');
      await say('checkout');
      await chat.hears(isGroup ? /^Ann, I sent you the checkout link in a private chat/u : /only for you/u);
      const links = chat.heard().flatMap(({ buttons }) => buttons.filter(({ type }) => type === 'openUrl'));
      expect(links).to.have.lengthOf(isGroup ? 0 : 1);
    });
  }
});
