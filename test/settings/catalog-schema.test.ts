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
