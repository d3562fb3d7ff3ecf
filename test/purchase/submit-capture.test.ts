import { expect } from 'chai';
import type { Checkout } from '../../src/checkout/checkout.ts';
import type { Order } from '../../src/checkout/order.ts';
import { submitCapture } from '../../src/purchase/submit-capture.ts';
import { sampleCheckout } from '../store/sample-checkout.ts';

describe('the intent to capture', () => {
  const now = 1_800_000_000_000;
  const order = (changes: Partial<Order> = {}): Order => ({
    number: 1,
    requestId: 'c-order-1',
    live: true,
    nonceKeyId: 'k',
    nonceHash: 'h',
    publicUrl: 'http://localhost:3978',
    merchantName: 'Fern & Kettle',
    orderId: 'O1',
    captures: 0,
    ...changes,
  });
  const awaiting = (changes: Partial<Checkout> = {}) =>
    sampleCheckout(now, { status: 'awaiting_approval', orders: [order()], ...changes });

  it('holds a request id of the live order, and what came with it', () => {
    const after = submitCapture(awaiting(), { payerId: 'PAYER' }, now + 1);
    expect(after).to.include({
      status: 'capture_submitted',
      captureRequestId: 'c-order-1-capture-1',
      payerId: 'PAYER',
      version: 2,
      updatedAt: now + 1,
    });
    expect(after.orders[0]?.captures).to.equal(1);
  });

  it('has another request id after each definite decline, and forgets the decline', () => {
    const declined = awaiting({
      status: 'declined',
      declineIssue: 'INSTRUMENT_DECLINED',
      orders: [
        order({ live: false, captures: 3 }),
        order({ number: 2, requestId: 'c-order-2', captures: 1 }),
      ],
    });
    const after = submitCapture(declined, {}, now);
    expect(after).to.include({ captureRequestId: 'c-order-2-capture-2', declineIssue: undefined });
    expect(after.orders.map(({ captures }) => captures)).to.deep.equal([3, 2]);
  });

  it('needs a live order, and a status that allows it', () => {
    const submit = (changes: Partial<Checkout>) => () => submitCapture(awaiting(changes), {}, now);
    expect(submit({ orders: [order({ live: false })] })).to.throw('status_conflict: no live order');
    for (const status of [
      'cancelled',
      'expired',
      'paid',
      'confirmed',
      'capture_pending',
      'refunded',
    ] as const)
      expect(submit({ status })).to.throw(`status_conflict: ${status} to capture_submitted`);
  });
});
