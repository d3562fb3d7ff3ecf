import { expect } from 'chai';
import { describeOrder } from '../../src/desk/order.ts';
import { type Bench, openBench } from '../stage/flow-harness.ts';

describe('one order as the merchant sees it', () => {
  let bench: Bench;
  beforeEach(async () => {
    bench = await openBench();
  });
  afterEach(() => bench.close());

  const eur = (minorUnits: number) => ({ currency: 'EUR', minorUnits });
  const product = (id: string, minorUnits: number, taxRate?: string) => ({
    product: {
      id,
      name: id,
      description: '',
      price: eur(minorUnits),
      ...(taxRate === undefined ? {} : { taxRate }),
    },
    quantity: 1,
  });
  const sums = async (...cart: ReturnType<typeof product>[]): Promise<string[]> => {
    const shipping = { name: 'Post', price: eur(490) };
    const checkout = await bench.start({ cart, shipping, catalog: { currency: 'EUR', taxIncluded: true } });
    const lines = describeOrder(await bench.row(checkout));
    return lines.slice(lines.findIndex((line) => line.startsWith('Items')));
  };

  it('has the tax that its total holds by rate, below the total to which nothing is added', async () => {
    const rows = await sums(product('teapot', 2_900, '0.19'), product('tea', 1_000, '0.081'));
    expect(rows).to.deep.equal([
      'Items      39.00 EUR',
      'Shipping (Post) 4.90 EUR',
      'Total      43.90 EUR',
      'Tax inside 5.38 EUR (19%: 4.63, 8.1%: 0.75)',
    ]);
  });

  it('names the rate where there is one, and nothing where nothing is taxed', async () => {
    expect((await sums(product('teapot', 2_900, '0.19'))).at(-1)).to.equal('Tax inside 4.63 EUR (19%: 4.63)');
    expect((await sums(product('book', 2_900, '0'))).at(-1)).to.equal('Total      33.90 EUR');
    expect((await sums(product('card', 2_900))).at(-1)).to.equal('Total      33.90 EUR');
  });
});
