import { expect } from 'chai';
import { callDirectLine, drawToken, postActivity, readActivities } from './direct-line-over-http.ts';
import type { LocalChat } from './local-chat.ts';
import { startChat } from './local-chat.ts';

describe('what a client may post', () => {
  let chat: LocalChat;
  beforeEach(async () => {
    chat = await startChat();
  });
  afterEach(async () => chat.close());

  it('is signed by the server: forged names, places and times do not reach the bot', async () => {
    const session = await drawToken(chat.url, { user: { name: 'Ann' } });
    const posted = await postActivity(chat.url, session, {
      type: 'message',
      text: 'hello',
      id: 'forged',
      timestamp: '2001-01-01T00:00:00Z',
      from: { id: 'dl_other', name: 'Merchant', role: 'bot' },
      conversation: { id: 'other', isGroup: true },
      recipient: { id: 'other' },
      serviceUrl: 'https://evil.example/',
      channelId: 'msteams',
      locale: 'de-DE',
      localTimestamp: '2026-01-02T03:04:05+01:00',
    });
    expect(posted.status).to.equal(200);
    const [joined, message] = chat.received;
    expect(joined).to.include({
      type: 'conversationUpdate',
      serviceUrl: chat.serviceUrl,
      channelId: 'directline',
    });
    expect(joined?.['membersAdded']).to.deep.equal([
      { id: 'bot', name: 'Tea & Cups' },
      { id: session.userId, name: 'Ann' },
    ]);
    expect(message).to.deep.include({
      type: 'message',
      text: 'hello',
      textFormat: 'plain',
      from: { id: session.userId, name: 'Ann', role: 'user' },
      conversation: { id: session.conversationId },
      recipient: { id: 'bot', name: 'Tea & Cups', role: 'bot' },
      serviceUrl: chat.serviceUrl,
      channelId: 'directline',
      locale: 'de-DE',
      localTimestamp: '2026-01-02T03:04:05+01:00',
    });
    expect(await posted.json()).to.deep.equal({ id: message?.['id'] });
    expect(message?.['id']).to.match(new RegExp(`^${session.conversationId}\\|\\d+$`));
    expect(message?.['timestamp']).to.not.match(/^2001/);
  });

  it('never tells a client the service address of the bot', async () => {
    const session = await drawToken(chat.url);
    await postActivity(chat.url, session, { type: 'message', text: 'hello' });
    await chat.say(session.conversationId, {
      type: 'message',
      text: 'by myself',
      serviceUrl: chat.serviceUrl,
    });
    const kept = JSON.stringify(await readActivities(chat.url, session));
    expect(kept).to.include('by myself').and.not.include('channel-connector').and.not.include('s'.repeat(32));
  });

  it('is refused with 400 when it is no activity, of wrong types, or with attachments', async () => {
    const session = await drawToken(chat.url);
    const wrong = [
      { type: 'conversationUpdate', membersAdded: [{ id: 'x' }] },
      { type: 'invoke', name: 'signin/verifyState' },
      { type: 'event' },
      { type: 'event', name: 7 },
      { type: 'message', text: { a: 1 } },
      { type: 'message', text: 'x', channelData: 'y' },
      { type: 'message', text: 'x', locale: 7 },
      { type: 'message', attachments: [{ contentType: 'image/png', contentUrl: 'data:,' }] },
      { text: 'x' },
      [],
      'not json',
      '7',
      '',
      `{"type":"message","value":${'['.repeat(20_000)}${']'.repeat(20_000)}}`,
    ];
    for (const body of wrong) {
      expect(
        (await postActivity(chat.url, session, body)).status,
        JSON.stringify(body).slice(0, 80),
      ).to.equal(400);
    }
    expect(chat.received.filter(({ type }) => type !== 'conversationUpdate')).to.deep.equal([]);
    expect(
      (await readActivities(chat.url, session)).activities.filter(({ from }) => from.id !== 'bot'),
    ).to.deep.equal([]);
  });

  const empty = {
    channelData: null,
    entities: null,
    value: null,
    valueType: null,
    replyToId: null,
    locale: null,
    localTimestamp: null,
    localTimezone: null,
  };
  for (const [what, activity] of Object.entries({
    'a message': { type: 'message', text: 'hello', speak: null, attachments: null, ...empty },
    'a message without words': { type: 'message', text: null, ...empty },
    'a message with an entity that is none': {
      type: 'message',
      text: 'hello',
      entities: [null, { type: 'x' }],
    },
    'an event': { type: 'event', name: 'opened', ...empty },
    typing: { type: 'typing', ...empty },
  })) {
    it(`may have null in the fields of ${what} where nothing is meant`, async () => {
      const session = await drawToken(chat.url);
      expect((await postActivity(chat.url, session, activity)).status).to.equal(200);
      const { type, ...fields } = activity;
      const meant = Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null));
      const got = chat.received.at(-1);
      expect(got).to.deep.include({
        type,
        ...meant,
        ...('entities' in meant ? { entities: [{ type: 'x' }] } : {}),
      });
      expect(Object.values(got ?? {})).to.not.include(null);
    });
  }

  it('may be read from a watermark that is null or undefined, as scripts write none', async () => {
    const session = await drawToken(chat.url);
    await postActivity(chat.url, session, { type: 'message', text: 'hello' });
    for (const none of ['', 'null', 'undefined', '0']) {
      const texts = (await readActivities(chat.url, session, none)).activities.map(({ text }) => text);
      expect(texts, none).to.include.members(['hello', 'echo: hello']);
      const path = `/conversations/${session.conversationId}?watermark=${none}`;
      expect((await callDirectLine(chat.url, session, path)).status, none).to.equal(200);
    }
    const wrong = `/conversations/${session.conversationId}/activities?watermark=x`;
    expect((await callDirectLine(chat.url, session, wrong)).status).to.equal(400);
  });

  it('may come after a token that was asked for with null for what is not wished for', async () => {
    for (const wish of [{ user: null, conversation: null }, { user: { name: null } }]) {
      const session = await drawToken(chat.url, wish);
      const path = '/conversations';
      const started = await callDirectLine(chat.url, session, path, {
        method: 'POST',
        body: { locale: null },
      });
      expect(started.status).to.equal(201);
      expect(chat.received.at(-1)?.['membersAdded']).to.deep.include({ id: session.userId, name: 'Shopper' });
    }
  });

  it('has 256 KB at most', async () => {
    const session = await drawToken(chat.url);
    const withText = (length: number) => ({ type: 'message', text: 'x'.repeat(length) });
    expect((await postActivity(chat.url, session, withText(256 * 1024))).status).to.equal(413);
    expect((await postActivity(chat.url, session, withText(255 * 1024))).status).to.equal(200);
    const path = `/conversations/${session.conversationId}/upload?userId=x`;
    expect((await callDirectLine(chat.url, session, path, { method: 'POST', body: 'x' })).status).to.equal(
      403,
    );
  });

  it('reaches the bot with a card number as written, and the transcript with it masked', async () => {
    const session = await drawToken(chat.url);
    const number = '4111 1111 1111 1111';
    const channelData = { clientActivityID: '4111111111111111', note: number };
    await postActivity(chat.url, session, {
      type: 'message',
      text: `my card ${number}`,
      value: { number },
      channelData,
    });
    expect(chat.received.at(-1)).to.deep.include({
      text: `my card ${number}`,
      value: { number },
      channelData,
    });
    const { activities } = await readActivities(chat.url, session);
    const mine = activities.find(({ from }) => from.id === session.userId);
    expect(mine?.text).to.equal('my card •••• 1111');
    expect(mine?.['channelData']).to.deep.equal({ clientActivityID: '4111111111111111', note: '•••• 1111' });
    expect(activities.at(-1)?.text).to.equal('echo: my card •••• 1111');
  });

  it('is kept and answered with 502 when the bot fails', async () => {
    const session = await drawToken(chat.url);
    expect((await postActivity(chat.url, session, { type: 'message', text: 'fail' })).status).to.equal(502);
    const { activities } = await readActivities(chat.url, session);
    expect(activities.map(({ text }) => text)).to.include('fail');
    expect(chat.logged).to.deep.include({
      event: 'channel_turn_failed',
      activityId: chat.received.at(-1)?.['id'],
      reason: 500,
    });
  });
});
