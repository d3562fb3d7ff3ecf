import { expect } from 'chai';
import { hostGuard } from '../../../src/web/guards/host-guard.ts';
import { askGuard } from '../ask-guard.ts';
import { rawRequest } from '../raw-request.ts';
import { openShop, type Shop } from '../../stage/site-harness.ts';

describe('the host guard', () => {
  let local: Shop;
  let live: Shop;
  before(async () => {
    local = await openShop();
    live = await openShop({ publicUrl: 'https://shop.example', allowedHosts: ['Internal.example:8080'] });
  });
  after(async () => {
    await local.close();
    await live.close();
  });

  it('serves the public host, in any case and with the port that its protocol implies', async () => {
    for (const host of ['shop.example', 'SHOP.example', 'shop.example:443', 'internal.example:8080']) {
      expect((await rawRequest(live.port, '/goodbye', { headers: { host } })).status, host).to.equal(200);
    }
  });

  it('answers 421 to every other host, whatever proxies say', async () => {
    const hosts = [
      'evil.example',
      'shop.example:80',
      'shop.example.evil.example',
      '127.0.0.1',
      'a b',
      '',
      'x@shop.example',
    ];
    for (const host of hosts) {
      const answer = await rawRequest(live.port, '/goodbye', {
        headers: { host, 'x-forwarded-host': 'shop.example' },
      });
      expect(answer.status, host).to.equal(421);
      expect(answer.body).to.include('data-page="error"').and.not.include('evil');
    }
  });

  it('knows a host by its name and port alone, in IPv6 too', async () => {
    const ask = async (host: string, origin: string, allowed: readonly string[] = []): Promise<string> => {
      const guard = hostGuard(origin, allowed);
      const { value, refusal } = await askGuard(
        async (ctx) => {
          await guard(ctx, async () => undefined);
          return 'served';
        },
        { headers: { host } },
      );
      return refusal ?? String(value);
    };
    const six = 'http://[2001:db8::1]:8080';
    expect(await ask('[2001:db8::1]:8080', six)).to.equal('served');
    expect(await ask('[2001:db8::1]', 'http://[2001:db8::1]')).to.equal('served');
    expect(await ask('Internal.example:8080', six, ['INTERNAL.example:8080'])).to.equal('served');
    for (const host of [
      '[2001:db8::1]',
      'x[2001:db8::1]:8080',
      '[2001:db8::1]:8080x',
      '[2001:db8::2]:8080',
      '',
    ])
      expect(await ask(host, six), host).to.equal('wrong_host');
  });

  it('lets programs on this machine reach messages and health by a loopback name', async () => {
    for (const name of ['127.0.0.1', 'localhost', '[::1]']) {
      const headers = { host: `${name}:${live.port}`, 'content-type': 'application/json' };
      expect((await rawRequest(live.port, '/health/live', { headers })).status).to.equal(200);
      expect((await rawRequest(live.port, '/health/ready', { headers })).status).to.equal(200);
      const message = { method: 'POST', headers, body: '{}' };
      expect((await rawRequest(live.port, '/api/messages', message)).status).to.equal(200);
      expect((await rawRequest(live.port, '/goodbye', { headers })).status).to.equal(421);
    }
    const elsewhere = { headers: { host: 'localhost:1' } };
    expect((await rawRequest(live.port, '/health/live', elsewhere)).status).to.equal(421);
  });

  it('builds redirects from the public address, never from the request', async () => {
    const checkout = await live.start();
    const path = new URL(await live.linkOf(checkout)).pathname;
    const headers = { host: 'shop.example' };
    const page = await rawRequest(live.port, path, { headers });
    const cookie = String(page.headers['set-cookie']).split(';')[0] ?? '';
    const token = /not-mine">\s*<input type="hidden" name="csrf" value="([^"]+)"/u.exec(page.body)?.[1] ?? '';
    const answer = await rawRequest(live.port, `/checkouts/${checkout.id}/not-mine`, {
      method: 'POST',
      headers: {
        ...headers,
        cookie,
        'content-type': 'application/x-www-form-urlencoded',
        'x-forwarded-proto': 'http',
      },
      body: `csrf=${token}`,
    });
    expect(answer.headers['location']).to.equal('https://shop.example/goodbye');
  });

  it('keeps a secure, host-bound cookie on https and a plain one on localhost', async () => {
    const path = new URL(await live.linkOf(await live.start())).pathname;
    const page = await rawRequest(live.port, path, { headers: { host: 'shop.example' } });
    expect(page.headers['set-cookie']?.[0]).to.match(
      /^__Host-payer=[\w-]{43}; Path=\/; HttpOnly; SameSite=Lax; Secure$/u,
    );
    const plain = await rawRequest(local.port, new URL(await local.linkOf(await local.start())).pathname, {
      headers: { host: `localhost:${local.port}` },
    });
    expect(plain.headers['set-cookie']?.[0])
      .to.match(/^chat_checkout_payer=/u)
      .and.not.include('Secure');
  });
});
