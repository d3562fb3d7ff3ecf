import { expect } from 'chai';
import { catalogSchema } from '../../src/settings/catalog-schema.ts';

const mug = { id: 'mug', name: 'Mug', description: 'A mug.' };

function faultyFields(document: unknown): string[] {
  const { error } = catalogSchema(document).safeParse(document);
  return (error?.issues ?? []).map(({ path }) => path.join('.'));
}

describe('a catalogue whose currency is wrong', () => {
  for (const price of ['12,50', '-1', '1.234', 'free', '', '0', '0.00', 12.5]) {
    it(`has the price ${JSON.stringify(price)} named beside it, which no currency takes`, () => {
      const document = { currency: 'XYZ', products: [{ ...mug, price }] };
      expect(faultyFields(document)).to.have.members(['currency', 'products.0.price']);
    });
  }

  it('has wrong prices of shipping named too, and no price that some currency takes', () => {
    const products = [
      { ...mug, price: '12.50' },
      { ...mug, id: 'cup', name: 'Cup', price: '1250' },
    ];
    const shipping = [
      { name: 'Post', price: '4,90' },
      { name: 'Fetch it', price: '0' },
    ];
    expect(faultyFields({ currency: 'XYZ', products, shipping })).to.have.members([
      'currency',
      'shipping.0.price',
    ]);
    expect(faultyFields({ currency: 'XYZ', products })).to.deep.equal(['currency']);
  });
});

describe('a catalogue that says whether its prices hold their tax', () => {
  const document = (changes: object) => ({
    currency: 'EUR',
    products: [{ ...mug, price: '12.50', taxRate: '0.19' }],
    ...changes,
  });

  it('is read as before tax where it says nothing', () => {
    for (const [changes, taxIncluded] of [
      [{}, false],
      [{ taxIncluded: false }, false],
      [{ taxIncluded: true }, true],
    ] as const) {
      const read = catalogSchema(document(changes)).parse(document(changes));
      expect(read, JSON.stringify(changes)).to.deep.include({ taxIncluded });
      expect(read.products[0]).to.deep.include({ taxRate: '0.19' });
    }
  });

  for (const taxIncluded of ['true', 'yes', '', 1, 0, null, [], {}]) {
    it(`is refused where that is ${JSON.stringify(taxIncluded)}, for that alone`, () => {
      const shipping = [{ name: 'Post', price: '4.90', taxRate: '0.19' }];
      expect(faultyFields(document({ taxIncluded, shipping }))).to.deep.equal(['taxIncluded']);
    });
  }

  it('may have a rate for shipping only where prices hold their tax: on top of shipping PayPal takes none', () => {
    const shipping = [
      { name: 'Post', price: '4.90', taxRate: '0.19' },
      { name: 'Fetch it', price: '0' },
    ];
    expect(faultyFields(document({ taxIncluded: true, shipping }))).to.deep.equal([]);
    for (const changes of [{ shipping }, { taxIncluded: false, shipping }])
      expect(faultyFields(document(changes)), JSON.stringify(changes)).to.deep.equal(['shipping.0.taxRate']);
  });

  for (const taxRate of ['1', '1.0', '1.000000', '1.5', '2', '19', '19%', '-0.19', '0,19', '', 0.19]) {
    for (const taxIncluded of [true, false]) {
      it(`has no rate like ${JSON.stringify(taxRate)}, with tax ${taxIncluded ? 'inside' : 'on top'}`, () => {
        const products = [{ ...mug, price: '12.50', taxRate }];
        expect(faultyFields(document({ taxIncluded, products }))).to.deep.equal(['products.0.taxRate']);
      });
    }
  }

  for (const taxRate of ['0', '0.0', '0.19', '0.081', '0.999999'])
    it(`may have the rate ${taxRate}`, () => {
      const products = [{ ...mug, price: '12.50', taxRate }];
      const shipping = [{ name: 'Post', price: '4.90', taxRate }];
      expect(faultyFields(document({ taxIncluded: true, products, shipping }))).to.deep.equal([]);
    });
});
