import { expect } from 'chai';
import { createTokens, tokenSeconds } from '../../src/local-channel/tokens.ts';
import { callDirectLine, drawToken, postActivity } from './direct-line-over-http.ts';
import type { LocalChat } from './local-chat.ts';
import { startChat } from './local-chat.ts';

describe('a channel token', () => {
  let chat: LocalChat;
  let now = 0;
  beforeEach(async () => {
    now = Date.now();
    chat = await startChat({ options: { clock: () => now } });
  });
  afterEach(async () => chat.close());

  it('names a user that the server drew, whatever the client wished for', async () => {
    const session = await drawToken(chat.url, { user: { id: 'dl_admin', name: 'Ann' } });
    expect(session.userId).to.match(/^dl_[\w-]{20,}$/);
    expect(session.expires_in).to.equal(tokenSeconds.channel);
    const payload = JSON.parse(Buffer.from(session.token.split('.')[1] ?? '', 'base64url').toString());
    expect(payload).to.include({ user: session.userId, conv: session.conversationId });
  });

  it('opens no other conversation', async () => {
    const mine = await drawToken(chat.url);
    const { conversationId } = await drawToken(chat.url);
    const paths = [`/conversations/${conversationId}`, `/conversations/${conversationId}/activities`];
    for (const path of paths) expect((await callDirectLine(chat.url, mine, path)).status).to.equal(403);
    const posted = await postActivity(chat.url, { ...mine, conversationId }, { type: 'message', text: 'hi' });
    expect(posted.status).to.equal(403);
    expect(chat.received).to.deep.equal([]);
  });

  it('is refused when it is missing, changed, signed by another key, for another use or too old', async () => {
    const session = await drawToken(chat.url);
    const path = `/conversations/${session.conversationId}`;
    const [header, payload, signature] = session.token.split('.');
    const other = createTokens(Buffer.alloc(32, 8), () => now).issue('channel', session);
    const stream = createTokens(Buffer.alloc(32, 7), () => now).issue('stream', session);
    const unsigned = `${Buffer.from('{"alg":"none"}').toString('base64url')}.${payload}.`;
    const forged = [
      `${header}.${payload}.${signature}x`,
      `${header}.${payload}`,
      other,
      stream,
      unsigned,
      'x',
    ];
    for (const token of forged)
      expect((await callDirectLine(chat.url, { token }, path)).status).to.equal(403);
    expect((await fetch(`${chat.url}/v3/directline${path}`)).status).to.equal(401);
    expect((await callDirectLine(chat.url, session, path)).status).to.equal(200);
    now += tokenSeconds.channel * 1000;
    expect((await callDirectLine(chat.url, session, path)).status).to.equal(403);
  });

  it('is refreshed before it ends, for the same user and conversation', async () => {
    const session = await drawToken(chat.url);
    now += (tokenSeconds.channel - 1) * 1000;
    const refreshed = await callDirectLine(chat.url, session, '/tokens/refresh', { method: 'POST' });
    const { token, conversationId } = await drawTokenFrom(refreshed);
    now += 1000;
    expect(conversationId).to.equal(session.conversationId);
    expect((await callDirectLine(chat.url, { token }, `/conversations/${conversationId}`)).status).to.equal(
      200,
    );
  });

  it('wants a key that cannot be guessed', () => {
    expect(() => createTokens(Buffer.alloc(16), Date.now)).to.throw('32 bytes');
  });
});

async function drawTokenFrom(response: Response): Promise<{ token: string; conversationId: string }> {
  const body: unknown = await response.json();
  const text = (name: string): string =>
    typeof body === 'object' && body !== null && name in body ? String(Reflect.get(body, name)) : '';
  return { token: text('token'), conversationId: text('conversationId') };
}
