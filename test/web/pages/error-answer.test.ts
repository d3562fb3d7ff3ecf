import { expect } from 'chai';
import { join } from 'node:path';
import { checkoutErrorCodes, CheckoutError } from '../../../src/checkout/errors.ts';
import { errorPages } from '../../../src/web/pages/error-pages.ts';
import { findPackageRoot } from '../../../src/web/package-root.ts';
import { createShopper } from '../../stage/page-visitor.ts';
import { openShop, type Shop } from '../../stage/site-harness.ts';

describe('the error page', () => {
  let shop: Shop;
  let thrown: unknown;
  before(async () => {
    const real = await openShop();
    shop = await openShop({ flow: { ...real.flow, openLink: () => Promise.reject(thrown) } });
    await real.close();
  });
  after(() => shop.close());

  for (const code of checkoutErrorCodes) {
    it(`has words and a status for ${code}`, async () => {
      thrown = new CheckoutError(code, 'a detail for the log');
      const page = await createShopper().get(`${shop.origin}/checkout/x`);
      expect(page.status).to.equal(errorPages[code].status).and.be.within(400, 503);
      expect(page.kind).to.be.oneOf(['error', 'not-found', 'expired', 'elsewhere']);
      expect(page.html)
        .to.match(/<h1>\w[^<]+<\/h1>/u)
        .and.not.include('a detail');
    });
  }

  it('answers a fault of ours with an id that the log has, and tells nothing of it', async () => {
    thrown = new Error('SQLITE_FULL at /var/secret');
    const page = await createShopper().get(`${shop.origin}/checkout/x`);
    expect(page.status).to.equal(500);
    expect(page.kind).to.equal('error');
    expect(page.html).to.include('Nothing is lost').and.not.include('SQLITE').and.not.include('secret');
    const id = /<dt>Request<\/dt><dd>(\w{16})</u.exec(page.html)?.[1];
    const line = shop.logs.findLast(({ event }) => event === 'fault');
    expect(line?.fields['requestId']).to.equal(id);
    expect(line?.fields['stack']).to.include('SQLITE_FULL');
  });

  it('takes it when something is thrown that is no error at all', async () => {
    thrown = 'text';
    expect((await createShopper().get(`${shop.origin}/checkout/x`)).status).to.equal(500);
  });

  it('answers an address that is not ours with 404, and a method that is not with 405', async () => {
    expect((await createShopper().get(`${shop.origin}/wp-login.php`)).kind).to.equal('not-found');
    for (const [method, path] of [
      ['POST', '/goodbye'],
      ['PUT', '/checkout/x'],
      ['DELETE', `/checkouts/${'a'.repeat(26)}`],
    ]) {
      const answer = await fetch(shop.origin + path, { method: method ?? '' });
      expect(answer.status).to.equal(405);
      expect(answer.headers.get('allow')).to.include('GET');
      expect(await answer.text()).to.include('data-page="error"');
    }
  });

  it('finds its templates from the package’s own folder', () => {
    expect(join(findPackageRoot(), 'test', 'web', 'pages')).to.equal(import.meta.dirname);
  });
});
