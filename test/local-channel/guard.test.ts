import { IncomingMessage } from 'node:http';
import { Socket } from 'node:net';
import { expect } from 'chai';
import { refuseStrangers } from '../../src/local-channel/guard.ts';
import { drawToken } from './direct-line-over-http.ts';
import type { LocalChat } from './local-chat.ts';
import { startChat } from './local-chat.ts';
import { rawRequest } from './raw-request.ts';

describe('the door of the local channel', () => {
  let chat: LocalChat;
  let port = '';
  before(async () => {
    chat = await startChat();
    ({ port } = new URL(chat.url));
  });
  after(async () => chat.close());

  const generate = async (headers: Record<string, string>): Promise<number> => {
    const url = `http://127.0.0.1:${port}/v3/directline/tokens/generate`;
    return (await rawRequest(url, { method: 'POST', headers: { host: `localhost:${port}`, ...headers } }))
      .status;
  };

  it('opens to the names of this machine only', async () => {
    for (const host of [`localhost:${port}`, `127.0.0.1:${port}`, `[::1]:${port}`, `LOCALHOST:${port}`]) {
      expect(await generate({ host }), host).to.equal(200);
    }
    for (const host of [
      'localhost',
      `localhost:1`,
      `shop.example:${port}`,
      `localhost.shop.example:${port}`,
    ]) {
      expect(await generate({ host }), host).to.equal(421);
    }
  });

  it('stays shut for what comes through a proxy', async () => {
    for (const name of ['x-forwarded-for', 'X-Forwarded-Proto', 'x-forwarded-anything', 'forwarded']) {
      expect(await generate({ [name]: '127.0.0.1' }), name).to.equal(403);
    }
  });

  it('stays shut for pages of other sites, other ports included', async () => {
    const strangers: Record<string, string>[] = [
      { origin: 'https://shop.example' },
      { origin: 'null' },
      { origin: 'http://localhost:1' },
      { 'sec-fetch-site': 'cross-site' },
      { 'sec-fetch-site': 'same-site' },
    ];
    for (const headers of strangers) expect(await generate(headers), JSON.stringify(headers)).to.equal(403);
    expect(await generate({ origin: `http://localhost:${port}`, 'sec-fetch-site': 'same-origin' })).to.equal(
      200,
    );
  });

  it('opens no WebSocket to another site, without a ticket, or with a ticket of another conversation', async () => {
    const upgrade = { connection: 'Upgrade', upgrade: 'websocket', 'sec-websocket-version': '13' };
    const headers = { ...upgrade, 'sec-websocket-key': Buffer.alloc(16).toString('base64') };
    const session = await drawToken(chat.url);
    const started = await fetch(`${chat.url}/v3/directline/conversations`, {
      method: 'POST',
      headers: { authorization: `Bearer ${session.token}` },
    });
    const streamUrl = /"streamUrl":"ws(:[^"]+)"/.exec(await started.text())?.[1] ?? '';
    const open = async (url: string, more: Record<string, string> = {}): Promise<number> =>
      (await rawRequest(url, { headers: { ...headers, ...more } })).status;
    expect(await open(`http${streamUrl}`)).to.equal(101);
    expect(await open(`http${streamUrl}`, { origin: 'https://shop.example' })).to.equal(403);
    expect(await open(`http${streamUrl}`, { host: 'shop.example' })).to.equal(421);
    expect(await open(`http${streamUrl}`.replace(/&t=.*/, `&t=${session.token}`))).to.equal(403);
    const { conversationId } = await drawToken(chat.url);
    expect(await open(`http${streamUrl}`.replace(session.conversationId, conversationId))).to.equal(403);
  });

  it('lets nobody in from another machine', () => {
    const from = (remoteAddress: string): IncomingMessage => {
      const socket = new Socket();
      Object.defineProperties(socket, {
        remoteAddress: { value: remoteAddress },
        localPort: { value: Number(port) },
      });
      const request = new IncomingMessage(socket);
      request.headers.host = `localhost:${port}`;
      return request;
    };
    const knock = (address: string) => () => refuseStrangers(from(address), new URL(chat.url));
    for (const address of ['127.0.0.1', '127.1.2.3', '::1', '::ffff:127.0.0.1'])
      expect(knock(address)).not.to.throw();
    for (const address of ['10.0.0.1', '::ffff:10.0.0.1', 'fe80::1', '127.0.0.1.shop.example']) {
      expect(knock(address), address).to.throw('its own machine');
    }
  });

  it('answers nothing at addresses of others', async () => {
    expect((await fetch(`${chat.url}/checkout/abc`)).status).to.equal(404);
    expect((await fetch(`${chat.url}/v3/directline/nothing`)).status).to.equal(404);
    expect((await fetch(`${chat.url}/v3/directline/tokens/generate`)).status).to.equal(405);
    expect((await fetch(chat.url, { method: 'POST' })).status).to.equal(405);
  });
});
