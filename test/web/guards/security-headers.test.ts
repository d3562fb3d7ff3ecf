import { expect } from 'chai';
import { rawRequest } from '../raw-request.ts';
import { openShop, type Shop } from '../../stage/site-harness.ts';

describe('the headers of every answer', () => {
  let shop: Shop;
  let live: Shop;
  before(async () => {
    shop = await openShop();
    live = await openShop({ publicUrl: 'https://shop.example', payPalWebUrl: 'https://*.paypal.com' });
  });
  after(async () => {
    await shop.close();
    await live.close();
  });

  it('allow no script, frame, cache, foreign form or foreign picture, on pages and refusals alike', async () => {
    const link = new URL(await live.linkOf(await live.start())).pathname;
    for (const path of [
      link,
      '/goodbye',
      '/nothing',
      '/checkout/x',
      '/health/live',
      `/checkouts/${'a'.repeat(26)}/number`,
    ]) {
      const { headers } = await rawRequest(live.port, path, { headers: { host: 'shop.example' } });
      expect(headers['content-security-policy'], path).to.equal(
        "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self' https://*.paypal.com; " +
          "base-uri 'none'; frame-ancestors 'none'",
      );
      expect(headers['cache-control']).to.equal('no-store');
      expect(headers['x-content-type-options']).to.equal('nosniff');
      expect(headers['referrer-policy']).to.equal('same-origin');
      expect(headers['permissions-policy']).to.include('camera=()');
      expect(headers['cross-origin-opener-policy']).to.equal('same-origin');
      expect(headers['cross-origin-resource-policy']).to.equal('same-origin');
      expect(headers['x-robots-tag']).to.include('noindex');
      expect(headers['strict-transport-security']).to.match(/^max-age=\d{8}/u);
      expect(headers).not.to.have.any.keys('x-powered-by', 'server');
    }
    const foreign = await rawRequest(live.port, '/goodbye', { headers: { host: 'evil.example' } });
    expect(foreign.headers['content-security-policy']).to.include("default-src 'none'");
  });

  it('ask for https only where the public address has it, and name PayPal’s pages for the form', async () => {
    const { headers } = await fetch(`${shop.origin}/goodbye`);
    expect(headers.get('strict-transport-security')).to.equal(null);
    expect(headers.get('content-security-policy')).to.include(`form-action 'self' ${shop.simulatorUrl};`);
  });
});
