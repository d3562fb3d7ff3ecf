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

const catalog = catalogOf(...names);

function catalogOf(...entries: [string, string][]): Catalog {
  const price = { currency: 'EUR', minorUnits: 100 };
  const products = entries.map(([id, name]) => ({ id, name, description: name, price }));
  return { currency: 'EUR', taxIncluded: false, shipping: 'none', products };
}

function outcome(text: string, searched = catalog): string {
  const match = findProduct(searched, text);
  if ('found' in match) return match.found.id;
  if ('ambiguous' in match) return `one of ${match.ambiguous.map(({ id }) => id).join(' | ')}`;
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
      ['pots', 'teapot'],
      ['boxes', 'cherries'],
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
    expect(outcome('cup')).to.equal('one of cup-small | cup-large');
    expect(outcome('tea')).to.equal('one of breakfast-tea | meadow-tea');
  });

  it('takes an id as typed before a name that only sounds the same', () => {
    const twins = catalogOf(['cup', 'Our cup'], ['cups', 'Our cups']);
    for (const text of ['CUPS', ' cups ', 'our cups', ' Our \t CUPS'])
      expect(outcome(text, twins), text).to.equal('cups');
    expect(outcome('our cup', twins)).to.equal('cup');
    expect(outcome('the cup', twins)).to.equal('one of cup | cups');
  });

  it('tells names apart that differ in a space or a letter of their own', () => {
    const alike = catalogOf(['a1', 'Tea Pot'], ['a2', 'Teapot'], ['b1', 'Straße'], ['b2', 'Strasse']);
    for (const { id, name } of alike.products) expect(outcome(name.toLowerCase(), alike), name).to.equal(id);
  });

  it('prefers a whole name, then its beginning, to what stands further inside', () => {
    const pots = catalogOf(['b', 'Glass Teapot'], ['a', 'Teapot'], ['c', 'Teapot Lid']);
    expect(outcome('teapots', pots)).to.equal('a');
    expect(outcome('teap', catalogOf(['b', 'Glass Teapot'], ['a', 'Teapot']))).to.equal('a');
  });

  it('takes two letters inside a name for nothing', () => {
    expect(outcome('po')).to.equal('unknown: po');
  });

  it('knows plurals of short words, and words that only look like plurals', () => {
    const odd = catalogOf(
      ['pie', 'Apple Pie'],
      ['dish', 'Deep Dish'],
      ['axe', 'Axe'],
      ['axle', 'Axle'],
      ['bu', 'Bu'],
      ['bus', 'Bus'],
      ['sesame', 'Sesame'],
      ['disk', 'Disk'],
      ['rose', 'O’Hara'],
    );
    for (const [text, id] of [
      ['pies', 'pie'],
      ['dishes', 'dish'],
      ['some axes', 'axe'],
      ['the bus', 'bus'],
      ['sesames', 'sesame'],
      ['oharas', 'rose'],
      ["o'hara", 'rose'],
    ] as const)
      expect(outcome(text, odd), text).to.equal(id);
  });

  it('says unknown to everything else, and gives the text back', () => {
    for (const text of ['', ' ', '🍵', 'x', '%', 'bicycle', '-1', '__proto__', 'a'.repeat(5000)]) {
      expect(outcome(text), text.slice(0, 20)).to.equal(`unknown: ${text}`);
    }
  });

  it('finds a product whose name has no letters', () => {
    const odd = catalogOf(['cup-of-tea', '🍵'], ['set', '🍰🍵']);
    expect(outcome('🍵', odd)).to.equal('cup-of-tea');
    expect(outcome(' 🍰 ', odd)).to.equal('set');
    expect(outcome('THE', catalogOf(['band', 'The The']))).to.equal('band');
  });

  it('suggests what a mistyped name may have meant', () => {
    const ids = (text: string) => suggestProducts(catalog, text).map(({ id }) => id);
    expect(ids('teapt')).to.include('teapot');
    expect(ids('spekled mug')[0]).to.equal('mug');
    expect(ids('meadw herb tea')[0]).to.equal('meadow-tea');
    expect(ids('cheries')[0]).to.equal('cherries');
    expect(ids('qqqqqqqq')).to.deep.equal([]);
    expect(ids('a'.repeat(100_000))).to.deep.equal([]);
    expect(ids('herbb'), 'by one word of the name').to.deep.equal(['meadow-tea']);
  });

  it('suggests three at most, and nothing of which more than two letters in five differ', () => {
    const four = catalogOf(...['cupa', 'cupb', 'cupc', 'cupd'].map((id): [string, string] => [id, id]));
    expect(suggestProducts(four, 'cupd').map(({ id }) => id)).to.deep.equal(['cupd', 'cupa', 'cupb']);
    const [near, far] = [catalogOf(['rainbowcup', 'Rainbowcup']), catalogOf(['sugarbread', 'Sugarbread'])];
    expect(suggestProducts(near, 'bowcup')).to.have.length(1);
    expect(suggestProducts(far, 'bread')).to.deep.equal([]);
  });
});
