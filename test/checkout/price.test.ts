import { expect } from 'chai';
import { priceCart } from '../../src/checkout/cart.ts';
import { maxLines, maxQuantity } from '../../src/checkout/limits.ts';
import { parseAmount, toAmount } from '../../src/checkout/money.ts';
import { parsePrice } from '../../src/checkout/price.ts';

describe('a price', () => {
  for (const [currency, most, tooMuch] of [
    ['EUR', '9999999999.99', '10000000000.00'],
    ['USD', '9999999999.99', '10000000000'],
    ['JPY', '99999999999', '100000000000'],
    ['HUF', '99999999999', '100000000000'],
    ['TWD', '99999999999', '100000000000'],
  ] as const) {
    it(`in ${currency} is ${most} at most, and says so beyond`, () => {
      expect(toAmount(parsePrice(currency, most))).to.equal(most);
      const sentence = `The price "${tooMuch}" is too large: ${most} is the most, so that PayPal takes any cart.`;
      expect(() => parsePrice(currency, tooMuch)).to.throw(RangeError, sentence);
    });

    for (const taxIncluded of [false, true])
      it(`in ${currency} makes no cart that PayPal’s 15 digits do not hold, ${taxIncluded ? 'with tax inside' : 'with as much tax again'}`, () => {
        const price = parsePrice(currency, most);
        const wanted = Array.from({ length: maxLines }, (_, index) => ({
          product: { id: `p${index}`, name: 'Gold', description: '', price, taxRate: '0.999999' },
          quantity: maxQuantity,
        }));
        const { total } = priceCart({ currency, taxIncluded }, wanted, { price });
        const amount = toAmount(total);
        expect(amount.split('.')[0]).to.have.length.at.most(15);
        expect(parseAmount(currency, amount)).to.deep.equal(total);
      });
  }

  it('is refused for any other reason as an amount is', () => {
    expect(() => parsePrice('JPY', '12.50')).to.throw(RangeError, 'JPY takes none');
    expect(() => parsePrice('EUR', '-1')).to.throw(RangeError, 'is negative');
    expect(() => parsePrice('EUR', '9'.repeat(500))).to.throw(RangeError, 'is too large');
  });
});
