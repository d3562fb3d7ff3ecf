import { expect } from 'chai';
import type { Catalog } from '../../src/checkout/catalog.ts';
import { countries } from '../../src/checkout/countries.ts';
import { readCountry } from '../../src/shop/country.ts';
import { countryName } from '../../src/words/language.ts';

const price = { currency: 'EUR', minorUnits: 490 };
const to = (...codes: string[]): Pick<Catalog, 'shipping'> => ({
  shipping: [{ name: 'Parcel', prices: Object.fromEntries(codes.map((code) => [code, price])) }],
});
const shop = to('DE', 'AT', 'GB', 'US', 'C2', 'NL', 'NO', 'CI', 'CZ');

describe('a country as a shopper says it', () => {
  for (const [country, sayings] of [
    [
      'DE',
      [
        'Germany',
        'germany',
        ' GERMANY! ',
        'DE',
        'de',
        'Deutschland',
        'to Germany',
        'Germany, please.',
        '**Germany**',
      ],
    ],
    ['AT', ['Austria', 'AT', 'Österreich', 'osterreich', 'Oesterreich'.replace('Oe', 'Ö')]],
    ['GB', ['GB', 'UK', 'uk', 'United Kingdom', 'the United Kingdom', 'Great Britain', 'England']],
    ['US', ['US', 'USA', 'United States', 'america', 'United States of America']],
    ['C2', ['China', 'CN', 'C2', '中国']],
    ['NL', ['Netherlands', 'The Netherlands', 'Holland', 'Nederland']],
    ['NO', ['Norway', 'NO', 'Norge']],
    ['CI', ["Côte d'Ivoire", 'Cote d’Ivoire', 'COTE DIVOIRE']],
    ['CZ', ['Czechia', 'Czech Republic', 'Česko']],
  ] as const)
    for (const said of sayings)
      it(`is ${country} by ${JSON.stringify(said)}`, () => {
        expect(readCountry(shop, said, 'en-IE')).to.deep.equal({ kind: 'served', country });
      });

  it('may be said in the language of the chat', () => {
    expect(readCountry(to('DE'), 'Allemagne', 'fr-FR')).to.deep.equal({ kind: 'served', country: 'DE' });
    expect(readCountry(to('DE'), 'Allemagne', 'en-GB').kind).to.equal('unknown');
    for (const locale of ['', 'not a locale', 'xx-invalid-\u0000'])
      expect(readCountry(to('DE'), 'Germany', locale).kind, locale).to.equal('served');
  });

  for (const said of [
    'no',
    'No!',
    'is',
    'it',
    'me',
    'at',
    '',
    '?',
    '1',
    '🇩🇪',
    'everywhere',
    'toString',
    'x'.repeat(5_000),
  ])
    it(`is none by ${JSON.stringify(said.slice(0, 20))}`, () => {
      expect(readCountry(shop, said, 'en').kind).to.equal('unknown');
    });

  it('is known, and not served, where nothing is sent there', () => {
    for (const [said, country] of [
      ['France', 'FR'],
      ['Monaco', 'MC'],
      ['Reunion', 'RE'],
    ])
      expect(readCountry(shop, `${said}`, 'en')).to.deep.equal({ kind: 'not_served', country });
  });

  it('is any that PayPal knows where some way costs the same everywhere', () => {
    const world = {
      shipping: [...(shop.shipping === 'none' ? [] : shop.shipping), { name: 'World', price }],
    };
    expect(readCountry(world, 'France', 'en')).to.deep.equal({ kind: 'served', country: 'FR' });
  });

  for (const [said, near] of [
    ['Germny', ['DE']],
    ['Austira', ['AT']],
    ['Netherlnds', ['NL']],
    ['Atlantis', []],
  ] as const)
    it(`is asked for again by ${said}, with ${near.length === 0 ? 'nothing' : near.join(', ')} to choose`, () => {
      const read = readCountry(shop, said, 'en');
      expect(read.kind === 'unknown' && read.near.slice(0, 1)).to.deep.equal([...near]);
    });

  it('has a name in English for each of the list of PayPal, each its own', () => {
    const names = [...countries].map((code) => countryName(code));
    expect(names.filter((name) => /^.{2}$/u.test(name))).to.deep.equal([]);
    expect(new Set(names).size).to.equal(countries.size);
    for (const code of countries)
      expect(
        readCountry(
          {
            shipping: [
              { name: 'World', price },
              { name: 'By', prices: { DE: price } },
            ],
          },
          countryName(code),
          'en',
        ),
        code,
      ).to.deep.equal({ kind: 'served', country: code });
  });
});
