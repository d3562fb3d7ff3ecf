import { expect } from 'chai';
import { type ChatHarness, openHarness } from '../stage/chat-harness.ts';
import { numberOn } from '../stage/line-chat.ts';
import { createShopper, payWith } from '../stage/page-visitor.ts';

/** Sent alone, these unsubscribe a telephone or are answered by its carrier. */
const taken = /(?:"|\*\*|^- )(?:cancel|stop|end|quit|unsubscribe|help|info|start|yes)(?:"|\*\*|:)/imu;

/** The channel, whether its carrier takes words, and whether it has buttons. */
const channels = [
  ['sms', true, false],
  ['whatsapp', true, false],
  ['carrier-pigeon', true, false],
  ['email', false, false],
  ['directline', false, true],
  ['msteams', false, true],
] as const;

describe('the words that a shopper is told to send', () => {
  let shop: ChatHarness;
  before(async () => {
    shop = await openHarness();
  });
  after(() => shop.close());

  for (const [channelId, isTaken, hasButtons] of channels)
    it(`on ${channelId} ${isTaken ? 'are none that the carrier takes' : 'are the short ones'}, and there ${hasButtons ? 'is a' : 'is no'} button to tap`, async () => {
      const chat = shop.join({ channelId });
      for (const text of ['hi', 'help', 'is it raining?', 'a'.repeat(501), '', 'add sencha', 'checkout'])
        await chat.say(text);
      const card = await chat.hears(/http/u);
      await chat.say('and now?');
      await chat.say('status');
      const page = await payWith(
        createShopper(),
        /http[^\s"]+\/checkout\/[\w.-]+/u.exec(card.words)?.[0] ?? '',
      );
      await chat.hears(/arrived/u);
      await chat.say('so?');
      await chat.say(numberOn(page.html));
      await chat.hears(/^Receipt/u);
      const heard = chat.heard().map(({ words }) => words);
      expect(heard.some((words) => taken.test(words))).to.equal(!isTaken);
      expect(heard.some((words) => /tap the button/iu.test(words))).to.equal(hasButtons);
    });

  for (const [channelId, menu] of [
    ['sms', /Here is what you can say.*- cancel order: stop an open checkout/su],
    ['whatsapp', /Here is what you can say.*- cancel order: stop an open checkout/su],
    ['email', /This is what we sell/u],
    ['directline', /This is what we sell/u],
  ] as const)
    it(`are understood on ${channelId}: menu, and cancel order`, async () => {
      const chat = shop.join({ channelId });
      expect((await chat.say('Menu.'))[0]?.words).to.match(menu);
      expect((await chat.say('help'))[0]?.words).to.match(/Here is what you can say/u);
      await chat.say('add sencha');
      await chat.say('checkout');
      await chat.hears(/http/u);
      await chat.say('cancel order');
      await chat.hears(/checkout is cancelled/u);
    });
});
