import { expect } from 'chai';
import { createAdapter } from '../../src/bot-framework/adapter.ts';
import { watchTokens } from '../../src/bot-framework/token-watch.ts';
import { tokenFrom } from './bot-token.ts';

describe('the check of the channel', () => {
  const check = (appId: string, getToken: () => Promise<string>): Promise<string> => {
    const settings: Record<string, string> = appId === '' ? {} : { MicrosoftAppId: appId };
    const credentials = appId === '' ? undefined : tokenFrom(appId, getToken);
    return createAdapter({ settings, credentials, serviceHosts: [], log: () => undefined }).check();
  };

  it('is ok without a registration, where no token is needed', async () => {
    expect(await check('', () => Promise.reject(new Error('asked')))).to.equal('ok');
  });

  it('is ok once a token is had, before anybody has said anything', async () => {
    expect(await check('bot', async () => 'token')).to.equal('ok');
  });

  it('gives the reason in one line where none was ever had', async () => {
    const refused = new Error('AADSTS7000215: Invalid client secret.\r\nTrace ID: 1\u001b[31m');
    expect(await check('bot', () => Promise.reject(refused))).to.equal(
      'no token for the bot: AADSTS7000215: Invalid client secret. Trace ID: 1 [31m',
    );
  });

  it('stays ok while a token was had and none comes now, and tells how long ago; then it is well again', async () => {
    let now = 0;
    let fails = false;
    const { check: look, findToken } = watchTokens(
      async () => {
        if (fails) throw new Error('no answer');
        return 'token';
      },
      () => now,
    );
    await findToken();
    fails = true;
    now = 1_500;
    expect(await look()).to.equal('ok, but no new token for the bot since 1 second: no answer');
    now = 90_000;
    expect(await look()).to.equal('ok, but no new token for the bot since 90 seconds: no answer');
    now = 300_000;
    expect(await look()).to.equal('ok, but no new token for the bot since 5 minutes: no answer');
    fails = false;
    expect(await look()).to.match(/^ok, but/u);
    now += 5_000;
    expect(await look()).to.equal('ok');
  });

  it('asks once in five seconds where none comes', async () => {
    let [now, asked] = [0, 0];
    const { check: look } = watchTokens(
      () => {
        asked += 1;
        return Promise.reject(new Error('no answer'));
      },
      () => now,
    );
    for (now = 0; now < 10_000; now += 1_000) await look();
    expect(asked).to.equal(2);
  });
});
