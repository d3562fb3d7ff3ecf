import { expect } from 'chai';
import {
  addMoney,
  formatMoney,
  moneyFormat,
  multiplyMoney,
  parseAmount,
  parseTaxRate,
  taxOn,
  toAmount,
} from '../../src/checkout/money.ts';

const eur = (minorUnits: number) => ({ currency: 'EUR', minorUnits });

describe('money', () => {
  it('reads a decimal string into minor units, by the currency’s own decimals', () => {
    const table: [string, string, number][] = [
      ['EUR', '12.50', 1250],
      ['EUR', '12.5', 1250],
      ['EUR', '12', 1200],
      ['EUR', '0.01', 1],
      ['EUR', '0', 0],
      ['USD', '0.10', 10],
      ['GBP', '1999.99', 199_999],
      ['JPY', '1250', 1250],
      ['HUF', '1250', 1250],
      ['TWD', '1250', 1250],
      ['EUR', '9999999999.99', 999_999_999_999],
    ];
    for (const [currency, amount, minorUnits] of table) {
      expect(parseAmount(currency, amount), `${amount} ${currency}`).to.deep.equal({ currency, minorUnits });
    }
  });

  it('says in a sentence why it does not take an amount', () => {
    const table: [string, string, RegExp][] = [
      ['EUR', '12.505', /too many decimals: EUR takes 2\./u],
      ['JPY', '12.50', /too many decimals: JPY takes none\./u],
      ['HUF', '12.0', /too many decimals: HUF takes none\./u],
      ['TWD', '1.5', /too many decimals: TWD takes none\./u],
      ['EUR', '-1.00', /is negative\./u],
      ['EUR', '-0', /is negative\./u],
      ['EUR', '1-2', /not a number like "12\.50"/u],
      ['EUR', '90071992547409.92', /too large: 90071992547409\.91 is the most\./u],
      ['JPY', '1000000000000000', /too large: 999999999999999 is the most\./u],
      ['EUR', '9'.repeat(500), /too large/u],
      ['EUR', '', /not a number like "12\.50"/u],
      ['JPY', 'x', /not a number like "1250"/u],
      ['XYZ', '1.00', /PayPal does not take the currency "XYZ"; it takes AUD, .*EUR/u],
      ['eur', '1.00', /does not take the currency "eur"/u],
      ['constructor', '1.00', /does not take the currency/u],
    ];
    for (const [currency, amount, sentence] of table) {
      expect(() => parseAmount(currency, amount), `${amount} ${currency}`).to.throw(RangeError, sentence);
    }
  });

  it('takes nothing that only looks like a number', () => {
    const odd = [
      '12,50',
      '1.000,00',
      '1e3',
      '1E3',
      ' 1',
      '1 ',
      '+1',
      '.5',
      '5.',
      '007',
      '00',
      '0x10',
      'NaN',
      'Infinity',
      '1_000',
      '١٢',
      '1\n',
    ];
    for (const amount of odd) expect(() => parseAmount('EUR', amount), amount).to.throw(RangeError);
  });

  it('keeps a hostile amount out of its sentence', () => {
    const read = () => parseAmount('EUR', `<b>${'x'.repeat(10_000)}`);
    expect(read).to.throw(RangeError).with.property('message').with.length.below(150);
    expect(() => parseAmount('EUR', 'x'.repeat(40))).to.throw(`"${'x'.repeat(40)}"`);
    expect(() => parseAmount('EUR', 'x'.repeat(41))).to.throw(`"${'x'.repeat(40)}…"`);
  });

  it('writes what it read, for every amount and currency', () => {
    for (const currency of ['EUR', 'USD', 'JPY', 'HUF', 'TWD', 'SEK']) {
      for (const minorUnits of [0, 1, 9, 10, 99, 100, 101, 12_345, 999_999_999_999]) {
        const amount = toAmount({ currency, minorUnits });
        expect(parseAmount(currency, amount)).to.deep.equal({ currency, minorUnits });
      }
    }
  });

  it('writes PayPal’s decimal string', () => {
    expect(toAmount(eur(1250))).to.equal('12.50');
    expect(toAmount(eur(5))).to.equal('0.05');
    expect(toAmount({ currency: 'JPY', minorUnits: 1250 })).to.equal('1250');
    expect(toAmount({ currency: 'TWD', minorUnits: 0 })).to.equal('0');
  });

  it('never lets a sum through that is no count of minor units', () => {
    for (const minorUnits of [-1, 0.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 53]) {
      expect(() => toAmount(eur(minorUnits)), String(minorUnits)).to.throw(RangeError);
      expect(() => formatMoney(eur(minorUnits), 'en'), String(minorUnits)).to.throw(RangeError);
      expect(() => addMoney(eur(minorUnits), eur(1)), String(minorUnits)).to.throw(RangeError);
      expect(() => taxOn(eur(minorUnits), '0.19'), String(minorUnits)).to.throw(RangeError);
    }
  });

  it('adds and multiplies without losing a cent', () => {
    expect(addMoney(eur(10), eur(20))).to.deep.equal(eur(30));
    expect(multiplyMoney(eur(333), 3)).to.deep.equal(eur(999));
    expect(multiplyMoney(eur(333), 0)).to.deep.equal(eur(0));
    let sum = eur(0);
    for (let done = 0; done < 100; done += 1) sum = addMoney(sum, eur(110));
    expect(sum).to.deep.equal(multiplyMoney(eur(110), 100));
  });

  it('does not add two currencies', () => {
    expect(() => addMoney(eur(1), { currency: 'USD', minorUnits: 1 })).to.throw(RangeError, 'EUR and USD');
  });

  it('multiplies by whole numbers only', () => {
    for (const quantity of [-1, 1.5, Number.NaN, 1e21, Number.POSITIVE_INFINITY]) {
      expect(() => multiplyMoney(eur(1), quantity), String(quantity)).to.throw(RangeError, 'whole number');
    }
    expect(() => multiplyMoney(eur(999_999_999_999), 1e6)).to.throw(RangeError, 'counted');
  });

  it('rounds tax on one unit half up', () => {
    const table: [number, string, number][] = [
      [1000, '0.19', 190],
      [1250, '0.19', 238],
      [1450, '0.23', 334],
      [1, '0.19', 0],
      [2, '0.25', 1],
      [5, '0.1', 1],
      [4, '0.1', 0],
      [1005, '0.1', 101],
      [1005, '0.100000', 101],
      [1000, '0', 0],
      [1000, '1', 1000],
      [1000, '0.0725', 73],
      [999_999_999_999, '0.999999', 999_998_999_999],
    ];
    for (const [price, rate, tax] of table) {
      expect(taxOn(eur(price), rate), `${price} at ${rate}`).to.deep.equal(eur(tax));
    }
  });

  it('taxes as exact fractions do, for every price up to ten euros', () => {
    for (const [rate, thousandths] of [
      ['0.07', 70],
      ['0.19', 190],
      ['0.055', 55],
      ['0.125', 125],
    ] as const) {
      for (let price = 0; price <= 1000; price += 1) {
        const remainder = (price * thousandths) % 1000;
        const whole = (price * thousandths - remainder) / 1000;
        expect(taxOn(eur(price), rate).minorUnits).to.equal(remainder >= 500 ? whole + 1 : whole);
      }
    }
  });

  it('reads tax rates from 0 to 1 and nothing else', () => {
    expect(parseTaxRate('0.19')).to.deep.equal({ numerator: 19n, denominator: 100n });
    for (const rate of ['19', '19%', '-0.19', '1.01', '0,19', '.19', '0.1234567', '', '0.', 'x']) {
      expect(() => parseTaxRate(rate), rate).to.throw(RangeError, 'tax rate');
    }
  });

  it('formats for the locale with PayPal’s decimals, not Intl’s', () => {
    const shown = (currency: string, minorUnits: number, locale: string) =>
      formatMoney({ currency, minorUnits }, locale).replaceAll(/\s/gu, ' ');
    expect(shown('EUR', 1250, 'en')).to.equal('€12.50');
    expect(shown('EUR', 125_000, 'de-DE')).to.equal('1.250,00 €');
    expect(shown('JPY', 1250, 'en')).to.equal('¥1,250');
    expect(shown('TWD', 1250, 'en')).to.equal('NT$1,250');
    expect(shown('HUF', 1250, 'hu-HU')).to.match(/^1\s?250 Ft$/u);
    expect(shown('EUR', 999_999_999_999, 'en')).to.equal('€9,999,999,999.99');
  });

  it('writes no sum with the sign of another currency', () => {
    const inEuros = moneyFormat('EUR', 'en');
    expect(inEuros(eur(1250))).to.equal('€12.50');
    expect(() => inEuros({ currency: 'USD', minorUnits: 1250 })).to.throw(RangeError, 'USD is not EUR.');
  });

  it('formats in English when the locale is odd', () => {
    for (const locale of ['', 'xx_YY', 'not a locale', '*', 'en-', '\u0000', 'x'.repeat(1000)]) {
      expect(formatMoney(eur(1250), locale), JSON.stringify(locale)).to.equal('€12.50');
    }
  });
});
