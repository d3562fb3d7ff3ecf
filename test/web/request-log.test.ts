import { expect } from 'chai';
import { createShopper, goToPayPal } from '../stage/page-visitor.ts';
import { openShop, type Shop } from '../stage/site-harness.ts';

describe('the log of the site', () => {
  let shop: Shop;
  before(async () => {
    shop = await openShop();
  });
  after(() => shop.close());

  it('names each request by its pattern, with the checkout, and holds no secret of a whole purchase', async () => {
    const checkout = await shop.start();
    const link = await shop.linkOf(checkout);
    const shopper = createShopper();
    const approval = await goToPayPal(shopper, link);
    const { location: back = '' } = await shopper.press(approval, 'Approve payment');
    const page = await shopper.follow(await shopper.get(back));
    await createShopper().get(back);
    await shopper.post(page.url, 'csrf=wrong-token');
    await shopper.get(`${shop.origin}/checkout/guessed-token`);

    const lines = shop.logs.filter(({ event }) => event === 'http').map(({ fields }) => fields);
    expect(lines.map(({ method, route, status }) => `${method} ${route} ${status}`)).to.deep.equal([
      'GET /checkout/:linkToken 200',
      'POST /checkouts/:id/pay 303',
      'GET /checkouts/:id/return/:nonce 303',
      'GET /checkouts/:id/number 200',
      'GET /checkouts/:id/return/:nonce 403',
      'POST /checkouts/:id/number 403',
      'GET /checkout/:linkToken 404',
    ]);
    for (const line of lines.slice(0, 6)) expect(line['checkoutId']).to.equal(checkout.id);
    expect(new Set(lines.map(({ requestId }) => requestId)).size).to.equal(lines.length);

    const url = new URL(back);
    const secrets = [
      link.split('/').at(-1),
      url.pathname.split('/').at(-1),
      url.searchParams.get('PayerID'),
      /magic-number">(\d+)</u.exec(page.html)?.[1],
      shopper.cookieFor(shop.origin).split('=')[1],
      'wrong-token',
      'guessed-token',
      'Maria',
    ];
    const text = JSON.stringify(shop.logs);
    for (const secret of secrets) {
      expect(secret).to.be.a('string').with.length.above(4);
      expect(text).not.to.include(`${secret}`);
    }
  });

  it('says none where no address fits', async () => {
    await createShopper().get(`${shop.origin}/wp-login.php`);
    expect(shop.logs.at(-1)?.fields).to.include({ route: 'none', status: 404 });
  });
});
