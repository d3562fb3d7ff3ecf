import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Activity } from 'botframework-directlinejs';
import { expect } from 'chai';
import { ConnectionStatus, createDirectLine, type DirectLineClient } from './direct-line-client.ts';
import type { Session } from './direct-line-over-http.ts';
import { drawToken, postActivity, readActivities } from './direct-line-over-http.ts';
import type { LocalChat } from './local-chat.ts';
import { startChat } from './local-chat.ts';

/** A shopper's Direct Line client and what it showed, in order. */
class Shopper {
  readonly line: DirectLineClient;
  readonly seen: Activity[] = [];
  readonly #watchers = new Set<() => void>();

  constructor(
    url: string,
    session: Session,
    more: { conversationId?: string; webSocket?: boolean; watermark?: string } = {},
  ) {
    this.line = createDirectLine({
      token: session.token,
      domain: `${url}/v3/directline`,
      pollingInterval: 200,
      // Reconnecting has a chance delay of 3 to 15 s; this draws the shortest.
      random: () => 0,
      ...more,
    });
    this.line.activity$.subscribe(
      (activity) => {
        this.seen.push(activity);
        for (const watch of this.#watchers) watch();
      },
      () => undefined,
    );
  }

  get texts(): (string | undefined)[] {
    return this.seen.map((activity) => ('text' in activity ? activity.text : activity.type));
  }

  async sees(text: string): Promise<void> {
    while (!this.texts.includes(text)) {
      await new Promise<void>((resolve) => this.#watchers.add(resolve));
      this.#watchers.clear();
    }
  }

  async says(text: string): Promise<string> {
    return new Promise((resolve, reject) => {
      this.line.postActivity({ type: 'message', from: { id: 'ignored' }, text }).subscribe(resolve, reject);
    });
  }
}

describe('the Direct Line client on the local channel', () => {
  let folder = '';
  let chat: LocalChat;
  const shoppers: Shopper[] = [];
  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'channel-'));
    chat = await startChat({ file: join(folder, 'channel.db') });
  });
  afterEach(async () => {
    for (const { line } of shoppers.splice(0)) line.end();
    await chat.close();
    rmSync(folder, { recursive: true });
  });
  const enter = (session: Session, more: ConstructorParameters<typeof Shopper>[2] = {}): Shopper => {
    const shopper = new Shopper(chat.url, session, more);
    shoppers.push(shopper);
    return shopper;
  };

  it('greets a shopper and echoes what they say, over the WebSocket', async () => {
    const session = await drawToken(chat.url);
    const ann = enter(session);
    await ann.sees('Welcome to the shop');
    const id = await ann.says('hello');
    await ann.sees('echo: hello');
    expect(ann.texts).to.deep.equal(['Welcome to the shop', 'hello', 'echo: hello']);
    expect(ann.seen[1]).to.deep.include({ id, from: { id: session.userId, name: 'Shopper', role: 'user' } });
    expect(ann.line.connectionStatus$.getValue()).to.equal(ConnectionStatus.Online);
  });

  it('does the same by polling', async () => {
    const ann = enter(await drawToken(chat.url), { webSocket: false });
    await ann.sees('Welcome to the shop');
    await ann.says('hello');
    await ann.sees('echo: hello');
    expect(ann.texts).to.deep.equal(['Welcome to the shop', 'hello', 'echo: hello']);
  });

  it('pushes a changed message again with its id and time', async () => {
    const ann = enter(await drawToken(chat.url));
    await ann.says('update');
    await ann.sees('after');
    const [before, after] = ann.seen.slice(-2);
    expect(after).to.include({ id: before?.id, timestamp: before?.timestamp, text: 'after' });
  });

  it('shows a shopper who comes back the whole history, and greets them once', async () => {
    const session = await drawToken(chat.url);
    const before = enter(session);
    await before.says('hello');
    await before.sees('echo: hello');
    const after = enter(session, { conversationId: session.conversationId });
    await after.sees('echo: hello');
    expect(after.texts).to.have.members(before.texts);
    await after.says('again');
    await after.sees('echo: again');
    expect(after.texts.filter((text) => text === 'Welcome to the shop')).to.have.lengthOf(1);
    expect(chat.received.filter(({ type }) => type === 'conversationUpdate')).to.have.lengthOf(1);
  });

  it('goes on from a watermark with nothing twice and nothing missing', async () => {
    const session = await drawToken(chat.url);
    await postActivity(chat.url, session, { type: 'message', text: 'one' });
    const { watermark } = await readActivities(chat.url, session);
    await postActivity(chat.url, session, { type: 'message', text: 'two' });
    const ann = enter(session, { conversationId: session.conversationId, watermark });
    await ann.sees('echo: two');
    expect(ann.texts).to.deep.equal(['two', 'echo: two']);
  });

  it('gets a long history whole and in order', async () => {
    const session = await drawToken(chat.url);
    const wanted = Array.from({ length: 450 }, (_, place) => `message ${place}`);
    for (const text of wanted) await chat.say(session.conversationId, { type: 'message', text });
    const ann = enter(session, { conversationId: session.conversationId });
    await ann.sees('message 449');
    expect(ann.texts.filter((text) => text?.startsWith('message'))).to.deep.equal(wanted);
  });

  it('carries on by itself after a restart, with everything that was said', async () => {
    const session = await drawToken(chat.url);
    const ann = enter(session);
    await ann.says('before');
    await ann.sees('echo: before');
    const port = Number(new URL(chat.url).port);
    await chat.close();
    chat = await startChat({ file: join(folder, 'channel.db'), port });
    await chat.say(session.conversationId, { type: 'message', text: 'while you were away' });
    await ann.sees('while you were away');
    await ann.says('after');
    await ann.sees('echo: after');
    expect(ann.texts.slice(-5)).to.deep.equal([
      'before',
      'echo: before',
      'while you were away',
      'after',
      'echo: after',
    ]);
    expect(chat.received.filter(({ type }) => type === 'conversationUpdate')).to.deep.equal([]);
  });
});
