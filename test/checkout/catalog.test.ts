import { expect } from 'chai';
import { findProduct, suggestProducts, type Catalog } from '../../src/checkout/catalog.ts';

const names: [string, string][] = [
  ['breakfast-tea', 'Hillside Breakfast Tea'],
  ['meadow-tea', 'Meadow Herb Tea'],
  ['teapot', 'Dipped Teapot'],
  ['mug', 'Speckled Mug'],
  ['cup-small', 'Small Cup'],
  ['cup-large', 'Large Cup'],
  ['cherries', 'Box of Cherries'],
  ['creme', 'Crème Brûlée'],
  ['teacups', 'Pair of Teacups'],
];

const catalog: Catalog = {
  currency: 'EUR',
  shipping: 'none',
  products: names.map(([id, name]) => ({
    id,
    name,
    description: name,
    price: { currency: 'EUR', minorUnits: 100 },
  })),
};

function outcome(text: string): string {
  const match = findProduct(catalog, text);
  if ('found' in match) return match.found.id;
  if ('ambiguous' in match) return match.ambiguous.map(({ id }) => id).join(' | ');
  return `unknown: ${match.unknown}`;
}

describe('the catalogue', () => {
  it('finds each product by its id and by its name, in any case', () => {
    for (const [id, name] of names) {
      for (const text of [id, name, id.toUpperCase(), name.toUpperCase(), ` ${name} `]) {
        expect(outcome(text), text).to.equal(id);
      }
    }
  });

  it('forgives plurals, spaces, hyphens, accents, articles and word order', () => {
    const table: [string, string][] = [
      ['speckled mugs', 'mug'],
      ['the mug', 'mug'],
      ['tea pot', 'teapot'],
      ['tea-pots', 'teapot'],
      ['breakfasttea', 'breakfast-tea'],
      ['cherry', 'cherries'],
      ['creme brulee', 'creme'],
      ['large cups', 'cup-large'],
      ['cup, large', 'cup-large'],
      ['tea cups', 'teacups'],
      ['pair teacup', 'teacups'],
      ['ＭＵＧ', 'mug'],
    ];
    for (const [text, id] of table) expect(outcome(text), text).to.equal(id);
  });

  it('finds a product by a part that only it has', () => {
    for (const [text, id] of [
      ['hill', 'breakfast-tea'],
      ['herb', 'meadow-tea'],
      ['spe', 'mug'],
      ['dip tea', 'teapot'],
    ] as const) {
      expect(outcome(text), text).to.equal(id);
    }
  });

  it('names the candidates when several fit, and prefers whole words to beginnings', () => {
    expect(outcome('cup')).to.equal('cup-small | cup-large');
    expect(outcome('tea')).to.equal('breakfast-tea | meadow-tea');
  });

  it('takes an id as typed before a name that only sounds the same', () => {
    const [first] = catalog.products;
    if (!first) throw new Error('The catalogue is empty.');
    const cup = { ...first, id: 'cup', name: 'Our cup' };
    const twins = { ...catalog, products: [cup, { ...first, id: 'cups', name: 'Our cups' }] };
    expect(findProduct(twins, 'CUPS')).to.deep.equal({ found: twins.products[1] });
    expect(findProduct(twins, 'our cup')).to.deep.equal({ found: twins.products[0] });
    expect(findProduct(twins, 'the cup')).to.deep.equal({ ambiguous: twins.products });
  });

  it('says unknown to everything else, and gives the text back', () => {
    for (const text of ['', ' ', '🍵', 'x', '%', 'bicycle', '-1', '__proto__', 'a'.repeat(5000)]) {
      expect(outcome(text), text.slice(0, 20)).to.equal(`unknown: ${text}`);
    }
  });

  it('finds a product whose name has no letters', () => {
    const [first] = catalog.products;
    if (!first) throw new Error('The catalogue is empty.');
    const odd = { ...catalog, products: [{ ...first, id: 'cup-of-tea', name: '🍵' }] };
    expect(findProduct(odd, '🍵')).to.have.property('found');
  });

  it('suggests what a mistyped name may have meant', () => {
    const ids = (text: string) => suggestProducts(catalog, text).map(({ id }) => id);
    expect(ids('teapt')).to.include('teapot');
    expect(ids('spekled mug')[0]).to.equal('mug');
    expect(ids('meadw herb tea')[0]).to.equal('meadow-tea');
    expect(ids('cheries')[0]).to.equal('cherries');
    expect(ids('qqqqqqqq')).to.deep.equal([]);
    expect(ids('a'.repeat(100_000))).to.deep.equal([]);
    expect(ids('tea').length).to.be.at.most(3);
  });
});
