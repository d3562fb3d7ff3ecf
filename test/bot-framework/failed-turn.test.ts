import { expect } from 'chai';
import type { TurnContext } from 'botbuilder';
import { createAdapter } from '../../src/bot-framework/adapter.ts';
import { createReceiver } from '../../src/bot-framework/receiver.ts';
import { type ConnectorStub, startConnectorStub } from '../stage/connector-stub.ts';
import { incoming, recordLog } from '../stage/incoming.ts';

describe('the receiver, when a turn fails,', () => {
  let stub: ConnectorStub;

  beforeEach(async () => {
    stub = await startConnectorStub();
  });
  afterEach(async () => stub.close());

  function start(onTurn: (context: TurnContext) => Promise<void>) {
    const { lines, log } = recordLog();
    const serviceHosts = [stub.host];
    const adapter = createAdapter({ settings: {}, serviceHosts, log });
    const receiver = createReceiver({ adapter, isAuthenticated: false, serviceHosts, onTurn, log });
    const post = async (fields: Record<string, unknown> = {}) =>
      receiver.receive({ authorization: '', body: incoming(stub.serviceUrl, fields) });
    return { post, lines };
  }

  const echo = async (context: TurnContext): Promise<void> => {
    await context.sendActivity(`you said ${context.activity.text}`);
  };

  it('tells the shopper in one sentence with the id that the log has, and goes on', async () => {
    let fails = true;
    const { post, lines } = start(async (context) => {
      if (fails) throw new Error('database is gone');
      await echo(context);
    });
    expect(await post({ id: '1', text: 'my secret' })).to.deep.equal({ status: 200 });
    expect(lines).to.have.length(1);
    expect(lines[0]).to.include({ event: 'turn_failed', activityId: '1', channelId: 'directline' });
    const text = String(stub.requests[0]?.body['text']);
    expect(text).to.include(String(lines[0]?.['faultId'])).and.not.include('database');
    expect(JSON.stringify(lines)).to.include('database is gone').and.not.include('my secret');
    fails = false;
    await post({ id: '2' });
    expect(stub.requests.at(-1)?.body).to.include({ text: 'you said hello' });
  });

  it('answers 500 in our own words when the shopper cannot be told either', async () => {
    stub.answer((response) => response.writeHead(500).end('{"error":"inner secret"}'));
    expect(await start(echo).post()).to.deep.equal({ status: 500, body: { error: 'The turn failed.' } });
    expect(stub.requests).to.have.length(2);
  });
});
