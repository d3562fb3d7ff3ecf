import { expect } from 'chai';
import type { Order } from '../../src/checkout/order.ts';
import { eraseFrom } from '../../src/checkout/erasure.ts';
import { fullCheckout } from '../store/sample-checkout.ts';

const now = 1_800_000_000_000;

describe('what is erased from a purchase', () => {
  const checkout = fullCheckout(now);
  const [order] = checkout.orders;
  const approvedFor = (country: string): Order => ({
    number: 1,
    requestId: 'request-1',
    live: false,
    nonceKeyId: 'key',
    nonceHash: 'nonce hash',
    publicUrl: '',
    merchantName: '',
    captures: 0,
    ...order,
    approvedFor: country,
  });

  for (const countries of [[], ['LU'], [''], ['LU', 'FR', '']])
    it(`is every country that a payer's address named: ${JSON.stringify(countries)}`, () => {
      const orders = [...countries.map(approvedFor), ...checkout.orders];
      const { orders: left } = eraseFrom({ ...checkout, orders }, now);
      expect(left).to.have.length(orders.length);
      expect(JSON.stringify(left)).not.to.match(/approvedFor|LU|FR/u);
      expect(left.map(({ live, orderId }) => [live, orderId])).to.deep.equal(
        orders.map(({ live, orderId }) => [live, orderId]),
      );
    });

  it('is not what was bought, for how much, and where the conversation and the parcel are', () => {
    const { items, total, owner, shipping, shipment, refunds } = eraseFrom(checkout, now);
    expect({ items, total, owner, shipping, shipment, refunds }).to.deep.equal({
      items: checkout.items,
      total: checkout.total,
      owner: checkout.owner,
      shipping: checkout.shipping,
      shipment: checkout.shipment,
      refunds: checkout.refunds,
    });
  });
});
