import { expect } from 'chai';
import type { AfterStorm } from './storm.ts';
import { findViolations } from './violations.ts';

const bought = {
  id: 'checkout-1',
  status: 'confirmed',
  conversationId: 'ann',
  leaseUntil: null,
  flag: null,
  refundsOpen: 0,
  total: '2900 EUR',
};
const captured = {
  id: 'capture-1',
  status: 'COMPLETED',
  custom_id: 'checkout-1',
  amount: { currency_code: 'EUR', value: '29.00' },
};
const asked = { method: 'POST', path: '/v2/checkout/orders', requestId: 'request-1' };
const told = { json: 'Your payment is confirmed', key: 'key-1', isNew: true };
const afterStorm: AfterStorm = {
  outcomes: [{ conversationId: 'ann', intention: 'buys', trouble: undefined }],
  kills: 3,
  webhooks: 1,
  channelFaults: { unavailable: 1, reset: 1, hang: 1, lost: 1 },
  settledAfterMs: 100,
  unsettled: [],
  checkouts: [bought],
  payPal: { captures: [captured], orders: [{ id: 'order-1' }], requests: [asked] },
  reconciled: { code: 0, output: 'No differences.', errors: '' },
  shown: () => [told, told],
};
const payPal = afterStorm.payPal;

const broken: readonly (readonly [what: string, after: Partial<AfterStorm>])[] = [
  [
    'a purchase charged twice',
    { payPal: { ...payPal, captures: [captured, { ...captured, id: 'capture-2' }] } },
  ],
  ['a confirmed purchase that was never charged', { payPal: { ...payPal, captures: [] } }],
  ['a purchase charged and not confirmed', { checkouts: [{ ...bought, status: 'paid' }] }],
  ['another sum than the one shown', { checkouts: [{ ...bought, total: '2901 EUR' }] }],
  [
    'money that belongs to no checkout',
    { payPal: { ...payPal, captures: [captured, { ...captured, custom_id: 'x' }] } },
  ],
  ['a flagged purchase', { checkouts: [{ ...bought, flag: 'late_capture' }] }],
  ['two purchases of one shopper', { checkouts: [bought, { ...bought, id: 'checkout-2' }] }],
  [
    'a shopper who left and was charged',
    { outcomes: [{ conversationId: 'ann', intention: 'leaves', trouble: undefined }] },
  ],
  [
    'a shopper who got nowhere',
    { outcomes: [{ conversationId: 'ann', intention: 'buys', trouble: 'gave up' }] },
  ],
  ['what hangs', { unsettled: ['checkout-1 is capture_submitted'] }],
  ['a second telling under another name', { shown: () => [told, { ...told, key: 'key-2' }] }],
  [
    'an order asked for without a request id',
    { payPal: { ...payPal, requests: [{ ...asked, requestId: null }] } },
  ],
  ['a difference that reconcile finds', { reconciled: { code: 1, output: '1 difference.', errors: '' } }],
];

describe('the judge of storms', () => {
  it('finds nothing wrong where nothing is', () => {
    expect(findViolations(afterStorm)).to.deep.equal([]);
  });

  for (const [what, change] of broken)
    it(`finds ${what}`, () => {
      expect(findViolations({ ...afterStorm, ...change })).to.have.length.greaterThan(0);
    });
});
