import { once } from 'node:events';
import http from 'node:http';
import { expect } from 'chai';
import { teaOrder } from './order-bodies.ts';
import { idOf, openSandbox, type Sandbox } from './sandbox.ts';

describe('the simulator guards itself', () => {
  let sandbox: Sandbox;
  beforeEach(async () => {
    sandbox = await openSandbox();
  });
  afterEach(() => sandbox.simulator.close());

  /** A request with headers that `fetch` does not let anybody choose. */
  async function request(
    method: string,
    path: string,
    headers: Record<string, string>,
    body = '',
  ): Promise<number> {
    const sent = http.request(sandbox.simulator.url + path, { method, headers }).end(body);
    const [response] = await once(sent, 'response');
    if (!(response instanceof http.IncomingMessage)) throw new Error('no response');
    response.resume();
    return response.statusCode ?? 0;
  }

  it('answers only to names of this machine', async () => {
    for (const host of ['127.0.0.1', 'localhost:3979', 'LOCALHOST', '[::1]:3979', 'paypal.localhost']) {
      expect(await request('GET', '/_simulator/ledger', { host }), host).to.equal(200);
    }
    for (const host of ['evil.example', '127.0.0.1.evil.example', 'localhost.evil.example:80', '10.0.0.1']) {
      expect(await request('GET', '/_simulator/ledger', { host }), host).to.equal(421);
    }
  });

  it('takes no faults, reset or decision from a page of another origin', async () => {
    const id = idOf(await sandbox.create(teaOrder()));
    const json = { 'content-type': 'application/json' };
    const foreign = [
      { origin: 'https://evil.example' },
      { origin: 'null' },
      { 'sec-fetch-site': 'cross-site' },
      { 'sec-fetch-site': 'same-site' },
    ];
    for (const headers of foreign) {
      expect(await request('POST', '/_simulator/reset', headers)).to.equal(403);
      expect(await request('POST', '/_simulator/faults', { ...json, ...headers }, '{"faults":[]}')).to.equal(
        403,
      );
      expect(await request('POST', `/checkoutnow?token=${id}`, headers, 'decision=approve')).to.equal(403);
    }
    expect((await sandbox.get(id)).body.status).to.equal('PAYER_ACTION_REQUIRED');
    const { origin } = new URL(sandbox.simulator.url);
    expect(await request('POST', `/checkoutnow?token=${id}`, { origin }, 'decision=approve')).to.equal(303);
  });

  it('takes faults as JSON only', async () => {
    for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'application/json-seq', '']) {
      const headers = type === '' ? {} : { 'content-type': type };
      expect(await request('POST', '/_simulator/faults', headers, '{"faults":[]}'), type).to.equal(415);
    }
    const typed = { 'content-type': 'application/json; charset=utf-8' };
    expect(await request('POST', '/_simulator/faults', typed, '{"faults":[]}')).to.equal(200);
  });

  it('takes orders as JSON only', async () => {
    const reply = await sandbox.create(teaOrder(), { 'content-type': 'text/plain' });
    expect([reply.status, reply.body.name]).to.deep.equal([415, 'UNSUPPORTED_MEDIA_TYPE']);
  });

  it('refuses bodies over 256 KB, told beforehand or not', async () => {
    const fits = await sandbox.create(`${JSON.stringify(teaOrder())}${' '.repeat(200 * 1024)}`);
    expect(fits.status).to.equal(200);
    const large = await sandbox.create(`${JSON.stringify(teaOrder())}${' '.repeat(256 * 1024)}`);
    expect([large.status, large.body.name]).to.deep.equal([413, 'REQUEST_TOO_LARGE']);
    const chunked = { 'transfer-encoding': 'chunked', 'content-type': 'application/json' };
    expect(await request('POST', '/_simulator/faults', chunked, ' '.repeat(300 * 1024))).to.equal(413);
  });

  it('knows no other paths and methods', async () => {
    expect(await request('GET', '/v2/checkout/orders', {})).to.equal(405);
    expect(await request('DELETE', '/v2/checkout/orders/ABC', {})).to.equal(405);
    expect(await request('GET', '/v1/payments', {})).to.equal(404);
    expect(await request('GET', '/_simulator/secrets', {})).to.equal(404);
    expect(await request('GET', '/_simulator/reset', {})).to.equal(404);
    expect(await request('GET', '//evil.example/_simulator/ledger', {})).to.equal(404);
  });

  it('forgets everything but sign-ins on reset', async () => {
    const id = idOf(await sandbox.create(teaOrder(), { 'paypal-request-id': 'one' }));
    await sandbox.arrange({ operation: '*', fault: 'hang' });
    expect(await request('POST', '/_simulator/reset', {})).to.equal(200);
    expect(await sandbox.ledger()).to.deep.equal({
      orders: [],
      authorizations: [],
      captures: [],
      refunds: [],
      requests: [],
    });
    expect((await sandbox.get(id)).status).to.equal(404);
    expect((await sandbox.create(teaOrder(), { 'paypal-request-id': 'one' })).status).to.equal(200);
  });

  it('writes every request to the ledger, with its id, its status and its debug id', async () => {
    const created = await sandbox.create(teaOrder(), { 'paypal-request-id': 'one' });
    await sandbox.press(idOf(created), 'approve');
    const captured = await sandbox.capture(idOf(created), { 'paypal-request-id': 'two' });
    const { requests } = await sandbox.ledger();
    expect(requests.map((row) => [row.operation, row.method, row.status, row.requestId])).to.deep.equal([
      ['token', 'POST', 200, null],
      ['create', 'POST', 200, 'one'],
      ['decide', 'POST', 303, null],
      ['capture', 'POST', 201, 'two'],
    ]);
    expect(requests.at(-1)).to.deep.include({
      time: '2026-03-01T10:00:00.000Z',
      path: `/v2/checkout/orders/${idOf(created)}/capture`,
      debugId: captured.headers.get('paypal-debug-id'),
    });
  });

  it('closes at once, whatever hangs', async () => {
    await sandbox.arrange(
      { operation: 'page', times: 2, fault: 'hang' },
      { operation: 'page', fault: 'slow', afterMs: 60_000 },
    );
    const url = `${sandbox.simulator.url}/checkoutnow?token=X`;
    const hanging = [1, 2, 3].map(() =>
      fetch(url).then(
        () => 'answered',
        () => 'cut',
      ),
    );
    while ((await sandbox.ledger()).requests.length < 2)
      await new Promise((resolve) => setTimeout(resolve, 5));
    const sending = http.request(`${sandbox.simulator.url}/checkoutnow`, { method: 'POST' });
    sending.write('decision=');
    const broken = once(sending, 'error');
    await once(sending, 'socket');
    await sandbox.simulator.close();
    expect((await Promise.all(hanging)).filter((outcome) => outcome === 'cut')).to.have.length.at.least(2);
    await broken;
    expect(await fetch(url).catch(() => 'closed')).to.equal('closed');
  });
});
