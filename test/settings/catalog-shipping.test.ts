import { expect } from 'chai';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { shippingOptions } from '../../src/checkout/shipping.ts';
import { CatalogFaults } from '../../src/settings/catalog-faults.ts';
import { readCatalogFile } from '../../src/settings/catalog-file.ts';

const product = { id: 'mug', name: 'Mug', description: 'A mug.', price: '12.50' };
const eur = (minorUnits: number) => ({ currency: 'EUR', minorUnits });

describe('a catalogue whose shipping costs by country', () => {
  let folder: string;
  let file: string;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'shipping-'));
    file = join(folder, 'shop.json');
  });
  after(() => rm(folder, { recursive: true }));

  async function read(shipping: unknown, currency = 'EUR') {
    await writeFile(file, JSON.stringify({ currency, products: [product], shipping }, undefined, 1));
    return (await readCatalogFile(file)).shipping;
  }

  async function faultsOf(shipping: unknown) {
    try {
      await read(shipping);
    } catch (error) {
      if (error instanceof CatalogFaults) return error.faults;
      throw error;
    }
    throw new Error('It was taken without a fault.');
  }

  for (const [countries, prices] of [
    ['one country', { DE: '4.90' }],
    ['two', { DE: '4.90', AT: '9.90' }],
    ['China by the code of PayPal, and a country for nothing', { C2: '30.00', DE: '0' }],
  ] as const)
    it(`has a price for ${countries}`, async () => {
      const [way, ...others] = shippingOptions({ shipping: await read([{ name: 'Parcel', prices }]) });
      expect(way).to.deep.equal({
        name: 'Parcel',
        prices: Object.fromEntries(
          Object.entries(prices).map(([code, price]) => [code, eur(Math.round(Number(price) * 100))]),
        ),
      });
      expect(others).to.deep.equal([]);
    });

  it('may have ways at one price beside those by country', async () => {
    expect(
      await read([
        { name: 'Parcel', prices: { DE: '4.90' } },
        { name: 'World', price: '30.00' },
      ]),
    ).to.deep.equal([
      { name: 'Parcel', prices: { DE: eur(490) } },
      { name: 'World', price: eur(3_000) },
    ]);
  });

  for (const [code, problem] of [
    ['UK', 'PayPal\'s code of this country is "GB".'],
    ['CN', 'PayPal\'s code of this country is "C2".'],
    ['de', 'PayPal\'s code of this country is "DE".'],
    ['XK', '"XK" is no country that PayPal ships to.'],
    ['EU', '"EU" is no country that PayPal ships to.'],
    ['DEU', '"DEU" is no country that PayPal ships to.'],
    ['Germany', '"Germany" is no country that PayPal ships to.'],
    ['', '"" is no country that PayPal ships to.'],
    ['toString', '"toString" is no country that PayPal ships to.'],
  ] as const)
    it(`names ${JSON.stringify(code)} with its line and its mend`, async () => {
      const faults = await faultsOf([{ name: 'Parcel', prices: { AT: '1.00', [code]: '4.90' } }]);
      expect(faults).to.deep.equal([
        {
          line: 16,
          column: faults[0]?.column,
          field: `shipping[0].prices.${code}`,
          problem,
          mend: 'Write two capitals of PayPal’s list, such as "DE", and the price there in quotes.',
        },
      ]);
    });

  for (const [what, way, field, problem] of [
    ['no price at all', { name: 'Parcel' }, 'shipping[0]', 'It has no price.'],
    [
      'both forms',
      { name: 'Parcel', price: '1.00', prices: { DE: '1.00' } },
      'shipping[0]',
      'It has both "price" and "prices".',
    ],
    ['no country', { name: 'Parcel', prices: {} }, 'shipping[0].prices', 'There is no country in it.'],
    ['a list of prices', { name: 'Parcel', prices: ['1.00'] }, 'shipping[0].prices', 'This is a list.'],
    [
      'a price without quotes',
      { name: 'Parcel', prices: { DE: 4.9 } },
      'shipping[0].prices.DE',
      'This is a number without quotes.',
    ],
    [
      'a misspelt field',
      { name: 'Parcel', price: '1.00', Prices: {} },
      'shipping[0].Prices',
      'There is no field "Prices" here.',
    ],
  ] as const)
    it(`names a way with ${what}`, async () => {
      const faults = await faultsOf([way]);
      expect(faults.map((fault) => [fault.field, fault.problem])).to.deep.equal([[field, problem]]);
      expect(faults[0]?.mend).to.match(/^Write /u);
    });

  it('names every fault in one round: of a code, of a price, and of a way without one', async () => {
    const faults = await faultsOf([
      { name: 'Parcel', prices: { UK: '4.90', DE: '-1' } },
      { name: '', prices: { DE: 'free' } },
      { name: 'Post', prices: {}, price: '1,00' },
    ]);
    expect(faults.map(({ field }) => field)).to.have.members([
      'shipping[0].prices.UK',
      'shipping[0].prices.DE',
      'shipping[1].name',
      'shipping[1].prices.DE',
      'shipping[2]',
      'shipping[2].prices',
      'shipping[2].price',
    ]);
  });
});

describe('the samples', () => {
  it('are a shop that ships by one way at one price, and one that has prices by country', async () => {
    const [way, ...others] = shippingOptions(await readCatalogFile('public/catalog.json'));
    expect(way).to.deep.equal({ name: 'Free shipping', price: eur(0) });
    expect(others).to.deep.equal([]);
    const byCountry = await readCatalogFile('public/catalog-by-country.json');
    expect(shippingOptions(byCountry).map(({ prices = {} }) => Object.keys(prices))).to.deep.equal([
      ['DE', 'AT', 'FR', 'GB', 'US'],
      ['DE', 'AT'],
    ]);
  });
});
