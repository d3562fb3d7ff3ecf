import { expect } from 'chai';
import type { Message } from '../../src/bot/cards.ts';
import { createMessenger } from '../../src/bot/messenger.ts';
import type { Proactive } from '../../src/bot-framework/proactive.ts';
import type { Checkout } from '../../src/checkout/checkout.ts';
import { receiptNumberOf } from '../../src/checkout/receipt-number.ts';
import type { Parcel } from '../../src/checkout/shipment.ts';
import { channelIds, showAll } from '../stage/shown.ts';
import { paidCheckout, shopper } from '../store/sample-checkout.ts';
import { now } from './telling.ts';

/** What a channel's client shows of the news that it is on its way. */
async function news(channelId: string, parcel: Parcel, changes: Partial<Checkout> = {}) {
  const sent: Message[] = [];
  const proactive: Proactive = {
    send: async (_to, message) => (sent.push(message), { kind: 'sent', activityId: 'sent' }),
    openPersonal: async () => ({ kind: 'opened', conversationReference: 'alone' }),
    update: async () => ({ kind: 'sent', activityId: 'sent' }),
  };
  const checkout = paidCheckout(now, {
    owner: { ...shopper, channelId },
    status: 'confirmed',
    shipment: { ...parcel, shippedAt: now, toldAt: now },
    ...changes,
  });
  const flow = { linkFor: async () => 'https://shop.example/checkout/x' };
  const messenger = createMessenger(
    { supportContact: 'help@shop.example', unconfirmedHours: 24, legalLinks: {}, flow },
    proactive,
  );
  const told = await messenger.tell({ kind: 'shipped', checkout, now, key: 'key' });
  const shown = sent.flatMap((message) => showAll(channelId, message));
  return {
    told,
    messages: sent.length,
    text: shown.map(({ text }) => text.trim()).join('\n'),
    formatted: shown.flatMap(({ formatted }) => formatted),
    beginning: `Your order is on its way to you (receipt ${receiptNumberOf(checkout)}).`,
  };
}

describe('that a purchase is on its way', () => {
  for (const channelId of channelIds) {
    for (const [what, parcel, rest] of [
      ['nothing more', {}, ''],
      ['a carrier', { carrier: 'DHL' }, ' Carrier: DHL.'],
      ['carrier and number', { carrier: 'DHL', number: '0034-1' }, ' Carrier: DHL. Number: 0034-1'],
    ] as const)
      it(`is one message that names the receipt, with ${what}: ${channelId}`, async () => {
        const { told, messages, text, formatted, beginning } = await news(channelId, parcel);
        expect(told).to.deep.equal({ kind: 'told' });
        expect([messages, text, formatted]).to.deep.equal([1, `${beginning}${rest}`, []]);
      });

    for (const carrier of [
      '<b>Zed</b> & Co',
      '[Zed](https://evil.example/x)',
      '**Zed** _Zed_ `Zed`',
      '<!channel> Zed',
      '=HYPERLINK("https://evil.example","Zed")',
      'https://evil.example/Zed',
    ])
      it(`shows what the merchant wrote as text, ${carrier}: ${channelId}`, async () => {
        const { text, formatted, beginning } = await news(channelId, { carrier, number: 'A_1_B' });
        expect(text.replaceAll(/[“”]/gu, '"')).to.equal(`${beginning} Carrier: ${carrier}. Number: A_1_B`);
        expect(formatted.filter((part) => /Zed|evil|A_1/u.test(part))).to.deep.equal([]);
      });
  }

  it('names in a group whom it is for, and nobody once the name is erased', async () => {
    const inGroup = await news('msteams', {}, { isGroup: true, shopperName: 'Ada' });
    expect(inGroup.text).to.include(`Ada: ${inGroup.beginning}`);
    const erased = await news('slack', {}, { isGroup: true, shopperName: '' });
    expect(erased.text).to.include(`For the person who ordered: ${erased.beginning}`);
  });
});
