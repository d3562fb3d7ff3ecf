import { expect } from 'chai';
import { cardLineOf, statusLineOf } from '../../src/bot/checkout-card.ts';
import { sampleCheckout } from '../store/sample-checkout.ts';

describe('a payment that PayPal refused for the shop’s own reason', () => {
  it('is told as that, and never as a card that was declined', () => {
    const now = 1_800_000_000_000;
    const refused = sampleCheckout(now, { status: 'declined', flag: 'capture_refused' });
    expect(statusLineOf(refused, now)).to.match(/the shop's side; nothing was charged/u);
    expect(cardLineOf(refused, now)).to.match(/Refused by PayPal for the shop, nothing charged/u);
    const over = { ...refused, status: 'expired' } as const;
    expect(cardLineOf(over, now)).to.equal('Expired, nothing was charged');
  });
});

describe('an approval that no browser brought back', () => {
  it('is what status and card say from a minute after PayPal’s word, and not before', () => {
    const now = 1_800_000_000_000;
    const order = {
      number: 1,
      requestId: 'order-1',
      live: true,
      nonceKeyId: 'key',
      nonceHash: 'hash',
      publicUrl: 'https://shop.example',
      merchantName: 'Shop',
      captures: 0,
      approvalSeenAt: now,
    };
    const checkout = sampleCheckout(now, { status: 'awaiting_approval', orders: [order] });
    const early = now + 59_999;
    expect(statusLineOf(checkout, early)).to.match(/waiting for your approval/u);
    expect(cardLineOf(checkout, early)).to.match(/Waiting for you at PayPal/u);
    const late = now + 60_000;
    expect(statusLineOf(checkout, late)).to.match(
      /PayPal has an approval, but no browser came back.*nothing is charged.*press Pay once more/u,
    );
    expect(cardLineOf(checkout, late)).to.match(
      /no browser came back: nothing is charged, press Pay once more/u,
    );
    expect(statusLineOf({ ...checkout, status: 'declined' }, early)).to.match(/declined/u);
    expect(statusLineOf({ ...checkout, status: 'declined' }, late)).to.equal(statusLineOf(checkout, late));
    expect(cardLineOf({ ...checkout, status: 'declined' }, late)).to.equal(cardLineOf(checkout, late));
    const others = [
      { ...order, live: false },
      { ...order, number: 2, approvalSeenAt: undefined },
    ];
    expect(cardLineOf({ ...checkout, orders: others }, late)).to.match(/Waiting for you at PayPal/u);
  });
});
