import { expect } from 'chai';
import { plainOrder } from './order-bodies.ts';
import { openSandbox, type Sandbox } from './sandbox.ts';

describe('signing in at the simulator', () => {
  let sandbox: Sandbox;
  before(async () => {
    sandbox = await openSandbox({ clientId: 'shop', clientSecret: 'pass:word' });
  });
  after(() => sandbox.simulator.close());

  const signIn = (headers: Record<string, string>, body: string): Promise<Response> =>
    fetch(`${sandbox.simulator.url}/v1/oauth2/token?`, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers },
      body,
    });

  it('gives a bearer token for nine hours to the client that is configured', async () => {
    const response = await signIn(
      { authorization: `Basic ${btoa('shop:pass:word')}` },
      'grant_type=client_credentials',
    );
    expect(response.status).to.equal(200);
    expect(await response.json()).to.include({ token_type: 'Bearer', expires_in: 32_400 });
  });

  it('refuses other credentials in the form of OAuth', async () => {
    const wrong = [
      '',
      'Basic',
      'Bearer abc',
      ...['shop:no', 'other:pass:word', ':', 'shop'].map((text) => `Basic ${btoa(text)}`),
    ];
    for (const authorization of wrong) {
      const response = await signIn({ authorization }, 'grant_type=client_credentials');
      expect(response.status, authorization).to.equal(401);
      expect(await response.json()).to.deep.equal({
        error: 'invalid_client',
        error_description: 'Client Authentication failed',
      });
    }
  });

  it('refuses other grants', async () => {
    const authorization = `Basic ${btoa('shop:pass:word')}`;
    for (const body of ['', 'grant_type=password', '{"grant_type":"client_credentials"}']) {
      const response = await signIn({ authorization }, body);
      expect([response.status, await response.json()]).to.deep.equal([
        400,
        { error: 'unsupported_grant_type', error_description: 'unsupported grant_type' },
      ]);
    }
  });

  it('is asked of every call to the orders', async () => {
    const url = `${sandbox.simulator.url}/v2/checkout/orders`;
    const calls = [
      { method: 'POST', path: '', body: JSON.stringify(plainOrder()) },
      { method: 'GET', path: '/ORDER1' },
      { method: 'PATCH', path: '/ORDER1', body: '[]' },
      { method: 'POST', path: '/ORDER1/capture' },
    ];
    for (const { method, path, ...more } of calls) {
      const missing = await fetch(url + path, { method, ...more });
      expect(missing.status).to.equal(401);
      expect(await missing.json()).to.include({ name: 'AUTHENTICATION_FAILURE' });
      const unknown = await fetch(url + path, {
        method,
        headers: { authorization: 'Bearer A21AAunknown' },
        ...more,
      });
      expect(unknown.status).to.equal(401);
      expect(await unknown.json()).to.include({ error: 'invalid_token' });
    }
  });
});
