import { request } from 'node:http';
import { expect } from 'chai';
import { WebSocket } from 'ws';
import { callDirectLine, drawToken, postActivity } from './direct-line-over-http.ts';
import type { LocalChat } from './local-chat.ts';
import { startChat } from './local-chat.ts';

describe('closing the local channel', () => {
  let chat: LocalChat;
  let finishTurn: () => void = () => undefined;
  let turnBegan: Promise<void>;
  beforeEach(async () => {
    let begin: () => void = () => undefined;
    turnBegan = new Promise((resolve) => (begin = resolve));
    chat = await startChat({
      options: {
        deliver: async ({ type }) => {
          if (type !== 'message') return { status: 200 };
          begin();
          await new Promise<void>((resolve) => (finishTurn = resolve));
          return { status: 200 };
        },
      },
    });
  });
  afterEach(async () => {
    finishTurn();
    await chat.close();
  });

  it('lets the turn under way finish, takes the bot’s words, and no new ones of shoppers', async () => {
    const session = await drawToken(chat.url);
    const posted = postActivity(chat.url, session, { type: 'message', text: 'in flight' });
    await turnBegan;
    let closed = false;
    const closing = chat.channel.close().then(() => (closed = true));
    expect((await postActivity(chat.url, session, { type: 'message', text: 'late' })).status).to.equal(503);
    expect((await chat.say(session.conversationId, { type: 'message', text: 'an answer' })).status).to.equal(
      200,
    );
    expect(closed).to.equal(false);
    finishTurn();
    expect((await posted).status).to.equal(200);
    await closing;
  });

  it('waits neither for a body that never ends nor for an open socket', async () => {
    const session = await drawToken(chat.url);
    const started = await callDirectLine(chat.url, session, `/conversations/${session.conversationId}`);
    const socket = new WebSocket(/"streamUrl":"([^"]+)"/.exec(await started.text())?.[1] ?? '');
    await new Promise((resolve) => socket.once('open', resolve));
    const gone = new Promise<number>((resolve) => socket.once('close', resolve));
    const headers = { expect: '100-continue', 'content-length': 10 };
    const endless = request(`${chat.url}/v3/directline/tokens/generate`, { method: 'POST', headers });
    const cut = new Promise<string>((resolve) => {
      endless.once('response', () => resolve('answered'));
      endless.once('error', () => resolve('cut'));
    });
    endless.flushHeaders();
    await new Promise((resolve) => endless.once('continue', resolve));
    endless.write('{');
    await chat.channel.close();
    expect(await gone).to.equal(1001);
    expect(await cut).to.equal('cut');
  });
});
