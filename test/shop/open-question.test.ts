import { expect } from 'chai';
import { type ChatHarness, type Conversation, openHarness } from '../stage/chat-harness.ts';
import { numberOn } from '../stage/line-chat.ts';
import { createShopper, payWith } from '../stage/page-visitor.ts';

/** When the money is taken, and what the chat says to the right number. */
const captures = [
  ['on_return', /arrived/u, /is confirmed/u],
  ['on_confirmation', /has your approval/u, /the number is right/u],
] as const;

for (const [capture, news, accepted] of captures)
  describe(`an open question, where the money is taken ${capture}`, () => {
    let shop: ChatHarness;
    before(async () => {
      shop = await openHarness({ settings: { CAPTURE: capture } });
    });
    after(() => shop.close());

    async function ask(chat: Conversation): Promise<string> {
      await chat.say('add 2 sencha');
      await chat.say('checkout');
      const card = await chat.hears(/Link ready/u);
      const link = card.buttons.find(({ type }) => type === 'openUrl')?.value ?? '';
      const page = await payWith(createShopper(), link);
      await chat.hears(news);
      expect((await chat.say('change sencha'))[0]?.words).to.match(/^How many Spring Sencha/u);
      return numberOn(page.html);
    }

    it('takes no number of a payment that waits for it as its answer', async () => {
      const chat = shop.join();
      const number = await ask(chat);
      await chat.say(number);
      await chat.hears(accepted);
      await chat.hears(/^Receipt/u);
    });

    for (const [text, told] of [
      ['3', /now has 3 × Spring Sencha/u],
      ['٣', /now has 3 × Spring Sencha/u],
      ['3.', /now has 3 × Spring Sencha/u],
      ['1234', /1 to 99/u],
    ] as const)
      it(`is answered by ${text}, while a payment waits for its number`, async () => {
        const chat = shop.join();
        await ask(chat);
        expect((await chat.say(text))[0]?.words).to.match(told);
      });
  });
