import sdk from '@paypal/checkout-server-sdk';
import { expect } from 'chai';
import { createExecutor, type Executor } from '../../src/paypal/executor.ts';
import { badAnswers } from './bad-answers.ts';
import { errorOf } from './error-of.ts';
import {
  collectLog,
  inTurn,
  type LocalServer,
  sendJson,
  sendToken,
  startLocalServer,
} from './local-server.ts';
import { capture, get, orderId } from './sample-operations.ts';

const clientSecret = 'a-secret-that-nobody-may-see';

describe('the executor for PayPal', () => {
  let server: LocalServer;
  const { lines, log } = collectLog();

  beforeEach(async () => {
    server = await startLocalServer();
    lines.length = 0;
  });
  afterEach(() => server.close());

  function executorWith(callTimeoutMs: number, baseUrl = server.url): Executor {
    const environment = new sdk.core.PayPalEnvironment('client', clientSecret, baseUrl, server.url);
    return createExecutor({ environment, callTimeoutMs, log });
  }

  for (const [name, badly] of Object.entries(badAnswers)) {
    it(`calls it unclear and lives on when a call is answered with ${name}`, async () => {
      const executor = executorWith(500);
      server.onCall = badly;
      expect(await errorOf(executor.execute(capture()))).to.match(/^payments_unclear/u);
      expect(server.calls()).to.have.length(1);
      server.onCall = sendJson(200, { ok: true });
      expect(await executor.execute(get())).to.equal('done');
      expect(server.tokenRequests()).to.have.length(1);
    });

    it(`calls it unclear and lives on when the token's address answers with ${name}`, async () => {
      const executor = executorWith(500);
      server.onToken = badly;
      const both = await Promise.all([
        errorOf(executor.execute(capture())),
        errorOf(executor.execute(get())),
      ]);
      for (const error of both) expect(error).to.match(/^payments_unclear/u);
      expect(server.calls()).to.have.length(0);
      server.onToken = sendToken('token-1');
      expect(await executor.execute(get())).to.equal('done');
    });
  }

  it('reads a right answer that has no content type', async () => {
    server.onCall = (response) => response.end('{"ok":true}');
    expect(await executorWith(1_000).execute(capture())).to.equal('done');
  });

  it('does not listen to an aborted signal on a request', async () => {
    const request = Object.assign(new sdk.orders.OrdersGetRequest(orderId), { signal: AbortSignal.abort() });
    expect(await executorWith(1_000).execute({ ...get(), request })).to.equal('done');
  });

  it('calls it unclear when nobody listens', async () => {
    const closed = await startLocalServer();
    await closed.close();
    expect(await errorOf(executorWith(100, closed.url).execute(get()))).to.equal(
      'payments_unclear: token ECONNREFUSED',
    );
  });

  it('asks three times for a GET, and then says that it is unclear', async () => {
    server.onCall = sendJson(503, { name: 'SERVICE_UNAVAILABLE', debug_id: 'abc' });
    expect(await errorOf(executorWith(1_000).execute(get()))).to.equal(
      'payments_unclear: get 503 SERVICE_UNAVAILABLE debug abc',
    );
    expect(server.calls()).to.have.length(3);
  });

  it('is content with the first good answer', async () => {
    server.onCall = inTurn(
      sendJson(500, {}),
      sendJson(429, { name: 'RATE_LIMIT_REACHED' }),
      sendJson(200, { ok: true }),
    );
    expect(await executorWith(1_000).execute(get())).to.equal('done');
    expect(server.calls()).to.have.length(3);
  });

  it('asks once for a capture, whatever the answer', async () => {
    for (const status of [408, 409, 429, 500, 503]) {
      server.onCall = sendJson(status, { name: 'ANYTHING' });
      expect(await errorOf(executorWith(1_000).execute(capture()))).to.match(/^payments_unclear/u);
    }
    expect(server.calls()).to.have.length(5);
  });

  it('does not repeat a definite no', async () => {
    server.onCall = sendJson(422, { name: 'UNPROCESSABLE_ENTITY', details: [{ issue: 'AMOUNT_MISMATCH' }] });
    expect(await errorOf(executorWith(1_000).execute(get()))).to.equal(
      'payments_refused: get 422 UNPROCESSABLE_ENTITY AMOUNT_MISMATCH',
    );
    expect(server.calls()).to.have.length(1);
  });

  it('gets one token for everybody who waits, and keeps it', async () => {
    const executor = executorWith(1_000);
    await Promise.all(Array.from({ length: 20 }, () => executor.execute(get())));
    await executor.execute(get());
    expect(server.tokenRequests()).to.have.length(1);
    expect(server.calls()).to.have.length(21);
    expect(server.calls().every(({ headers }) => headers.authorization === 'Bearer token-1')).to.equal(true);
  });

  it('replays once with a new token after a 401', async () => {
    server.onToken = inTurn(sendToken('old'), sendToken('new'));
    server.onCall = (response, received) =>
      (received.headers.authorization === 'Bearer new'
        ? sendJson(200, { ok: true })
        : sendJson(401, { error: 'invalid_token' }))(response, received);
    const executor = executorWith(1_000);
    const done = await Promise.all(Array.from({ length: 5 }, () => executor.execute(capture())));
    expect(done).to.deep.equal(Array.from({ length: 5 }, () => 'done'));
    expect(server.tokenRequests()).to.have.length(2);
    expect(server.calls()).to.have.length(10);
  });

  it('does not go on replaying when the new token is not taken either', async () => {
    server.onCall = sendJson(401, { name: 'AUTHENTICATION_FAILURE' });
    expect(await errorOf(executorWith(1_000).execute(get()))).to.equal(
      'payments_unclear: get 401 AUTHENTICATION_FAILURE',
    );
    expect(server.calls()).to.have.length(2);
  });

  it('does not replay a second time, not even in another try', async () => {
    const refusal = sendJson(401, { error: 'invalid_token' });
    server.onCall = inTurn(refusal, sendJson(503, {}), refusal, sendJson(200, { ok: true }));
    expect(await errorOf(executorWith(1_000).execute(get()))).to.equal(
      'payments_unclear: get 401 invalid_token',
    );
    expect([server.calls().length, server.tokenRequests().length]).to.deep.equal([3, 2]);
  });

  it('says nothing loudly of credentials where PayPal is only out of order', async () => {
    server.onToken = sendJson(503, { name: 'SERVICE_UNAVAILABLE' });
    expect(await errorOf(executorWith(500).execute(get()))).to.equal(
      'payments_unclear: token 503 SERVICE_UNAVAILABLE',
    );
    server.onToken = sendJson(200, { token_type: 'Bearer' });
    expect(await errorOf(executorWith(500).execute(get()))).to.equal('payments_unclear: token malformed');
    expect(lines.map(({ event }) => event)).to.deep.equal(Array.from({ length: 6 }, () => 'paypal_call'));
  });

  it('says loudly that the credentials are refused, and asks no second time', async () => {
    for (const status of [401, 403]) {
      server.onToken = sendJson(status, {
        error: 'invalid_client',
        error_description: 'Client Authentication failed',
      });
      expect(await errorOf(executorWith(1_000).execute(get()))).to.equal(
        `payments_unclear: token ${status} invalid_client`,
      );
    }
    expect(server.tokenRequests()).to.have.length(2);
    const loud = lines.filter(({ event }) => event === 'paypal_credentials_refused');
    expect(loud.map(({ level }) => level)).to.deep.equal(['error', 'error']);
  });

  it('keeps a token for each instance, even for the same client at another address', async () => {
    const other = await startLocalServer();
    try {
      other.onToken = sendToken('token-of-the-other');
      await executorWith(1_000).execute(get());
      await executorWith(1_000, other.url).execute(get());
      expect(other.calls()[0]?.headers.authorization).to.equal('Bearer token-of-the-other');
    } finally {
      await other.close();
    }
  });

  it('keeps the path of a proxy in front of PayPal', async () => {
    await executorWith(1_000, `${server.url}/proxy/`).execute(get());
    expect(server.received.map(({ path }) => path)).to.deep.equal([
      '/proxy/v1/oauth2/token',
      `/proxy/v2/checkout/orders/${orderId}`,
    ]);
  });

  it('signs in with a form and the credentials', async () => {
    await executorWith(1_000).signIn();
    const [request] = server.tokenRequests();
    expect(request?.method).to.equal('POST');
    expect(request?.body).to.equal('grant_type=client_credentials');
    expect(request?.headers['content-type']).to.equal('application/x-www-form-urlencoded');
    expect(request?.headers.authorization).to.equal(`Basic ${btoa(`client:${clientSecret}`)}`);
  });

  it('writes one line for each call, and nothing secret into any', async () => {
    const payer = 'pat.payer@example.com';
    server.onCall = inTurn(
      sendJson(
        500,
        { name: 'INTERNAL_SERVER_ERROR', message: payer, details: [{ issue: payer, description: payer }] },
        { 'paypal-debug-id': 'f00d' },
      ),
      sendJson(200, { ok: true, payer }),
    );
    await executorWith(1_000).execute(get());
    expect(
      lines.map(({ event, operation, status, debugId, outcome }) => [
        event,
        operation,
        status,
        debugId,
        outcome,
      ]),
    ).to.deep.equal([
      ['paypal_call', 'token', 200, undefined, 'ok'],
      ['paypal_call', 'get', 500, 'f00d', 'unclear'],
      ['paypal_call', 'get', 200, undefined, 'ok'],
    ]);
    expect(lines[1]).to.include({ orderId, reason: '500 INTERNAL_SERVER_ERROR debug f00d' });
    expect(lines[1]?.['ms']).to.be.a('number');
    const written = JSON.stringify(lines);
    for (const secret of [payer, clientSecret, btoa(`client:${clientSecret}`), 'token-1']) {
      expect(written).not.to.include(secret);
    }
  });
});
