import { expect } from 'chai';
import { createAdapter } from '../../src/bot-framework/adapter.ts';
import { createReceiver } from '../../src/bot-framework/receiver.ts';
import { incoming } from '../stage/incoming.ts';

describe('an activity from or to nobody', () => {
  const serviceUrl = 'http://127.0.0.1:1/connector/';
  const serviceHosts = ['127.0.0.1:1'];
  const log = (): void => undefined;
  const receiver = createReceiver({
    adapter: createAdapter({ settings: {}, serviceHosts, log }),
    isAuthenticated: false,
    serviceHosts,
    onTurn: async () => expect.fail('a turn'),
    log,
  });
  const post = (fields: Record<string, unknown>) =>
    receiver.receive({ authorization: '', body: incoming(serviceUrl, fields) });

  const ofNobody: Record<string, Record<string, unknown>> = {
    'without from, recipient and conversation': {
      from: undefined,
      recipient: undefined,
      conversation: undefined,
    },
    'whose from is null': { from: null },
    'whose recipient is null': { recipient: null },
    'without a conversation': { conversation: undefined },
  };
  for (const [what, fields] of Object.entries(ofNobody)) {
    it(`takes a page's event ${what} with 200 and does nothing; a message like that is malformed`, async () => {
      expect(await post({ ...fields, type: 'event' })).to.deep.equal({ status: 200 });
      expect(await post(fields)).to.include({ status: 400 });
      expect(await post({ ...fields, type: 'invoke' })).to.include({ status: 400 });
    });
  }
});
