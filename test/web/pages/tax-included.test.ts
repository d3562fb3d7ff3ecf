import { expect } from 'chai';
import { createShopper, payWith } from '../../stage/page-visitor.ts';
import { openShop, type Shop } from '../../stage/site-harness.ts';

describe('the pages of a purchase whose prices hold their tax', () => {
  let shop: Shop;
  before(async () => {
    shop = await openShop();
  });
  after(() => shop.close());

  it('show the tax below the total, to which nothing is added, from the link to the receipt', async () => {
    const checkout = await shop.start({ taxIncluded: true });
    const shopper = createShopper();
    const link = await shop.linkOf(checkout);
    const first = textOf((await shopper.get(link)).html);
    expect(first)
      .to.match(/Total €119\.00 Tax included €14\.37/u)
      .and.not.match(/Items|(?<!\S)Tax €/u);
    const number = await payWith(shopper, link);
    expect(textOf(number.html)).to.match(/Your order: €119\.00 .*Tax included €14\.37/u);
    expect(textOf(number.html)).not.to.match(/(?<!\S)Tax €/u);
  });

  it('name each rate where there are more than one', async () => {
    const checkout = await shop.start({ taxIncluded: true, teaRate: '0.081' });
    const page = await createShopper().get(await shop.linkOf(checkout));
    expect(textOf(page.html)).to.match(
      /Total €119\.00 Tax included €16\.54 of it at 19% €14\.37 of it at 8\.1% €2\.17/u,
    );
  });

  it('say nothing of tax inside where there is none, and show what is added as before', async () => {
    const free = await shop.start({ taxIncluded: true });
    await shop.force(free, { taxContained: { currency: 'EUR', minorUnits: 0 }, taxByRate: [] });
    const untaxed = await createShopper().get(await shop.linkOf(free));
    expect(textOf(untaxed.html)).not.to.match(/Tax/u);
    const added = await createShopper().get(await shop.linkOf(await shop.start()));
    expect(textOf(added.html))
      .to.match(/Items €119\.00 Tax €17\.10 Total €136\.10/u)
      .and.not.match(/included/u);
  });
});

function textOf(html: string): string {
  return html
    .replaceAll(/<[^>]*>/gu, ' ')
    .replaceAll(/\s+/gu, ' ')
    .trim();
}
