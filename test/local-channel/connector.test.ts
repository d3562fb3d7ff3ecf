import { expect } from 'chai';
import { CloudAdapter, ConfigurationBotFrameworkAuthentication } from 'botbuilder';
import { createConnectorPath } from '../../src/local-channel/connector.ts';
import type { Session } from './direct-line-over-http.ts';
import { callDirectLine, drawToken, readActivities } from './direct-line-over-http.ts';
import type { LocalChat } from './local-chat.ts';
import { startChat } from './local-chat.ts';

describe('the connector that the bot sends to', () => {
  let chat: LocalChat;
  let session: Session;
  beforeEach(async () => {
    chat = await startChat();
    session = await drawToken(chat.url);
  });
  afterEach(async () => chat.close());

  const send = async (
    path: string,
    method: string,
    body: unknown,
    base = chat.serviceUrl,
  ): Promise<Response> =>
    fetch(`${base}v3/conversations/${path}`, {
      method,
      headers: { 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  const idOf = async (response: Response): Promise<string> =>
    /"id":"([^"]+)"/.exec(await response.text())?.[1] ?? '';

  it('takes messages, replies, and replies to activities it never saw', async () => {
    const path = `${session.conversationId}/activities`;
    for (const [address, text] of [
      [path, 'one'],
      [`${path}/2f6c7a6e-unknown`, 'two'],
    ] as const) {
      const sent = await send(address, 'POST', { type: 'message', text, replyToId: '2f6c7a6e-unknown' });
      expect(sent.status).to.equal(200);
      expect(await idOf(sent)).to.include(session.conversationId);
    }
    const { activities } = await readActivities(chat.url, session);
    expect(activities.map(({ text, from }) => [text, from.id, from.role])).to.deep.equal([
      ['one', 'bot', 'bot'],
      ['two', 'bot', 'bot'],
    ]);
    // Web Chat would hold the message back while it waits for the one it answers.
    for (const activity of activities) expect(activity).not.to.have.property('replyToId');
  });

  it('changes a message in its old place, as a new push', async () => {
    const path = `${session.conversationId}/activities`;
    const id = await idOf(await send(path, 'POST', { type: 'message', text: 'link ready' }));
    await send(path, 'POST', { type: 'message', text: 'later' });
    const before = await readActivities(chat.url, session);
    const changed = await send(`${path}/${encodeURIComponent(id)}`, 'PUT', {
      type: 'message',
      id,
      text: 'paid',
    });
    expect(await idOf(changed)).to.equal(id);
    const pushed = await readActivities(chat.url, session, before.watermark);
    expect(pushed.activities).to.deep.equal([{ ...before.activities[0], text: 'paid' }]);
    expect(Number(pushed.watermark)).to.equal(Number(before.watermark) + 1);
    const all = await readActivities(chat.url, session);
    expect(all.activities.map(({ text }) => text)).to.deep.equal(['paid', 'later']);
  });

  it('replaces a deleted message by a word that it is gone', async () => {
    const path = `${session.conversationId}/activities`;
    const id = await idOf(await send(path, 'POST', { type: 'message', text: 'oops' }));
    expect((await send(`${path}/${encodeURIComponent(id)}`, 'DELETE', undefined)).status).to.equal(200);
    const { activities } = await readActivities(chat.url, session);
    expect(activities.map((activity) => [activity.id, activity.text])).to.deep.equal([
      [id, 'This message was deleted.'],
    ]);
  });

  it('does not let the bot change what a shopper said', async () => {
    const said = await callDirectLine(
      chat.url,
      session,
      `/conversations/${session.conversationId}/activities`,
      {
        method: 'POST',
        body: { type: 'message', text: 'mine' },
      },
    );
    const path = `${session.conversationId}/activities/${encodeURIComponent(await idOf(said))}`;
    expect((await send(path, 'PUT', { type: 'message', text: 'not mine' })).status).to.equal(404);
    expect((await send(path, 'DELETE', undefined)).status).to.equal(404);
  });

  it('keeps a message once that comes twice under one idempotency key', async () => {
    const headers = { 'x-idempotency-key': 'signal-1' };
    const ids = [];
    for (const text of ['paid', 'paid']) {
      ids.push(await idOf(await chat.say(session.conversationId, { type: 'message', text }, headers)));
    }
    expect(ids[0]).to.equal(ids[1]).and.not.equal('');
    expect((await readActivities(chat.url, session)).activities).to.have.lengthOf(1);
  });

  it('knows the members of a conversation', async () => {
    const list = await send(`${session.conversationId}/members`, 'GET', undefined);
    expect(await list.json()).to.deep.equal([{ id: session.userId, name: 'Shopper' }]);
    expect(
      (await send(`${session.conversationId}/members/${session.userId}`, 'GET', undefined)).status,
    ).to.equal(200);
    expect((await send(`${session.conversationId}/members/nobody`, 'GET', undefined)).status).to.equal(404);
    const paged = await send(`${session.conversationId}/pagedmembers`, 'GET', undefined);
    expect(await paged.json()).to.deep.equal({ members: [{ id: session.userId, name: 'Shopper' }] });
  });

  it('answers 404 to unknown conversations and messages, and to whoever does not know its secret', async () => {
    const message = { type: 'message', text: 'x' };
    const path = `${session.conversationId}/activities`;
    expect((await send('nowhere/activities', 'POST', message)).status).to.equal(404);
    expect((await send(`${path}/nothing`, 'PUT', message)).status).to.equal(404);
    for (const secret of ['', 'guess/', `${'s'.repeat(31)}t/`, `${'s'.repeat(33)}/`]) {
      const base = `${chat.url}/channel-connector/${secret}`;
      expect((await send(path, 'POST', message, base)).status, secret).to.equal(404);
    }
    expect((await readActivities(chat.url, session)).activities).to.deep.equal([]);
  });

  it('refuses what is no activity', async () => {
    const path = `${session.conversationId}/activities`;
    for (const body of [{}, { type: 7 }, { type: 'message', text: 7 }, [], 'x']) {
      expect((await send(path, 'POST', body)).status, JSON.stringify(body)).to.equal(400);
    }
    expect((await send(path, 'POST', { type: 'message', text: 'x'.repeat(300_000) })).status).to.equal(413);
  });

  it('wants a service address with a secret in it', () => {
    expect(() => createConnectorPath('http://localhost:3978/')).to.throw('<secret>');
    expect(() => createConnectorPath('http://localhost:3978/secret/')).to.throw('<secret>');
  });

  it('serves the SDK’s own adapter: send, reply, update and delete', async () => {
    const adapter = new CloudAdapter(new ConfigurationBotFrameworkAuthentication({}));
    const reference = {
      channelId: 'directline',
      serviceUrl: chat.serviceUrl,
      conversation: { id: session.conversationId, isGroup: false, conversationType: 'personal', name: '' },
      bot: { id: 'bot', name: 'Tea & Cups' },
    };
    await adapter.continueConversationAsync('', reference, async (context) => {
      const sent = await context.sendActivity('proactive');
      await context.updateActivity({ type: 'message', id: sent?.id ?? '', text: 'changed' });
      const other = await context.sendActivity('second');
      await context.deleteActivity(other?.id ?? '');
    });
    const { activities } = await readActivities(chat.url, session);
    expect(activities.map(({ text }) => text)).to.deep.equal(['changed', 'This message was deleted.']);
  });
});
