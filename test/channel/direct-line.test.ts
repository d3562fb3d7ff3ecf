import { expect } from 'chai';
import { DirectLine } from 'botframework-directlinejs';
import { WebSocket } from 'ws';
import type { LocalChat } from './local-chat.ts';
import { startChat } from './local-chat.ts';
import { drawToken } from './tokens-over-http.ts';
import { installBrowserGlobals } from './xml-http-request.ts';

describe('the Direct Line client on the local channel', () => {
  let chat: LocalChat;
  before(() => installBrowserGlobals(WebSocket));
  beforeEach(async () => {
    chat = await startChat();
  });
  afterEach(async () => chat.close());

  it('greets a shopper and echoes what they say, over the WebSocket', async () => {
    const { token, userId } = await drawToken(chat.url);
    const line = new DirectLine({ token, domain: `${chat.url}/v3/directline` });
    const texts: unknown[] = [];
    await new Promise<void>((resolve, reject) => {
      line.activity$.subscribe((activity) => {
        texts.push('text' in activity ? activity.text : activity.type);
        if (texts.length === 3) resolve();
      }, reject);
      line
        .postActivity({ type: 'message', from: { id: 'x' }, text: 'hello' })
        .subscribe(() => undefined, reject);
    });
    line.end();
    expect(texts).to.deep.equal(['Welcome to the shop', 'hello', 'echo: hello']);
    expect(userId).to.match(/^dl_/);
  });
});
