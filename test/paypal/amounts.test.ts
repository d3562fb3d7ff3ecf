import { expect } from 'chai';
import { amountSchema } from '../../src/paypal/amounts.ts';

describe('a sum as PayPal writes it', () => {
  for (const [currency_code, value, minorUnits] of [
    ['HUF', '6337', 6_337],
    ['HUF', '6337.0', 6_337],
    ['HUF', '6337.00', 6_337],
    ['JPY', '1250.00', 1_250],
    ['EUR', '12.5', 1_250],
    ['EUR', '12.500', 1_250],
  ] as const)
    it(`is read from ${value} ${currency_code}`, () => {
      expect(amountSchema.parse({ currency_code, value })).to.deep.equal({
        currency: currency_code,
        minorUnits,
      });
    });

  for (const [currency_code, value] of [
    ['HUF', '6337.01'],
    ['HUF', '6337.'],
    ['HUF', '6337.00.00'],
    ['HUF', '.00'],
    ['EUR', '12.505'],
    ['EUR', '12.5e0'],
  ] as const)
    it(`is none in ${value} ${currency_code}`, () => {
      expect(amountSchema.safeParse({ currency_code, value }).success).to.equal(false);
    });
});
