import { expect } from 'chai';
import { type PricedCart, priceCart } from '../../src/checkout/cart.ts';
import { parseAmount, taxIn, toAmount } from '../../src/checkout/money.ts';
import { toShownTax } from '../../src/checkout/shown-tax.ts';
import { containedTax } from '../../src/checkout/tax-rules.ts';

type Line = readonly [quantity: number, price: string, rate?: string];

function cartOf(
  currency: string,
  taxIncluded: boolean,
  lines: readonly Line[],
  [shipping, shippingRate]: readonly [price?: string, rate?: string] = [],
): PricedCart {
  const wanted = lines.map(([quantity, price, taxRate], index) => ({
    product: {
      id: `p${index}`,
      name: `Product ${index}`,
      description: '',
      price: parseAmount(currency, price),
      ...(taxRate === undefined ? {} : { taxRate }),
    },
    quantity,
  }));
  const way = shipping === undefined ? undefined : { name: 'Post', price: parseAmount(currency, shipping) };
  return priceCart(
    { currency, taxIncluded },
    wanted,
    way && (shippingRate === undefined ? way : { ...way, taxRate: shippingRate }),
  );
}

/** Carts with tax inside their prices that shops reported to be off by a cent or refused by PayPal, or of such a shape. */
const carts: readonly {
  readonly of: string;
  readonly currency?: string;
  readonly lines: readonly Line[];
  readonly shipping?: readonly [price: string, rate?: string];
  readonly total: string;
  readonly contained: string;
  readonly byRate: readonly (readonly [rate: string, tax: string])[];
}[] = [
  { of: 'nothing taxed', lines: [[3, '9.80']], total: '29.40', contained: '0.00', byRate: [] },
  { of: 'a rate of 0', lines: [[3, '9.80', '0']], total: '29.40', contained: '0.00', byRate: [] },
  {
    of: 'one thing',
    lines: [[1, '58.00', '0.19']],
    total: '58.00',
    contained: '9.26',
    byRate: [['0.19', '9.26']],
  },
  {
    of: 'four of one thing and shipping, which net prices made two cents dearer',
    lines: [[4, '21.95', '0.19']],
    shipping: ['7.95'],
    total: '95.75',
    contained: '14.02',
    byRate: [['0.19', '14.02']],
  },
  {
    of: 'the same with a rate for shipping, which is rounded with the things of that rate',
    lines: [[4, '21.95', '0.19']],
    shipping: ['7.95', '0.19'],
    total: '95.75',
    contained: '15.29',
    byRate: [['0.19', '15.29']],
  },
  {
    of: 'things that are not taxed beside ones that are',
    lines: [
      [1, '1.00', '0'],
      [2, '1.00', '0'],
      [1, '1.00', '0.18'],
      [4, '1.00', '0.18'],
    ],
    total: '8.00',
    contained: '0.76',
    byRate: [['0.18', '0.76']],
  },
  {
    of: 'two rates, where net prices lost a cent of each',
    lines: [
      [2, '1.96', '0.13'],
      [2, '0.04', '0.24'],
    ],
    total: '4.00',
    contained: '0.47',
    byRate: [
      ['0.24', '0.02'],
      ['0.13', '0.45'],
    ],
  },
  {
    of: 'many of one thing, where tax by unit is six pence less',
    currency: 'GBP',
    lines: [[36, '1.99', '0.2']],
    total: '71.64',
    contained: '11.94',
    byRate: [['0.2', '11.94']],
  },
  {
    of: 'many that cost next to nothing, where tax by unit is half as much again',
    lines: [[99, '0.04', '0.2']],
    total: '3.96',
    contained: '0.66',
    byRate: [['0.2', '0.66']],
  },
  {
    of: 'half a cent, which goes up',
    lines: [[1, '2.99', '0.04']],
    total: '2.99',
    contained: '0.12',
    byRate: [['0.04', '0.12']],
  },
  {
    of: 'a third of a cent, which is nothing',
    lines: [[1, '0.02', '0.19']],
    total: '0.02',
    contained: '0.00',
    byRate: [],
  },
  {
    of: 'ten of one thing, where tax by unit is three centimes more',
    currency: 'CHF',
    lines: [[10, '1.08', '0.077']],
    total: '10.80',
    contained: '0.77',
    byRate: [['0.077', '0.77']],
  },
  {
    of: 'one rate in two spellings',
    lines: [
      [1, '0.03', '0.2'],
      [1, '0.03', '0.200'],
    ],
    total: '0.06',
    contained: '0.01',
    byRate: [['0.2', '0.01']],
  },
  {
    of: 'yen, at two rates',
    currency: 'JPY',
    lines: [
      [3, '1250', '0.1'],
      [2, '480', '0.08'],
    ],
    shipping: ['500', '0.1'],
    total: '5210',
    contained: '457',
    byRate: [
      ['0.1', '386'],
      ['0.08', '71'],
    ],
  },
  {
    of: 'forints',
    currency: 'HUF',
    lines: [[7, '1999', '0.27']],
    total: '13993',
    contained: '2975',
    byRate: [['0.27', '2975']],
  },
  {
    of: 'Taiwan dollars',
    currency: 'TWD',
    lines: [[1, '105', '0.05']],
    total: '105',
    contained: '5',
    byRate: [['0.05', '5']],
  },
];

describe('prices with tax inside', () => {
  for (const { of, currency = 'EUR', lines, shipping, total, contained, byRate } of carts) {
    it(`sum up to what they say, and hold the tax of each rate: ${of}`, () => {
      const cart = cartOf(currency, true, lines, shipping);
      expect(toAmount(cart.total)).to.equal(total);
      expect(toAmount(cart.taxContained)).to.equal(contained);
      expect(cart.taxByRate.map(({ rate, tax }) => [rate, toAmount(tax)])).to.deep.equal(byRate);
      expect(toAmount(cart.tax)).to.equal(toAmount(parseAmount(currency, '0')));
      expect(cart.lines.map(({ unitTax }) => unitTax.minorUnits)).to.deep.equal(lines.map(() => 0));
    });
  }

  it('hold nothing of the tax of shipping where the catalogue has no rate for it', () => {
    const cart = cartOf('EUR', true, [[1, '10.00']], ['4.90']);
    expect(cart).to.deep.include({ taxContained: parseAmount('EUR', '0'), taxByRate: [] });
  });

  it('refuse what is no rate', () => {
    for (const rate of ['19', '1.01', '-0.1', 'x', ''])
      expect(() => cartOf('EUR', true, [[1, '10.00', rate]]), rate).to.throw(RangeError, 'tax rate');
  });
});

describe('prices before tax', () => {
  it('hold none, and are taxed by unit as PayPal adds it up', () => {
    const cart = cartOf('EUR', false, [[99, '0.04', '0.2']], ['4.90']);
    expect(cart).to.deep.include({
      tax: parseAmount('EUR', '0.99'),
      total: parseAmount('EUR', '9.85'),
      taxContained: parseAmount('EUR', '0'),
      taxByRate: [],
    });
  });
});

describe('the tax inside of a price', () => {
  it('is what the price is more than its net, rounded half up', () => {
    const table: [string, string, string][] = [
      ['1.19', '0.19', '0.19'],
      ['0.00', '0.19', '0.00'],
      ['1.00', '0', '0.00'],
      ['2.00', '1', '1.00'],
      ['0.01', '1', '0.01'],
      ['2.99', '0.04', '0.12'],
      ['9999999999.99', '0.999999', '4999997499.99'],
    ];
    for (const [price, rate, tax] of table) {
      expect(toAmount(taxIn(parseAmount('EUR', price), rate)), `${price} at ${rate}`).to.equal(tax);
    }
  });
});

describe('contained tax as people read it', () => {
  const eur = (price: string) => parseAmount('EUR', price);
  const of = (...prices: [price: string, rate: string][]) =>
    containedTax(
      'EUR',
      prices.map(([price, rate]) => ({ price: eur(price), rate })),
    );

  it('is one sum, with its rates where there are more than one', () => {
    expect(toShownTax(of(['58.00', '0.19']), 'en')).to.deep.equal({ sum: '€9.26', rates: [] });
    expect(toShownTax(of(['29.00', '0.19'], ['10.00', '0.081']), 'en')).to.deep.equal({
      sum: '€5.38',
      rates: [
        { rate: '19%', tax: '€4.63' },
        { rate: '8.1%', tax: '€0.75' },
      ],
    });
  });

  it('is written as the locale writes it, and in English where that is odd', () => {
    const shown = (locale: string) =>
      JSON.stringify(toShownTax(of(['29.00', '0.19'], ['10.00', '0.081']), locale));
    expect(shown('de-DE').replaceAll(/\s/gu, ' ')).to.include('8,1 %').and.include('0,75 €');
    expect(shown('not a locale')).to.include('8.1%').and.include('€0.75');
  });

  it('is nothing where there is none, and for a row that knows of none', () => {
    expect(toShownTax(of(), 'en')).to.equal(undefined);
    expect(toShownTax(of(['10.00', '0']), 'en')).to.equal(undefined);
    expect(toShownTax({}, 'en')).to.equal(undefined);
  });
});
