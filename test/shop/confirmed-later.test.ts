import { expect } from 'chai';
import { createShopper, payWith } from '../stage/page-visitor.ts';
import { openHarness } from '../stage/chat-harness.ts';

describe('a purchase whose money is taken after its number came back', () => {
  it('takes from the cart what was paid, and is kept in the conversation, with the next words', async () => {
    const shop = await openHarness({ settings: { CAPTURE: 'on_confirmation' } });
    try {
      const chat = shop.join();
      await chat.say('add 2 sencha');
      await chat.say('checkout');
      const { buttons } = await chat.hears(/Link ready/);
      const link = buttons.find(({ type }) => type === 'openUrl')?.value ?? '';
      const { html } = await payWith(createShopper(), link);
      await chat.hears(/has your approval/);
      await chat.say('add honey');
      await chat.say(/<output[^>]*>(\d+)/u.exec(html)?.[1] ?? '');
      await chat.hears(/is confirmed/);
      const [cart] = await chat.say('cart');
      expect(cart?.words)
        .to.match(/1 × Heather Honey/)
        .and.not.match(/Sencha/);
      await chat.say('add 2 sencha');
      expect((await chat.say('cart'))[0]?.words).to.match(/2 × Spring Sencha/);
      const { channelId, conversationId, shopperId } = chat.who;
      const key = `${channelId}/conversations/${conversationId}/users/${shopperId}/`;
      const kept = JSON.stringify(await shop.store.botState.read([key]));
      expect(kept.match(/"checkoutId"/gu)).to.have.lengthOf(1);
    } finally {
      await shop.close();
    }
  });
});
