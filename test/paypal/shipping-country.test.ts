import { expect } from 'chai';
import { readOrder } from '../../src/paypal/answers.ts';

const order = (shipping: unknown, more: object = {}) => ({
  id: '5O190127TN364715T',
  status: 'APPROVED',
  purchase_units: [
    { amount: { currency_code: 'EUR', value: '10.00' }, ...(shipping === undefined ? {} : { shipping }) },
  ],
  ...more,
});
const countryIn = (json: unknown): string | undefined => {
  const read = readOrder(json, () => undefined);
  return read === undefined ? 'unreadable' : read.shippingCountry;
};

describe('where an order goes, as PayPal answers it', () => {
  for (const [what, shipping, country] of [
    [
      'a whole address',
      { name: { full_name: 'A' }, address: { address_line_1: 'x', country_code: 'DE' } },
      'DE',
    ],
    ['a country alone, as before the approval', { address: { country_code: 'AT' } }, 'AT'],
    ['China, as PayPal calls it', { address: { country_code: 'C2' } }, 'C2'],
    ['China, as others call it', { address: { country_code: 'CN' } }, 'C2'],
    ['the United Kingdom by another code', { address: { country_code: 'UK' } }, 'GB'],
    ['a post box', { address: { address_line_1: 'PO Box 12', country_code: 'US' } }, 'US'],
    ['no shipping at all', undefined, undefined],
    ['nothing in it', {}, undefined],
    ['a name alone', { name: { full_name: 'A' } }, undefined],
    ['trackers alone', { trackers: [] }, undefined],
    ['an address without a country', { address: { postal_code: '04109' } }, undefined],
    ['an empty country', { address: { country_code: '' } }, undefined],
    ['a name for a country', { address: { country_code: 'Germany' } }, undefined],
    ['null', null, undefined],
    ['a text', 'DE', undefined],
  ] as const)
    it(`is ${country ?? 'nowhere'} with ${what}, and the order is read`, () => {
      expect(countryIn(order(shipping))).to.equal(country);
    });

  it("is not the payer's own country", () => {
    const payer = { payer_id: 'PAYER', address: { country_code: 'DE' } };
    const json = order(undefined, { payer, payment_source: { paypal: { address: { country_code: 'DE' } } } });
    expect(countryIn(json)).to.equal(undefined);
  });
});
