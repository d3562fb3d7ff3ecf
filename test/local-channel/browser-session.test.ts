import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { z } from 'zod';
import { callDirectLine, postActivity } from './direct-line-over-http.ts';
import type { LocalChat } from './local-chat.ts';
import { startChat } from './local-chat.ts';
import { type RawAnswer, rawRequest } from './raw-request.ts';

const Drawn = z.object({
  token: z.string(),
  conversationId: z.string(),
  userId: z.string(),
  expires_in: z.number(),
  earlier: z.array(z.object({ conversationId: z.string(), lastSaidAt: z.string() })).optional(),
});
const FORM = /^(chat-session-\d+=[\w-]{43}); Path=\/v3\/directline\/; HttpOnly; SameSite=Strict$/;

describe('the browser session of the local channel', () => {
  let folder = '';
  let chat: LocalChat;
  let now = Date.now();
  const open = async (port?: number): Promise<LocalChat> =>
    startChat({
      file: join(folder, 'channel.db'),
      ...(port === undefined ? {} : { port }),
      options: { clock: () => now },
    });
  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'channel-'));
    chat = await open();
  });
  afterEach(async () => {
    await chat.close();
    rmSync(folder, { recursive: true });
  });

  const ask = async (what: 'generate' | 'resume', wish: unknown, headers: Record<string, string> = {}) =>
    rawRequest(`${chat.url}/v3/directline/tokens/${what}`, {
      method: 'POST',
      headers: { host: new URL(chat.url).host, ...headers },
      body: JSON.stringify(wish),
    });
  const cookieOf = ({ headers }: RawAnswer): string => FORM.exec(headers['set-cookie']?.[0] ?? '')?.[1] ?? '';
  const read = (answer: RawAnswer) => Drawn.parse(JSON.parse(answer.text));
  /** A tab of a browser with this cookie, or of one without any. */
  const openTab = async (cookie = '') => {
    const answer = await ask('generate', {}, cookie === '' ? {} : { cookie });
    return { ...read(answer), cookie: cookieOf(answer) || cookie, setsCookie: cookieOf(answer) !== '' };
  };
  const resume = async (conversationId: string, cookie: string) =>
    ask('resume', { conversation: { id: conversationId } }, { cookie });

  it('is named by a cookie that no script reads, no other site is sent and no shop on another port overwrites', async () => {
    const answer = await ask('generate', {});
    expect(answer.headers['set-cookie']).to.have.lengthOf(1);
    expect(answer.headers['set-cookie']?.[0]).to.match(FORM);
    expect(cookieOf(answer)).to.match(new RegExp(`^chat-session-${new URL(chat.url).port}=`));
    const neighbour = await startChat();
    const other = await rawRequest(`${neighbour.url}/v3/directline/tokens/generate`, {
      method: 'POST',
      headers: { host: new URL(neighbour.url).host, cookie: cookieOf(answer) },
    });
    await neighbour.close();
    expect(cookieOf(other)).to.match(FORM_NAME(neighbour.url));
  });

  it('is kept as a hash alone', async () => {
    const { cookie } = await openTab();
    const secret = cookie.split('=')[1] ?? '';
    await chat.channel.close();
    const files = ['channel.db', 'channel.db-wal'].map((name) =>
      readFileSync(join(folder, name)).toString('latin1'),
    );
    expect(secret).to.have.lengthOf(43);
    expect(files.join('')).to.not.include(secret);
    expect(files.join('')).to.include(createHash('sha256').update(secret).digest('base64url'));
    expect(JSON.stringify(chat.logged)).to.not.include(secret);
  });

  it('goes on with a conversation of its own as the same person, after a restart too', async () => {
    const tab = await openTab();
    const port = Number(new URL(chat.url).port);
    await chat.close();
    chat = await open(port);
    const answer = await resume(tab.conversationId, tab.cookie);
    expect(answer.status).to.equal(200);
    expect(read(answer)).to.include({ conversationId: tab.conversationId, userId: tab.userId });
    expect(answer.headers['set-cookie']).to.equal(undefined);
    const path = `/conversations/${tab.conversationId}`;
    expect((await callDirectLine(chat.url, read(answer), path)).status).to.equal(200);
  });

  it('holds several conversations, each of them another person', async () => {
    const first = await openTab();
    const second = await openTab(first.cookie);
    expect(second.setsCookie).to.equal(false);
    expect(second.userId).to.not.equal(first.userId);
    expect(second.conversationId).to.not.equal(first.conversationId);
    for (const tab of [first, second])
      expect(read(await resume(tab.conversationId, first.cookie)).userId).to.equal(tab.userId);
  });

  it('opens nothing else: what is another’s, a group’s or nobody’s is refused alike', async () => {
    const mine = await openTab();
    const foreign = await openTab();
    const group = read(
      await ask(
        'generate',
        { conversation: { id: 'lunch' }, user: { name: 'Ann' } },
        { cookie: mine.cookie },
      ),
    );
    const refusals = [
      await resume(foreign.conversationId, mine.cookie),
      await resume(group.conversationId, mine.cookie),
      await resume('a'.repeat(24), mine.cookie),
      await resume(mine.conversationId, foreign.cookie),
      await resume(mine.conversationId, mine.cookie.replace(/=.*/, `=${'x'.repeat(43)}`)),
      await resume(mine.conversationId, mine.cookie.replace(/=.*/, '=')),
      await ask('resume', { conversation: { id: mine.conversationId } }),
    ];
    expect(refusals.map(({ status, text }) => `${status} ${text}`)).to.deep.equal(
      refusals.map(() => `404 ${refusals[2]?.text}`),
    );
    const wrong = [{}, { conversation: { id: '../x' } }, { conversation: 'x' }, 7];
    for (const wish of wrong)
      expect((await ask('resume', wish, { cookie: mine.cookie })).status).to.equal(400);
  });

  it('does not let the page of another site or another port of this machine draw a token', async () => {
    const { cookie, conversationId } = await openTab();
    const strangers: Record<string, string>[] = [
      { origin: 'http://localhost:1' },
      { origin: 'https://shop.example' },
      { origin: 'null' },
      { 'sec-fetch-site': 'same-site' },
      { 'sec-fetch-site': 'cross-site' },
    ];
    for (const headers of strangers) {
      const place = JSON.stringify(headers);
      const answers = [
        await ask('resume', { conversation: { id: conversationId } }, { cookie, ...headers }),
        await ask('generate', {}, { cookie, ...headers }),
      ];
      for (const answer of answers) {
        expect(answer.status, place).to.equal(403);
        expect(answer.text, place).to.not.include('token"');
        expect(answer.headers['set-cookie'], place).to.equal(undefined);
      }
    }
    const asReading = await rawRequest(`${chat.url}/v3/directline/tokens/resume`, { headers: { cookie } });
    expect(asReading.status).to.equal(405);
  });

  it('is never one that somebody else thought of', async () => {
    const planted = `chat-session-${new URL(chat.url).port}=${'f'.repeat(43)}`;
    const tab = await openTab(planted);
    expect(tab.setsCookie).to.equal(true);
    expect(tab.cookie).to.not.equal(planted);
    expect((await resume(tab.conversationId, planted)).status).to.equal(404);
    // A planted cookie with a longer path comes before the true one.
    const both = `${planted}; theme=dark; ${tab.cookie}`;
    expect((await resume(tab.conversationId, both)).status).to.equal(200);
    expect((await openTab(both)).setsCookie).to.equal(false);
  });

  it('offers a new tab what was said in others: newest first, five, no empty ones, no groups, nobody else’s', async () => {
    const first = await openTab();
    const { cookie } = first;
    expect(first.earlier).to.deep.equal([]);
    await chat.say(first.conversationId, { type: 'message', text: 'the shop alone said something' });
    expect((await openTab(cookie)).earlier).to.deep.equal([]);
    const group = read(
      await ask('generate', { conversation: { id: 'lunch' }, user: { name: 'Ann' } }, { cookie }),
    );
    expect(group.earlier).to.equal(undefined);
    await postActivity(chat.url, group, { type: 'message', text: 'to all' });
    const wanted: unknown[] = [];
    for (let count = 0; count < 6; count += 1) {
      now += 60_000;
      const tab = await openTab(cookie);
      await postActivity(chat.url, tab, { type: 'message', text: `words ${count}` });
      wanted.unshift(tab.conversationId);
    }
    await postActivity(chat.url, await openTab(), { type: 'message', text: 'of another browser' });
    const { earlier = [], conversationId } = await openTab(cookie);
    expect(earlier.map((one) => one.conversationId)).to.deep.equal(wanted.slice(0, 5));
    expect(Math.abs(Date.parse(earlier[0]?.lastSaidAt ?? '') - now)).to.be.lessThan(60_000);
    expect(read(await resume(conversationId, cookie)).earlier).to.deep.equal(earlier);
    expect(read(await resume(String(wanted[5]), cookie)).earlier).to.deep.equal([]);
    expect((await openTab()).earlier).to.deep.equal([]);
  });

  it('asks nothing of a client that keeps no cookies', async () => {
    const one = await openTab();
    const other = await openTab();
    expect(other.cookie).to.not.equal(one.cookie);
    expect((await postActivity(chat.url, one, { type: 'message', text: 'hello' })).status).to.equal(200);
    const group = await ask('generate', { conversation: { id: 'lunch' }, user: { name: 'Ann' } });
    expect(group.headers['set-cookie']).to.equal(undefined);
  });
});

function FORM_NAME(url: string): RegExp {
  return new RegExp(`^chat-session-${new URL(url).port}=`);
}
