import { expect } from 'chai';
import type { Checkout } from '../../src/checkout/checkout.ts';
import { receiptNumberOf } from '../../src/checkout/receipt-number.ts';
import { type ChatHarness, type Conversation, openHarness } from '../stage/chat-harness.ts';
import { numberOn } from '../stage/line-chat.ts';
import { createShopper, payWith } from '../stage/page-visitor.ts';

describe('a purchase that is on its way', () => {
  let shop: ChatHarness;
  before(async () => {
    shop = await openHarness();
  });
  after(() => shop.close());

  async function buy(chat: Conversation): Promise<Checkout> {
    await chat.say('add 2 sencha');
    await chat.say('checkout');
    const card = await chat.hears(/Link ready/u);
    const link =
      card.buttons.find(({ type }) => type === 'openUrl')?.value ?? /http\S+/u.exec(card.words)?.[0];
    const { html } = await payWith(createShopper(), link ?? '');
    await chat.hears(/arrived/u);
    await chat.say(numberOn(html));
    await chat.hears(/Receipt/u);
    const [sold] = await shop.store.checkouts.list(1);
    if (sold === undefined) throw new Error('nothing was bought');
    return sold;
  }

  for (const channelId of ['msteams', 'directline', 'slack', 'facebook', 'sms'])
    it(`is told once, and is what "status" answers: ${channelId}`, async () => {
      const chat = shop.join({ channelId });
      const sold = await buy(chat);
      const now = await shop.store.checkouts.now();
      const shipment = { carrier: 'DHL', number: '0034', shippedAt: now, toldAt: now };
      const after = { ...sold, shipment, version: sold.version + 1, updatedAt: now };
      const signals = [{ checkoutId: sold.id, kind: 'shipped', dueAt: now } as const];
      await shop.store.checkouts.write({ update: { before: sold, after }, signals });
      const news = `Your order is on its way to you (receipt ${receiptNumberOf(sold)}). Carrier: DHL. Number: 0034`;
      expect((await chat.hears(/on its way/u)).words).to.equal(news);
      const [answer] = await chat.say('status');
      expect(answer?.words).to.match(
        /^You have no checkout under way\. Your last purchase here \(2 × Spring Sencha/u,
      );
      expect(answer?.words.endsWith(news)).to.equal(true);
    });
});
