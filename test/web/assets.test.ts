import { expect } from 'chai';
import { rawRequest } from './raw-request.ts';
import { openShop, type Shop } from '../stage/site-harness.ts';

describe('style sheet and pictures', () => {
  let shop: Shop;
  before(async () => {
    shop = await openShop();
  });
  after(() => shop.close());

  it('come with their type, for good at a hashed address and checked at a plain one', async () => {
    const page = await (await fetch(`${shop.origin}/goodbye`)).text();
    const hashed = /href="(\/assets\/site\.css\?v=\w+)"/u.exec(page)?.[1] ?? '';
    const style = await fetch(shop.origin + hashed);
    expect(style.headers.get('content-type')).to.equal('text/css; charset=utf-8');
    expect(style.headers.get('cache-control')).to.equal('public, max-age=31536000, immutable');
    const plain = await fetch(`${shop.origin}/assets/site.css?v=old`);
    expect(plain.headers.get('cache-control')).to.equal('public, no-cache');
    const etag = plain.headers.get('etag') ?? '';
    // fetch would ask for a fresh copy whenever it is given a validator.
    const known = await rawRequest(shop.port, '/assets/site.css', {
      headers: { host: `localhost:${shop.port}`, 'if-none-match': etag },
    });
    expect(known.status).to.equal(304);
    expect(known.body).to.equal('');
  });

  it('may be shown by the chat windows of other origins', async () => {
    for (const [path, type] of [
      ['/products/teapot.png', 'image/png'],
      ['/products/teapot.svg', 'image/svg+xml'],
      ['/favicon.svg', 'image/svg+xml'],
    ]) {
      const picture = await fetch(shop.origin + path);
      expect(picture.status).to.equal(200);
      expect(picture.headers.get('content-type')).to.equal(type);
      expect(picture.headers.get('cross-origin-resource-policy')).to.equal('cross-origin');
    }
  });

  it('are the only files that can be asked for', async () => {
    const paths = [
      '/products/../catalog.json',
      '/products/..%2fcatalog.json',
      '/products/%2e%2e%2fcatalog.json',
      '/products/..\\catalog.json',
      '/assets/../../package.json',
      '/products/none.png',
      '/products/teapot.png/x',
      '/catalog.json',
      '/products/',
      '/package.json',
      '/.env',
    ];
    for (const path of paths) {
      const answer = await rawRequest(shop.port, path, { headers: { host: `localhost:${shop.port}` } });
      expect(answer.status, path).to.equal(404);
      expect(answer.body).to.include('data-page="not-found"');
    }
  });
});
