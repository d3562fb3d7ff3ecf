import { expect } from 'chai';
import type { TurnContext } from 'botbuilder';
import { createAdapter } from '../../src/bot-framework/adapter.ts';
import { createReceiver } from '../../src/bot-framework/receiver.ts';
import { startConnectorStub } from '../stage/connector-stub.ts';
import type { ConnectorStub } from '../stage/connector-stub.ts';
import { incoming, recordLog } from '../stage/incoming.ts';

describe('the receiver of activities, over botbuilder’s adapter', () => {
  let stub: ConnectorStub;

  beforeEach(async () => {
    stub = await startConnectorStub();
  });
  afterEach(async () => stub.close());

  function start(
    onTurn: (context: TurnContext) => Promise<void>,
    more: { hosts?: string[]; adapterHosts?: string[] } = {},
  ) {
    const { lines, log } = recordLog();
    const { hosts: serviceHosts = [stub.host], adapterHosts = serviceHosts } = more;
    const adapter = createAdapter({ settings: {}, serviceHosts: adapterHosts, log });
    const receiver = createReceiver({ adapter, isAuthenticated: false, serviceHosts, onTurn, log });
    const post = async (fields: Record<string, unknown> = {}) =>
      receiver.receive({ authorization: '', body: incoming(stub.serviceUrl, fields) });
    return { adapter, receiver, post, lines };
  }

  const echo = async (context: TurnContext): Promise<void> => {
    await context.sendActivity(`you said ${context.activity.text}`);
  };

  it('hands a message to the bot, whose answer reaches the connector as a reply', async () => {
    expect(await start(echo).post()).to.deep.equal({ status: 200 });
    expect(stub.requests).to.have.length(1);
    expect(stub.requests[0]?.path).to.equal(
      '/connector/v3/conversations/conversation-1/activities/activity-1',
    );
    expect(stub.requests[0]?.body).to.include({ text: 'you said hello', replyToId: 'activity-1' });
  });

  it('builds the clients of botbuilder once, and they cannot send around the adapter', async () => {
    const clients: unknown[] = [];
    const failures: string[] = [];
    const { adapter, post } = start(async ({ turnState }) => {
      const client = turnState.get(adapter.ConnectorClientKey);
      clients.push(client, turnState.get(adapter.UserTokenClientKey));
      await client.conversations
        .sendToConversation('conversation-1', { type: 'message' })
        .catch((error: unknown) => failures.push(String(error)));
    });
    await post({ id: '1' });
    await post({ id: '2' });
    expect(clients).to.have.length(4);
    expect(clients[2]).to.equal(clients[0]);
    expect(clients[3]).to.equal(clients[1]);
    expect(failures).to.have.length(2);
    expect(stub.requests).to.deep.equal([]);
  });

  it('lets a turn change and delete what it sent', async () => {
    const { post } = start(async (context) => {
      const sent = await context.sendActivity('first');
      const id = sent?.id ?? '';
      await context.updateActivity({ type: 'message', text: 'second', id });
      await context.deleteActivity(id);
    });
    expect(await post()).to.deep.equal({ status: 200 });
    expect(stub.requests.map(({ method, path }) => [method, path.split('/').at(-1)])).to.deep.equal([
      ['POST', 'activity-1'],
      ['PUT', 'sent-1'],
      ['DELETE', 'sent-1'],
    ]);
  });

  it('sends nothing to a host that the adapter does not know, whoever let the activity in', async () => {
    const { post, lines } = start(echo, { adapterHosts: ['smba.trafficmanager.net'] });
    expect(await post()).to.have.property('status', 500);
    expect(stub.requests).to.deep.equal([]);
    expect(lines.map(({ event }) => event)).to.deep.equal(['turn_failed', 'turn_unanswered']);
  });

  it('runs the turns of one conversation in order and one at a time', async () => {
    let running = 0;
    const { post } = start(async (context) => {
      running += 1;
      expect(running).to.equal(1);
      await context.sendActivity(context.activity.text);
      running -= 1;
    });
    const names = ['1', '2', '3', '4', '5'];
    await Promise.all(names.map(async (name) => post({ id: name, text: name })));
    expect(stub.requests.map(({ body }) => body['text'])).to.deep.equal(names);
  });

  it('runs the turns of two conversations side by side', async () => {
    let open = (): void => undefined;
    const gate = new Promise<void>((resolve) => {
      open = resolve;
    });
    const { post } = start(async ({ activity }) => (activity.conversation.id === 'a' ? gate : open()));
    const answers = await Promise.all([
      post({ conversation: { id: 'a' } }),
      post({ conversation: { id: 'b' } }),
    ]);
    expect(answers).to.deep.equal([{ status: 200 }, { status: 200 }]);
  });

  it('answers 429 when fifty activities of one conversation are waiting', async () => {
    let open = (): void => undefined;
    const gate = new Promise<void>((resolve) => {
      open = resolve;
    });
    const { post } = start(async () => gate);
    const posts = Array.from({ length: 51 }, async (_, n) => {
      const answer = await post({ id: `activity-${n}` });
      if (answer.status === 429) open();
      return answer.status;
    });
    const statuses = await Promise.all(posts);
    expect(statuses.filter((status) => status === 200)).to.have.length(50);
    expect(statuses.filter((status) => status === 429)).to.have.length(1);
  });

  it('takes an activity once that arrives twice at the same time, and answers both alike', async () => {
    const { post } = start(echo);
    const answers = await Promise.all([post(), post(), post({ conversation: { id: 'conversation-2' } })]);
    expect(answers).to.deep.equal([{ status: 200 }, { status: 200 }, { status: 200 }]);
    expect(stub.requests).to.have.length(2);
  });

  it('takes what comes again after the first was answered, and what has no id, each by itself', async () => {
    const { post } = start(echo);
    await post();
    await post();
    expect(stub.requests).to.have.length(2);
    await Promise.all([post({ id: null }), post({ id: null })]);
    expect(stub.requests).to.have.length(4);
  });

  it('hands a message to the bot whatever it is named', async () => {
    await start(echo).post({ name: 'tokens/response' });
    expect(stub.requests).to.have.length(1);
  });

  it('answers 400 to what is no activity, naming the field and not its content', async () => {
    const { receiver, post } = start(echo);
    expect(await receiver.receive({ authorization: '', body: 'secret' })).to.have.property('status', 400);
    const answer = await post({ text: { secret: 1 } });
    expect(answer).to.deep.equal({ status: 400, body: { error: 'The activity is not well formed: text.' } });
  });

  it('answers 413 to an activity that is too large', async () => {
    expect(await start(echo).post({ text: 'x'.repeat(28_001) })).to.deep.equal({
      status: 413,
      body: { error: 'The activity is too large: text.' },
    });
  });

  it('answers 400 to a service URL that is not on the list', async () => {
    const { post } = start(echo);
    for (const serviceUrl of [
      'https://evil.example/',
      'http://127.0.0.1:1/',
      'https://evil.trafficmanager.net/',
    ]) {
      expect(await post({ serviceUrl })).to.have.property('status', 400);
    }
    expect(stub.requests).to.deep.equal([]);
  });

  it('serves nobody but this machine without a registration', async () => {
    const { post } = start(echo, { hosts: ['smba.trafficmanager.net', stub.host] });
    expect(await post({ serviceUrl: 'https://smba.trafficmanager.net/emea/' })).to.have.property(
      'status',
      400,
    );
    expect(await post()).to.have.property('status', 200);
  });

  for (const type of ['endOfConversation', 'messageReaction', 'trace', 'ping', 'Message', 'constructor']) {
    it(`answers 200 to the type ${type} and begins no turn`, async () => {
      let turns = 0;
      const { post } = start(async () => void (turns += 1));
      expect(await post({ type })).to.deep.equal({ status: 200 });
      expect(turns).to.equal(0);
    });
  }

  for (const type of [
    'conversationUpdate',
    'event',
    'typing',
    'installationUpdate',
    'messageUpdate',
    'messageDelete',
  ]) {
    it(`hands the type ${type} to the bot`, async () => {
      const types: string[] = [];
      expect(
        await start(async ({ activity }) => void types.push(activity.type)).post({ type }),
      ).to.have.property('status', 200);
      expect(types).to.deep.equal([type]);
    });
  }

  const itself = { id: 'shop', name: 'Shop' };
  const echoes: Record<string, Record<string, unknown>> = {
    'comes from the bot’s own id': { from: itself },
    'comes from the role bot': { from: { id: 'other-bot', role: 'bot' } },
    'comes from the role Bot': { from: { id: 'other-bot', role: 'Bot' } },
    'comes from the role skill': { from: { id: 'other-bot', role: 'skill' } },
    'is an echo of Facebook’s': {
      channelId: 'facebook',
      from: { id: 'page' },
      channelData: { message: { is_echo: true, mid: 'm1' } },
    },
  };
  for (const [what, fields] of Object.entries(echoes)) {
    for (const type of ['message', 'messageUpdate', 'messageDelete', 'event', 'invoke', 'typing']) {
      it(`begins no turn for what ${what}, of the type ${type}`, async () => {
        let turns = 0;
        const { post } = start(async (context) => {
          turns += 1;
          await echo(context);
        });
        expect(await post({ type, name: 'anything', ...fields })).to.deep.equal({ status: 200 });
        expect(turns).to.equal(0);
        expect(stub.requests).to.deep.equal([]);
      });
    }
    for (const type of ['conversationUpdate', 'installationUpdate']) {
      it(`hands a ${type} to the bot that ${what}: channels tell of who came in the bot’s name`, async () => {
        const types: string[] = [];
        await start(async ({ activity }) => void types.push(activity.type)).post({ type, ...fields });
        expect(types).to.deep.equal([type]);
      });
    }
  }

  for (const [what, fields] of Object.entries({
    'the role user': { from: { id: 'shopper-1', role: 'user' } },
    'no role': { from: { id: 'shopper-1', role: null } },
    'a name like the bot’s': { from: { id: 'shopper-1', name: 'Shop' } },
    'a mark that it is no echo': { channelData: { message: { is_echo: false } } },
    'channel data that is no object': { channelData: 'message' },
    'a message in the channel data that is null': { channelData: { message: null } },
  })) {
    it(`hands a message to the bot that has ${what}`, async () => {
      await start(echo).post(fields);
      expect(stub.requests).to.have.length(1);
    });
  }

  for (const name of ['tokens/response', 'Tokens/Response', 'ContinueConversation', 'CreateConversation']) {
    it(`drops an event from outside that is named ${name}`, async () => {
      let turns = 0;
      const { post } = start(async () => void (turns += 1));
      expect(await post({ type: 'event', name, value: { token: 'x' } })).to.deep.equal({ status: 200 });
      expect(turns).to.equal(0);
    });
  }

  it('answers 501 to an invoke that the bot does not handle', async () => {
    expect(await start(async () => undefined).post({ type: 'invoke', name: 'anything' })).to.have.property(
      'status',
      501,
    );
  });

  it('answers an invoke with what the bot says', async () => {
    const { post } = start(async (context) => {
      await context.sendActivity({ type: 'invokeResponse', value: { status: 202, body: { ok: true } } });
    });
    expect(await post({ type: 'invoke' })).to.deep.equal({ status: 202, body: { ok: true } });
    expect(stub.requests).to.deep.equal([]);
  });

  it('is settled when the turns under way have ended', async () => {
    const { receiver, post } = start(echo);
    const answer = post();
    await new Promise(setImmediate);
    await receiver.settled();
    expect(stub.requests).to.have.length(1);
    expect(await answer).to.deep.equal({ status: 200 });
  });
});
