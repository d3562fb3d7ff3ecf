import { expect } from 'chai';
import { checkoutCard, receipt } from '../../src/bot/checkout-card.ts';
import { channelOf } from '../../src/bot/channels.ts';
import type { Checkout } from '../../src/checkout/checkout.ts';
import { describeOrder } from '../../src/desk/order.ts';
import { checkoutDocument } from '../../src/store/checkout-document.ts';

/** A row's document from before prices could hold their tax: two at 25.00 and tax on top, sent for 4.90. */
const older = `{"id":"a2b3c4d5e6f7g2h3i4j5k6l7m2","version":1,"status":"open","owner":{"channelId":"directline",
"conversationId":"c","shopperId":"dl_c"},"isGroup":false,"shopperName":"Maria","locale":"en","conversationReference":"{}",
"startedBy":"activity-1","items":[{"productId":"tray","name":"Walnut tray","description":"","quantity":2,
"unitPrice":{"currency":"EUR","minorUnits":2500},"unitTax":{"currency":"EUR","minorUnits":475}}],
"shipping":{"name":"Post","price":{"currency":"EUR","minorUnits":490}},
"itemTotal":{"currency":"EUR","minorUnits":5000},"taxTotal":{"currency":"EUR","minorUnits":950},
"shippingTotal":{"currency":"EUR","minorUnits":490},"total":{"currency":"EUR","minorUnits":6440},
"createdAt":1800000000000,"expiresAt":1800003600000,"updatedAt":1800000000000,"orders":[],"strayCaptures":[],
"refunds":[],"numbersDrawn":0,"attempts":0}`;

describe('a row from before prices could hold their tax', () => {
  const checkout: Checkout = checkoutDocument.parse(JSON.parse(older));
  const sms = channelOf('sms');

  it('is loaded as it was, and written again as it was', () => {
    expect(checkout).not.to.have.any.keys('taxIncluded', 'taxContained', 'taxByRate');
    expect(JSON.parse(JSON.stringify(checkoutDocument.parse(checkout)))).to.deep.equal(JSON.parse(older));
  });

  it('is shown as before: its tax as a part that is added', () => {
    const card = checkoutCard(sms, checkout, 'https://shop.example/checkout/x', 1_800_000_000_000);
    const shown = [String(card.text), String(receipt(sms, checkout).text)];
    for (const text of shown)
      expect(text)
        .to.match(/2 × Walnut tray: €50\.00\s+Tax: €9\.50\s+Shipping \(Post\): €4\.90/u)
        .and.include('€64.40')
        .and.not.match(/included/iu);
    expect(describeOrder(checkout).slice(-4)).to.deep.equal([
      'Items      50.00 EUR',
      'Tax        9.50 EUR',
      'Shipping (Post) 4.90 EUR',
      'Total      64.40 EUR',
    ]);
  });
});
