import type { ServerResponse } from 'node:http';
import { expect } from 'chai';
import { createAdapter } from '../../src/bot-framework/adapter.ts';
import type { CredentialsFactory } from '../../src/bot-framework/authentication.ts';
import { createProactive } from '../../src/bot-framework/proactive.ts';
import type { Sent } from '../../src/bot-framework/proactive.ts';
import { tokenFrom } from './bot-token.ts';
import { startConnectorStub } from '../stage/connector-stub.ts';
import type { ConnectorStub } from '../stage/connector-stub.ts';
import { recordLog, reference } from '../stage/incoming.ts';

describe('what the bot sends through botbuilder’s adapter', () => {
  let stub: ConnectorStub;
  let elsewhere: ConnectorStub;

  beforeEach(async () => {
    [stub, elsewhere] = await Promise.all([startConnectorStub(), startConnectorStub()]);
  });
  afterEach(async () => {
    await Promise.all([stub.close(), elsewhere.close()]);
  });

  function speaker(
    more: {
      appId?: string;
      credentials?: CredentialsFactory;
      serviceHosts?: string[];
      timeoutMs?: number;
    } = {},
  ) {
    const { appId = '', credentials, serviceHosts = [stub.host], timeoutMs = 5_000 } = more;
    const { log } = recordLog();
    const settings: Record<string, string> = appId === '' ? {} : { MicrosoftAppId: appId };
    const adapter = createAdapter({
      settings,
      credentials,
      serviceHosts,
      connectorTimeoutMs: timeoutMs,
      log,
    });
    return createProactive({ adapter, appId, serviceHosts, log });
  }

  async function send(more: Parameters<typeof speaker>[0] = {}): Promise<Sent> {
    return speaker(more).send(reference(stub.serviceUrl), { type: 'message', text: 'paid' });
  }

  it('arrives once, as a message of its own, and its id comes back', async () => {
    expect(await send()).to.deep.equal({ kind: 'sent', activityId: 'sent-1' });
    expect(stub.requests).to.have.length(1);
    expect(stub.requests[0]).to.include({
      method: 'POST',
      path: '/connector/v3/conversations/conversation-1/activities',
    });
    expect(stub.requests[0]?.body).to.deep.include({
      text: 'paid',
      recipient: { id: 'shopper-1', name: 'Ann' },
    });
    expect(stub.requests[0]?.body).not.to.have.any.keys('id', 'replyToId');
  });

  it('carries the key by which the channel knows a second copy', async () => {
    await speaker().send(
      reference(stub.serviceUrl),
      { type: 'message', text: 'paid' },
      { idempotencyKey: 'signal-7' },
    );
    expect(stub.requests[0]?.headers['x-idempotency-key']).to.equal('signal-7');
  });

  it('replaces what was sent before', async () => {
    stub.answer((response) => response.end());
    const updated = await speaker().update(reference(stub.serviceUrl), 'card/1', {
      type: 'message',
      text: 'done',
    });
    expect(updated).to.deep.equal({ kind: 'sent', activityId: 'card/1' });
    expect(stub.requests[0]).to.include({
      method: 'PUT',
      path: '/connector/v3/conversations/conversation-1/activities/card%2F1',
    });
    expect(stub.requests[0]?.body).to.include({ text: 'done', id: 'card/1' });
  });

  it('keeps a conversation id inside its own part of the address', async () => {
    await speaker().send(
      reference(stub.serviceUrl, { conversation: { id: '19:a/../b?c@thread;messageid=1' } }),
      { type: 'message' },
    );
    expect(stub.requests[0]?.path).to.equal(
      '/connector/v3/conversations/19%3Aa%2F..%2Fb%3Fc%40thread%3Bmessageid%3D1/activities',
    );
  });

  for (const status of [500, 502, 503, 408, 412, 401]) {
    it(`is sent once and may be tried again after ${status}`, async () => {
      stub.answer((response) => response.writeHead(status).end('{"error":{"message":"secret words"}}'));
      const sent = await send();
      expect(sent.kind).to.equal('retry');
      expect(sent).to.have.property('reason').that.includes(String(status)).and.does.not.include('secret');
      expect(stub.requests).to.have.length(1);
    });
  }

  for (const status of [400, 403, 404, 405, 410, 413]) {
    it(`is impossible after ${status}`, async () => {
      stub.answer((response) => response.writeHead(status).end());
      expect(await send()).to.deep.equal({ kind: 'impossible', reason: `refused ${status}` });
      expect(stub.requests).to.have.length(1);
    });
  }

  for (const [after, least, most] of [
    ['7', 7_000, 7_000],
    ['0', 0, 0],
    ['99999999', 3_600_000, 3_600_000],
    ['in a minute', 1, 60_000],
  ] as const) {
    it(`waits as long as a 429 with Retry-After: ${after} asks, an hour at most`, async () => {
      const asked = after === 'in a minute' ? new Date(Date.now() + 60_000).toUTCString() : after;
      stub.answer((response) => response.writeHead(429, { 'retry-after': asked }).end());
      const sent = await send();
      expect(sent).to.include({ kind: 'retry', reason: 'rate_limited 429' });
      expect(sent).to.have.property('afterMs').that.is.within(least, most);
      expect(stub.requests).to.have.length(1);
    });
  }

  it('may be tried again, after a time of our choosing, when a 429 names none', async () => {
    stub.answer((response) => response.writeHead(429, { 'retry-after': 'soon' }).end());
    expect(await send()).to.deep.equal({ kind: 'retry', reason: 'rate_limited 429' });
  });

  it('does not follow a redirect, not even to a host that is allowed', async () => {
    stub.answer((response) => response.writeHead(307, { location: elsewhere.serviceUrl }).end());
    expect(await send({ serviceHosts: [stub.host, elsewhere.host] })).to.deep.equal({
      kind: 'impossible',
      reason: 'redirected 307',
    });
    expect(stub.requests).to.have.length(1);
    expect(elsewhere.requests).to.deep.equal([]);
  });

  const silences: Record<string, (response: ServerResponse) => void> = {
    'never answers': () => undefined,
    'begins an answer that is no HTTP': (response) => void response.socket?.write('HTTP/1.1 2'),
  };
  for (const [silence, how] of Object.entries(silences)) {
    it(`ends in its deadline when the channel ${silence}`, async () => {
      stub.answer(how);
      expect(await send({ timeoutMs: 150 })).to.deep.equal({
        kind: 'retry',
        reason: 'timeout',
        isUnclear: true,
      });
      expect(stub.requests).to.have.length(1);
    });
  }

  it('may be tried again when the connection breaks', async () => {
    stub.answer((response) => response.destroy());
    expect(await send()).to.deep.equal({ kind: 'retry', reason: 'unreachable', isUnclear: true });
    expect(stub.requests).to.have.length(1);
  });

  it('may be tried again when nobody listens', async () => {
    await stub.close();
    expect(await send()).to.deep.equal({ kind: 'retry', reason: 'unreachable' });
  });

  const bodies: Record<string, (response: ServerResponse) => void> = {
    'is empty': (response) => void response.writeHead(201).end(),
    'is no JSON': (response) => void response.end('<html>'),
    'has an id that is no string': (response) => void response.end('{"id":7}'),
    'is far too long': (response) => void response.end(`{"id":"${'x'.repeat(200_000)}"}`),
    'never ends': (response) => void response.write('{"id":'),
    'breaks off': (response) => void response.write('{"id":', () => response.destroy()),
  };
  for (const [fault, how] of Object.entries(bodies)) {
    it(`is sent once its status says so, though the answer ${fault}`, async () => {
      stub.answer(how);
      expect(await send({ timeoutMs: 300 })).to.deep.equal({ kind: 'sent', activityId: undefined });
    });
  }

  it('goes nowhere when the reference names a host that is not on the list, or is none', async () => {
    const bot = speaker({ serviceHosts: [elsewhere.host] });
    expect(await bot.send(reference(stub.serviceUrl), { type: 'message' })).to.include({
      kind: 'impossible',
    });
    for (const json of [
      '',
      '{',
      'null',
      '{}',
      reference(''),
      reference(elsewhere.serviceUrl, { conversation: null }),
    ]) {
      expect(await bot.send(json, { type: 'message' })).to.include({ kind: 'impossible' });
    }
    expect(stub.requests.concat(elsewhere.requests)).to.deep.equal([]);
  });

  it('goes nowhere when its own list lacks the host, though the adapter’s has it', async () => {
    const { log } = recordLog();
    const adapter = createAdapter({ settings: {}, serviceHosts: [stub.host], log });
    const bot = createProactive({ adapter, appId: '', serviceHosts: [], log });
    const sent = await bot.send(reference(stub.serviceUrl), { type: 'message' });
    expect(sent).to.deep.equal({ kind: 'impossible', reason: 'host_not_allowed' });
    expect(stub.requests).to.deep.equal([]);
  });

  describe('with a registration', () => {
    const appId = '11111111-2222-3333-4444-555555555555';

    it('bears the bot’s token to a host on the list', async () => {
      await send({ appId, credentials: tokenFrom(appId, async () => 'the-bots-token') });
      expect(stub.requests[0]?.headers.authorization).to.equal('Bearer the-bots-token');
    });

    it('asks once for the token when many begin together', async () => {
      let asked = 0;
      const credentials = tokenFrom(appId, async () => {
        asked += 1;
        return 'the-bots-token';
      });
      const bot = speaker({ appId, credentials });
      await Promise.all(
        Array.from({ length: 8 }, async () => bot.send(reference(stub.serviceUrl), { type: 'message' })),
      );
      expect(stub.requests).to.have.length(8);
      expect(asked).to.equal(1);
    });

    it('takes the token no further when the channel redirects or the host is not on the list', async () => {
      stub.answer((response) => response.writeHead(302, { location: elsewhere.serviceUrl }).end());
      const bot = speaker({ appId, credentials: tokenFrom(appId, async () => 'the-bots-token') });
      await bot.send(reference(stub.serviceUrl), { type: 'message' });
      await bot.send(reference(elsewhere.serviceUrl), { type: 'message' });
      expect(stub.requests).to.have.length(1);
      expect(elsewhere.requests).to.deep.equal([]);
    });

    it('ends in its deadline when the token service never answers, and sends nothing', async () => {
      const credentials = tokenFrom(appId, async () => new Promise<string>(() => undefined));
      expect(await send({ appId, credentials, timeoutMs: 150 })).to.deep.equal({
        kind: 'retry',
        reason: 'timeout',
      });
      expect(stub.requests).to.deep.equal([]);
    });

    it('asks anew after a request for the token that was lost', async () => {
      let asked = 0;
      const credentials = tokenFrom(appId, async () => {
        asked += 1;
        return asked === 1 ? new Promise<string>(() => undefined) : 'the-bots-token';
      });
      const bot = speaker({ appId, credentials, timeoutMs: 150 });
      const kinds: string[] = [];
      while (kinds.length < 10 && kinds.at(-1) !== 'sent') {
        kinds.push((await bot.send(reference(stub.serviceUrl), { type: 'message' })).kind);
      }
      expect(kinds[0]).to.equal('retry');
      expect(kinds.at(-1)).to.equal('sent');
      expect(asked).to.equal(2);
    });

    it('may be tried again when the token service refuses, and sends nothing', async () => {
      let refuses = true;
      const credentials = tokenFrom(appId, async () => {
        if (refuses) throw new Error('no token today');
        return 'the-bots-token';
      });
      const bot = speaker({ appId, credentials });
      expect(await bot.send(reference(stub.serviceUrl), { type: 'message' })).to.include({ kind: 'retry' });
      expect(stub.requests).to.deep.equal([]);
      refuses = false;
      expect(await bot.send(reference(stub.serviceUrl), { type: 'message' })).to.include({ kind: 'sent' });
    });
  });
});
