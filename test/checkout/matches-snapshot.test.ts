import { expect } from 'chai';
import type { Capture } from '../../src/checkout/checkout.ts';
import type { Order } from '../../src/checkout/order.ts';
import { sameOwner } from '../../src/round-trip/owner.ts';
import { differenceFrom } from '../../src/checkout/matches-snapshot.ts';
import type { PaymentOrder } from '../../src/checkout/ports.ts';
import { sampleCheckout, shopper } from '../store/sample-checkout.ts';

describe('what PayPal says of an order', () => {
  const checkout = sampleCheckout(1);
  const order: Order = {
    number: 1,
    requestId: 'request',
    live: true,
    nonceKeyId: 'key',
    nonceHash: 'hash',
    publicUrl: 'http://localhost:3978',
    merchantName: 'Fern & Kettle',
    orderId: 'ORDER',
    payeeId: 'SHOP',
    captures: 1,
  };
  const capture: Capture = { captureId: 'CAPTURE', status: 'COMPLETED', amount: checkout.total };
  const found: PaymentOrder = {
    orderId: 'ORDER',
    status: 'COMPLETED',
    total: checkout.total,
    payeeId: 'SHOP',
    customId: checkout.id,
    captures: [capture],
    refunds: [],
  };
  const differs = (changes: Partial<PaymentOrder>, merchantId?: string, asked = order) =>
    differenceFrom(checkout, asked, { ...found, ...changes }, merchantId);
  const more = { ...checkout.total, minorUnits: checkout.total.minorUnits + 1 };
  const other = { ...checkout.total, currency: 'USD' };

  it('fits the checkout that asked for it', () => {
    expect(differs({})).to.equal(undefined);
    expect(differs({ payeeId: 'ANYBODY' }, undefined, { ...order, payeeId: undefined })).to.equal(undefined);
    expect(differs({}, 'SHOP', { ...order, payeeId: 'ANOTHER' })).to.equal(undefined);
  });

  const wrong: readonly (readonly [string, Partial<PaymentOrder>, string])[] = [
    ['another order', { orderId: 'OTHER' }, 'checkout_mismatch'],
    ['another checkout', { customId: 'other' }, 'checkout_mismatch'],
    ['another sum', { total: more }, 'amount_mismatch'],
    ['another currency', { total: other }, 'amount_mismatch'],
    ['another payee', { payeeId: 'OTHER' }, 'payee_mismatch'],
    ['no payee', { payeeId: undefined }, 'payee_mismatch'],
    ['a capture of another sum', { captures: [{ ...capture, amount: more }] }, 'amount_mismatch'],
    ['a second capture', { captures: [capture, { ...capture, status: 'PENDING' }] }, 'amount_mismatch'],
  ];
  for (const [name, changes, flag] of wrong)
    it(`is ${flag} where it names ${name}`, () => {
      expect(differs(changes)).to.equal(flag);
    });

  it('is payee_mismatch where the merchant’s setting names another', () => {
    expect(differs({}, 'ANOTHER')).to.equal('payee_mismatch');
  });

  for (const status of ['DECLINED', 'FAILED'] as const)
    it(`fits beside a capture that is ${status}, which holds no money`, () => {
      expect(differs({ captures: [{ ...capture, status }, capture] })).to.equal(undefined);
    });
});

describe('the owner of a checkout', () => {
  it('is one shopper in one conversation of one channel', () => {
    expect(sameOwner(shopper, { ...shopper })).to.equal(true);
    for (const part of ['channelId', 'conversationId', 'shopperId'] as const)
      expect(sameOwner(shopper, { ...shopper, [part]: 'other' }), part).to.equal(false);
  });
});
