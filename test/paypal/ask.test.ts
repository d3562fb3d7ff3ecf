import { expect } from 'chai';
import type { LogFields } from '../../src/checkout/ports.ts';
import { type Ask, createAsk, type Heard } from '../../src/paypal/ask.ts';
import { createHttpCall } from '../../src/paypal/http-call.ts';
import { type Answering, collectLog, type LocalServer, sendJson, startLocalServer } from './local-server.ts';
import { capture, get, orderId } from './sample-operations.ts';
import { createVirtualTime, type VirtualTime } from './virtual-time.ts';

describe('one call to PayPal', function () {
  // All of it is quick; what hangs is a fault.
  this.timeout(5_000);
  let server: LocalServer;
  let time: VirtualTime;
  let ask: Ask;
  const { lines, log } = collectLog();

  beforeEach(async () => {
    lines.length = 0;
    server = await startLocalServer();
    time = createVirtualTime(5_000);
    ask = createAsk(createHttpCall(server.url, undefined, time), 1_000, log, time);
  });
  afterEach(() => server.close());

  const hear = (answer: Answering): Promise<Heard<string>> => {
    server.onCall = answer;
    return ask(get(), 9_000);
  };
  const reasonOf = ({ verdict }: Heard<string>) =>
    verdict.kind === 'settled' ? verdict.value : `${verdict.kind}: ${verdict.reason}`;

  it('has its line in the log, with how long it took and what PayPal calls it', async () => {
    await hear((response, received) => {
      time.elapse(250);
      sendJson(200, { ok: true }, { 'paypal-debug-id': 'f00d.1-a_b' })(response, received);
    });
    const line: LogFields = {
      operation: 'get',
      orderId,
      status: 200,
      debugId: 'f00d.1-a_b',
      ms: 250,
      outcome: 'ok',
    };
    expect(lines).to.deep.equal([{ event: 'paypal_call', ...line }]);
  });

  it('has its line also when no answer came', async () => {
    await hear((response) => response.socket?.resetAndDestroy());
    expect(lines).to.have.length(1);
    expect(lines[0]).to.include({ status: undefined, debugId: undefined, outcome: 'unclear' });
    expect(lines[0]).to.include({ reason: 'ECONNRESET' });
  });

  it('is named in the log only by what can be a debug id', async () => {
    for (const odd of ['two words', 'a'.repeat(65), '<b>f00d', 'f00d</b>', '']) {
      await hear(sendJson(200, { ok: true }, { 'paypal-debug-id': odd }));
      expect(lines.at(-1), odd).to.include({ debugId: undefined, outcome: 'ok' });
    }
    await hear(sendJson(200, { ok: true }, { 'paypal-debug-id': 'a'.repeat(64) }));
    expect(lines.at(-1)).to.include({ debugId: 'a'.repeat(64) });
  });

  it('is not made when no time is left for it', async () => {
    for (const deadline of [5_000, 4_999])
      expect(await ask(get(), deadline)).to.deep.equal({
        verdict: { kind: 'unclear', reason: 'no_time_left' },
      });
    expect(server.received).to.deep.equal([]);
    expect(lines).to.deep.equal([]);
  });

  it('ends at its deadline where that comes before its own time is over', async () => {
    server.onCall = () => time.elapseToNext();
    expect(reasonOf(await ask(get(), 5_300))).to.equal('unclear: timeout');
    expect(time.now()).to.equal(5_300);
    expect(reasonOf(await ask(get(), 9_000))).to.equal('unclear: timeout');
    expect(time.now()).to.equal(6_300);
  });

  it('asks for plain JSON, and bears the token that it was given', async () => {
    await ask(capture(), 9_000, 'token-7');
    await ask(capture(), 9_000);
    const [withToken, without] = server.calls();
    expect(withToken?.headers).to.include({
      accept: 'application/json',
      'accept-encoding': 'identity',
      'user-agent': 'chat-checkout',
      authorization: 'Bearer token-7',
      'paypal-request-id': 'capture-1',
      'content-length': '0',
    });
    expect(without?.headers).not.to.have.property('authorization');
  });

  it('sends a text as it is and an object as JSON', async () => {
    for (const [body, sent] of [
      ['a=b', 'a=b'],
      [{ a: 'ü' }, '{"a":"ü"}'],
      [null, ''],
      [undefined, ''],
    ]) {
      await ask({ ...capture(), request: { ...capture().request, body } }, 9_000);
      expect(server.calls().at(-1)?.body).to.equal(sent);
    }
  });

  it('is settled by JSON with any 2xx, and by nothing else', async () => {
    for (const status of [200, 201, 202, 299])
      expect(reasonOf(await hear(sendJson(status, { ok: true })))).to.equal('done');
    for (const status of [300, 399, 404, 500])
      expect(reasonOf(await hear(sendJson(status, { ok: true })))).to.equal(
        `unclear: ${status} without a body of PayPal's`,
      );
    expect(reasonOf(await hear((response) => response.end('OK')))).to.equal('unclear: 200 not_json');
    expect(reasonOf(await hear((response) => response.end()))).to.equal('unclear: 200 not_json');
  });

  it('is refused by a 4xx of PayPal’s that is about the request, and by nothing else', async () => {
    for (const status of [400, 403, 404, 422, 499])
      expect(reasonOf(await hear(sendJson(status, { name: 'NO' })))).to.equal(`refused: ${status} NO`);
    for (const status of [300, 302, 399, 401, 408, 409, 425, 429, 500, 503])
      expect(reasonOf(await hear(sendJson(status, { name: 'NO' })))).to.equal(`unclear: ${status} NO`);
  });

  it('tells its status and the pause that was asked for', async () => {
    const heard = await hear(sendJson(503, { name: 'NO' }, { 'retry-after': '7' }));
    expect(heard).to.include({ status: 503, retryAfterMs: 7_000 });
    const lost = await hear((response) => response.destroy());
    expect(lost).to.include({ status: undefined, retryAfterMs: undefined });
  });
});
