import { once } from 'node:events';
import http from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import { expect } from 'chai';
import { z } from 'zod';
import { faultWords } from '../../../src/simulator/faults/fault-words.ts';
import { plainOrder, teaOrder } from '../order-bodies.ts';
import { fetchToken, idOf, issueOf, openSandbox, type Sandbox } from '../sandbox.ts';

describe('a fault arranged at the simulator', () => {
  let sandbox: Sandbox;
  let authorization: string;
  beforeEach(async () => {
    sandbox = await openSandbox();
    authorization = `Bearer ${await sandbox.signIn()}`;
  });
  afterEach(() => sandbox.simulator.close());

  /** An order that waits for its capture. */
  async function approveOrder(): Promise<string> {
    const id = idOf(await sandbox.create(teaOrder()));
    await sandbox.press(id, 'approve');
    return id;
  }

  /** A capture whose answer nobody has looked at yet. */
  function captureRaw(id: string, signal?: AbortSignal): Promise<Response> {
    return fetch(`${sandbox.simulator.url}/v2/checkout/orders/${id}/capture`, {
      method: 'POST',
      headers: { authorization, 'paypal-request-id': `capture-${id}` },
      ...(signal ? { signal } : {}),
    });
  }

  async function countCaptures(): Promise<number> {
    return (await sandbox.ledger()).captures.length;
  }

  const answered: [fault: string, status: number, text: RegExp, captures: 0 | 1][] = [
    ['error_500', 500, /INTERNAL_SERVER_ERROR/, 0],
    ['error_503', 503, /SERVICE_UNAVAILABLE/, 0],
    ['rate_limited', 429, /RATE_LIMIT_REACHED/, 0],
    ['conflict', 409, /PREVIOUS_REQUEST_IN_PROGRESS/, 0],
    ['unauthorized', 401, /invalid_token/, 0],
    ['html_503', 503, /^<!doctype html>/, 0],
    ['none', 201, /^\{"id":.*\}$/, 1],
    ['error_500_after', 500, /INTERNAL_SERVER_ERROR/, 1],
    ['error_503_after', 503, /SERVICE_UNAVAILABLE/, 1],
    ['malformed', 201, /^\{"id":[^\n]*[^}]$/, 1],
    ['not_json', 201, /^OK$/, 1],
    ['no_content_type', 201, /^\{"id":.*\}$/, 1],
    ['html', 200, /^<!doctype html>/, 1],
    ['empty', 201, /^$/, 1],
  ];
  for (const [fault, status, text, captures] of answered) {
    it(`"${fault}" answers ${status} and ${captures === 0 ? 'does nothing' : 'has captured'}; a repetition settles it`, async () => {
      const id = await approveOrder();
      await sandbox.arrange({ operation: 'capture', fault });
      const response = await captureRaw(id);
      expect(response.status).to.equal(status);
      expect(await response.text()).to.match(text);
      expect(response.headers.get('paypal-debug-id')).to.match(/^[0-9a-f]{13}$/);
      expect(response.headers.get('retry-after')).to.equal(fault === 'rate_limited' ? '1' : null);
      expect(response.headers.has('content-type')).to.equal(fault !== 'no_content_type');
      expect(await countCaptures()).to.equal(captures);
      expect((await captureRaw(id)).status).to.equal(captures === 0 ? 201 : 200);
      expect(await countCaptures()).to.equal(1);
    });
  }

  const unreadable: [fault: string, status: number, captures: 0 | 1][] = [
    ['bad_gzip_503', 503, 0],
    ['bad_gzip', 201, 1],
    ['empty_gzip', 201, 1],
  ];
  for (const [fault, status, captures] of unreadable) {
    it(`"${fault}" answers ${status} with gzip that is none`, async () => {
      const id = await approveOrder();
      await sandbox.arrange({ operation: 'capture', fault });
      const response = await captureRaw(id);
      expect(response.status).to.equal(status);
      expect(response.headers.get('content-encoding')).to.equal('gzip');
      const read = await response.text().catch(() => 'broken');
      expect(read).to.equal(fault === 'empty_gzip' ? read : 'broken');
      expect(await countCaptures()).to.equal(captures);
    });
  }

  const cut: [fault: unknown, captures: 0 | 1][] = [
    [{ fault: 'reset_before' }, 0],
    [{ fault: 'hang', afterMs: 20 }, 0],
    [{ fault: 'reset_after' }, 1],
    [{ fault: 'timeout_after', afterMs: 20 }, 1],
  ];
  for (const [fault, captures] of cut) {
    it(`${JSON.stringify(fault)} cuts the connection with ${captures} captures made`, async () => {
      const id = await approveOrder();
      await sandbox.arrange({ operation: 'capture', ...Object(fault) });
      expect(await captureRaw(id).catch(() => 'cut')).to.equal('cut');
      const { captures: made, requests } = await sandbox.ledger();
      expect(made).to.have.length(captures);
      expect(requests.at(-1)).to.include({ operation: 'capture', status: null, requestId: `capture-${id}` });
      expect((await captureRaw(id)).status).to.equal(captures === 0 ? 201 : 200);
    });
  }

  it('"hang" and "timeout_after" hold the connection until the caller gives up', async () => {
    for (const [fault, captures] of [
      ['hang', 0],
      ['timeout_after', 1],
    ] as const) {
      const id = await approveOrder();
      const before = await countCaptures();
      await sandbox.arrange({ operation: 'capture', fault });
      const patience = new AbortController();
      const outcome = captureRaw(id, patience.signal).catch(() => 'gave up');
      while ((await sandbox.ledger()).requests.at(-1)?.requestId !== `capture-${id}`) await pause();
      patience.abort();
      expect(await outcome).to.equal('gave up');
      expect(await countCaptures()).to.equal(before + captures);
    }
  });

  it('"slow" still captures when the caller has left meanwhile', async () => {
    const id = await approveOrder();
    await sandbox.arrange({ operation: 'capture', fault: 'slow', afterMs: 700 });
    const sent = http.request(`${sandbox.simulator.url}/v2/checkout/orders/${id}/capture`, {
      method: 'POST',
      headers: { authorization, 'paypal-request-id': `capture-${id}` },
    });
    sent.on('error', () => undefined).end();
    await once(sent, 'finish');
    sent.destroy();
    expect(await countCaptures()).to.equal(0);
    while ((await countCaptures()) === 0) await pause();
    expect((await captureRaw(id)).status).to.equal(200);
  });

  it('"late" has captured long before it answers', async () => {
    const id = await approveOrder();
    await sandbox.arrange({ operation: 'capture', fault: 'late', afterMs: 200 });
    const answer = captureRaw(id);
    while ((await countCaptures()) === 0) await pause();
    expect((await answer).status).to.equal(201);
  });

  it('"drip" gives the answer byte by byte', async () => {
    const id = await approveOrder();
    await sandbox.arrange({ operation: 'get', fault: 'drip', afterMs: 0 });
    const response = await fetch(`${sandbox.simulator.url}/v2/checkout/orders/${id}`, {
      headers: { authorization },
    });
    const reader = z.instanceof(ReadableStream).parse(response.body).getReader();
    const first = z.object({ value: z.instanceof(Uint8Array) }).parse(await reader.read());
    expect(first.value.length).to.be.lessThan(200);
    await reader.cancel();
  });

  it('"pending" and "declined" are the status of the capture', async () => {
    for (const [fault, status] of [
      ['pending', 'PENDING'],
      ['declined', 'DECLINED'],
    ] as const) {
      const id = await approveOrder();
      await sandbox.arrange({ operation: 'capture', fault });
      const reply = await sandbox.capture(id);
      expect(reply.body.status).to.equal('COMPLETED');
      expect(reply.body.purchase_units[0]?.payments?.captures[0]).to.include({ status });
      expect((await sandbox.get(id)).body.purchase_units[0]?.payments?.captures[0]).to.include({ status });
    }
  });

  it('"wrong_…" bends what is created or captured for good, and of a look only the answer', async () => {
    await sandbox.arrange(
      { operation: 'create', fault: 'wrong_amount' },
      { operation: 'create', fault: 'wrong_payee' },
    );
    const created = idOf(await sandbox.create(plainOrder('10.00')));
    expect((await sandbox.get(created)).body.purchase_units[0]?.amount?.value).to.equal('10.01');
    const foreign = await sandbox.create(plainOrder('10.00'), { prefer: 'return=representation' });
    expect(foreign.body.purchase_units[0]?.payee?.merchant_id).to.equal('WRNGPAYEE2345');

    const id = await approveOrder();
    await sandbox.arrange(
      { operation: 'get', fault: 'wrong_custom_id' },
      { operation: 'get', fault: 'wrong_payer' },
    );
    expect((await sandbox.get(id)).body.purchase_units[0]?.custom_id).to.equal('somebody-else');
    expect((await sandbox.get(id)).body.payer?.payer_id).to.equal('WRNGPAYER2345');
    expect((await sandbox.get(id)).body.purchase_units[0]?.custom_id).to.contain('checkout-');

    await sandbox.arrange({ operation: 'capture', fault: 'wrong_currency' });
    await sandbox.capture(id);
    expect((await sandbox.ledger()).captures.at(-1)?.amount.currency_code).to.equal('CHF');

    const unnamed = await approveOrder();
    await sandbox.arrange({ operation: 'capture', fault: 'no_payer' });
    expect((await sandbox.capture(unnamed)).body.payer).to.equal(undefined);
    expect((await sandbox.get(unnamed)).body.payer?.payer_id).to.be.a('string');
  });

  it('by issue refuses with that row, and a decline of that kind is kept under its request id', async () => {
    const id = await approveOrder();
    await sandbox.arrange({ operation: 'capture', fault: { issue: 'INSTRUMENT_DECLINED' } });
    const headers = { 'paypal-request-id': 'first' };
    expect(issueOf(await sandbox.capture(id, headers))).to.equal('INSTRUMENT_DECLINED');
    expect(issueOf(await sandbox.capture(id, headers))).to.equal('INSTRUMENT_DECLINED');
    expect((await sandbox.capture(id)).status).to.equal(201);
    await sandbox.arrange({ operation: 'create', fault: { issue: 'PAYEE_ACCOUNT_RESTRICTED' } });
    expect(issueOf(await sandbox.create(teaOrder()))).to.equal('PAYEE_ACCOUNT_RESTRICTED');
  });

  it('counts down, keeps its order, waits for its own operation, and is marked in the ledger', async () => {
    const id = idOf(await sandbox.create(teaOrder()));
    await sandbox.arrange({ operation: 'get', times: 2, fault: 'error_500' });
    await sandbox.arrange({ operation: 'capture', fault: 'hang' }, { operation: 'get', fault: 'none' });
    await sandbox.arrange({ operation: '*', fault: 'error_503' });
    const statuses: number[] = [];
    for (let look = 0; look < 5; look += 1) statuses.push((await sandbox.get(id)).status);
    expect(statuses).to.deep.equal([500, 500, 200, 503, 200]);
    const { requests } = await sandbox.ledger();
    expect(requests.filter((row) => row.operation === 'get').map((row) => row.fault)).to.deep.equal([
      'error_500',
      'error_500',
      'none',
      'error_503',
      undefined,
    ]);
  });

  it('can strike the sign-in and the page as well', async () => {
    await sandbox.arrange(
      { operation: 'token', fault: 'html' },
      { operation: 'decide', fault: 'reset_after' },
    );
    expect(await fetchToken(sandbox.simulator.url).catch(() => 'no token')).to.equal('no token');
    const id = idOf(await sandbox.create(teaOrder()));
    expect(await sandbox.press(id, 'approve').catch(() => 'cut')).to.equal('cut');
    expect((await sandbox.get(id)).body.status).to.equal('APPROVED');
  });

  it('is listed with the meaning of every word, and an empty list clears what waits', async () => {
    await sandbox.arrange({ operation: 'get', times: 3, fault: 'error_500', afterMs: 5 });
    const look = async (): Promise<unknown> =>
      (await fetch(`${sandbox.simulator.url}/_simulator/faults`)).json();
    const listed = z
      .object({
        words: z.record(z.string(), z.string().min(5)),
        operations: z.array(z.string()),
        arranged: z.unknown(),
      })
      .parse(await look());
    expect(Object.keys(listed.words)).to.deep.equal(Object.keys(faultWords));
    expect(listed.operations).to.include.members(['token', 'create', 'get', 'patch', 'capture', '*']);
    expect(listed.arranged).to.deep.equal([{ operation: 'get', times: 3, fault: 'error_500', afterMs: 5 }]);
    await sandbox.arrange();
    expect(await look()).to.deep.include({ arranged: [] });
  });

  const refused: [body: unknown, reason: RegExp][] = [
    [{}, /faults/],
    [{ faults: 'x' }, /faults/],
    [{ faults: [{ operation: 'get', fault: 'explode' }] }, /faults\[0\]\.fault/],
    [{ faults: [{ operation: 'refunds', fault: 'hang' }] }, /operation/],
    [{ faults: [{ operation: 'get', fault: 'hang', times: 0 }] }, /times/],
    [{ faults: [{ operation: 'get', fault: 'hang', times: 1.5 }] }, /times/],
    [{ faults: [{ operation: 'get', fault: 'hang', afterMs: -1 }] }, /afterMs/],
    [{ faults: [{ operation: 'get', fault: 'hang', after: 1 }] }, /after/],
    [{ faults: [{ operation: 'get', fault: { issue: 'INSTRUMENT_DECLINED' } }] }, /no such issue/],
    ['not an object', /expected object/],
  ];
  for (const [body, reason] of refused) {
    it(`is refused with a reason for ${JSON.stringify(body)}`, async () => {
      const response = await fetch(`${sandbox.simulator.url}/_simulator/faults`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      });
      expect(response.status).to.equal(400);
      expect(z.object({ error: z.string() }).parse(await response.json()).error).to.match(reason);
    });
  }
});

/** Leaves the simulator a moment before it is asked again. */
function pause(): Promise<void> {
  return wait(5);
}
