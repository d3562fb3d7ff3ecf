import { expect } from 'chai';
import { WebSocket } from 'ws';
import { callDirectLine, drawToken, postActivity, readActivities } from './direct-line-over-http.ts';
import type { LocalChat } from './local-chat.ts';
import { startChat } from './local-chat.ts';

describe('a group conversation', () => {
  let chat: LocalChat;
  beforeEach(async () => {
    chat = await startChat();
  });
  afterEach(async () => chat.close());
  const join = async (name: string, id = 'lunch') =>
    drawToken(chat.url, { conversation: { id }, user: { name } });

  it('knows each name as a person of its own, the same one on every coming', async () => {
    const [ann, bob, again, elsewhere] = [
      await join('Ann'),
      await join('Bob'),
      await join(' Ann '),
      await join('Ann', 'tea'),
    ];
    expect(again.userId).to.equal(ann.userId);
    expect(new Set([ann.userId, bob.userId, elsewhere.userId]).size).to.equal(3);
    expect(ann.conversationId).to.equal('lunch');
  });

  it('shows everybody everything, and tells the bot that it is a group and who speaks', async () => {
    const [ann, bob] = [await join('Ann'), await join('Bob')];
    await postActivity(chat.url, ann, { type: 'message', text: 'hi from Ann' });
    await postActivity(chat.url, bob, { type: 'message', text: 'hi from Bob' });
    const said = chat.received.filter(({ type }) => type === 'message');
    expect(said.map(({ conversation, from }) => [conversation, from])).to.deep.equal([
      [
        { id: 'lunch', isGroup: true },
        { id: ann.userId, name: 'Ann', role: 'user' },
      ],
      [
        { id: 'lunch', isGroup: true },
        { id: bob.userId, name: 'Bob', role: 'user' },
      ],
    ]);
    const joins = chat.received.filter(({ type }) => type === 'conversationUpdate');
    expect(joins.map(({ membersAdded }) => membersAdded)).to.deep.equal([
      [
        { id: 'bot', name: 'Tea & Cups' },
        { id: ann.userId, name: 'Ann' },
      ],
      [{ id: bob.userId, name: 'Bob' }],
    ]);
    for (const session of [ann, bob]) {
      const texts = (await readActivities(chat.url, session)).activities.map(({ text }) => text);
      expect(texts).to.include.members([
        'hi from Ann',
        'echo: hi from Ann',
        'hi from Bob',
        'echo: hi from Bob',
      ]);
    }
  });

  it('does not let a member pass for another or overwrite what another said', async () => {
    const [ann, bob] = [await join('Ann'), await join('Bob')];
    const channelData = { clientActivityID: 'abc', 'webchat:sequence-id': 1, postBack: true };
    await postActivity(chat.url, ann, { type: 'message', text: 'mine', channelData });
    const find = async (session: typeof ann) =>
      (await readActivities(chat.url, session)).activities.find(({ text }) => text === 'mine');
    expect((await find(ann))?.['channelData']).to.deep.equal(channelData);
    expect((await find(ann))?.from.role).to.equal('user');
    const shownToBob = await find(bob);
    expect(shownToBob?.['channelData']).to.deep.equal({ postBack: true });
    expect(shownToBob?.from).to.deep.equal({ id: ann.userId, name: 'Ann' });
  });

  it('shows that somebody is typing to those who look, and keeps nothing of it', async () => {
    const [ann, bob] = [await join('Ann'), await join('Bob')];
    const started = await callDirectLine(chat.url, bob, '/conversations/lunch');
    const socket = new WebSocket(/"streamUrl":"([^"]+)"/.exec(await started.text())?.[1] ?? '');
    const typing = new Promise<string>((resolve) => {
      socket.addEventListener(
        'message',
        ({ data }) => typeof data === 'string' && data.includes('"typing"') && resolve(data),
      );
    });
    await new Promise((resolve) => socket.once('open', resolve));
    expect((await postActivity(chat.url, ann, { type: 'typing' })).status).to.equal(200);
    expect(await typing).to.include(`"from":{"id":"${ann.userId}","name":"Ann"}`);
    socket.close();
    const { activities } = await readActivities(chat.url, bob);
    expect(activities.filter(({ type }) => type === 'typing')).to.deep.equal([]);
    expect(chat.received.at(-1)).to.include({ type: 'typing' });
  });

  it('is not a way into somebody’s personal chat', async () => {
    const personal = await drawToken(chat.url);
    const wishes = [
      { conversation: { id: personal.conversationId }, user: { name: 'Eve' } },
      { conversation: { id: 'lunch' } },
      { conversation: { id: '../lunch' }, user: { name: 'Eve' } },
      { conversation: { id: 'lunch' }, user: { name: 7 } },
      { conversation: { id: 'lunch' }, user: { name: ' \u0000 ' } },
    ];
    const answers = [];
    for (const wish of wishes) {
      const made = await fetch(`${chat.url}/v3/directline/tokens/generate`, {
        method: 'POST',
        body: JSON.stringify(wish),
      });
      answers.push(made.status);
    }
    expect(answers).to.deep.equal([403, 400, 400, 400, 400]);
  });
});
