import { expect } from 'chai';
import { createAdapter } from '../../src/bot-framework/adapter.ts';
import { createReceiver } from '../../src/bot-framework/receiver.ts';
import { tokenFrom } from './bot-token.ts';
import { startConnectorStub } from '../stage/connector-stub.ts';
import type { ConnectorStub } from '../stage/connector-stub.ts';
import { incoming, recordLog } from '../stage/incoming.ts';
import { startTokenAuthority } from './token-authority.ts';
import type { TokenAuthority } from './token-authority.ts';

const appId = '11111111-2222-3333-4444-555555555555';
const botFramework = 'https://api.botframework.com';
const microsoft = 'https://sts.windows.net/d6d49420-f39b-4df7-a1dc-d59a935871db/';

describe('the receiver of a registered bot', () => {
  let stub: ConnectorStub;
  let authority: TokenAuthority;

  beforeEach(async () => {
    [stub, authority] = await Promise.all([startConnectorStub(), startTokenAuthority(['msteams'])]);
  });
  afterEach(async () => {
    await Promise.all([stub.close(), authority.close()]);
  });

  function start(settings: Record<string, string> = {}) {
    const { lines, log } = recordLog();
    const serviceHosts = [stub.host];
    const adapter = createAdapter({
      settings: {
        MicrosoftAppId: appId,
        MicrosoftAppPassword: 'a password',
        ToChannelFromBotLoginUrl: 'https://login.microsoftonline.com/botframework.com',
        ToChannelFromBotOAuthScope: botFramework,
        ToBotFromChannelTokenIssuer: botFramework,
        ToBotFromChannelOpenIdMetadataUrl: authority.metadataUrl,
        ToBotFromEmulatorOpenIdMetadataUrl: authority.metadataUrl,
        OAuthUrl: botFramework,
        ...settings,
      },
      credentials: tokenFrom(appId, async () => 'the-bots-token'),
      serviceHosts,
      connectorTimeoutMs: 1_000,
      log,
    });
    let turns = 0;
    const receiver = createReceiver({
      adapter,
      isAuthenticated: true,
      serviceHosts,
      onTurn: async (context) => {
        turns += 1;
        await context.sendActivity('welcome');
      },
      log,
    });
    const post = async (authorization: string, fields: Record<string, unknown> = {}) =>
      receiver.receive({
        authorization,
        body: incoming(stub.serviceUrl, { channelId: 'msteams', ...fields }),
      });
    return { post, lines, turns: () => turns };
  }

  const good = () => ({ iss: botFramework, aud: appId, serviceurl: stub.serviceUrl });

  it('takes a channel’s token for this bot about this activity; the answer bears the bot’s own', async () => {
    const { post, turns } = start();
    expect(await post(`Bearer ${authority.token(good())}`)).to.deep.equal({ status: 200 });
    expect(turns()).to.equal(1);
    expect(stub.requests[0]?.headers.authorization).to.equal('Bearer the-bots-token');
  });

  const past = Math.floor(Date.now() / 1000) - 3_600;
  const emulator = { iss: microsoft, aud: appId, ver: '1.0', appid: appId };
  const refused: Record<string, () => string> = {
    'no token': () => '',
    'a word': () => 'letmein',
    'no bearer token': () => `Basic ${authority.token(good())}`,
    'three words': () => 'Bearer a b',
    'a broken token': () => 'Bearer a.b.c',
    'a token of empty parts': () => 'Bearer ..',
    'a token that holds no object': () => 'Bearer bnVsbA.bnVsbA.bnVsbA',
    'a token without a signature': () => `Bearer ${authority.token(good(), { alg: 'none' })}`,
    'a token signed by another key': () => `Bearer ${authority.token(good(), { kid: 'stolen' })}`,
    'a token of an unknown key': () => `Bearer ${authority.token(good(), { kid: 'unknown' })}`,
    'a token of the past': () => `Bearer ${authority.token({ ...good(), nbf: past - 600, exp: past })}`,
    'a token of the future': () => `Bearer ${authority.token({ ...good(), nbf: past + 7_200 })}`,
    'a token for another bot': () => `Bearer ${authority.token({ ...good(), aud: 'another' })}`,
    'a token for no bot': () => `Bearer ${authority.token({ ...good(), aud: undefined })}`,
    'a token of another issuer': () =>
      `Bearer ${authority.token({ ...good(), iss: 'https://evil.example' })}`,
    'a token of the other cloud': () =>
      `Bearer ${authority.token({ ...good(), iss: 'https://api.botframework.us' })}`,
    'a token about another service URL': () =>
      `Bearer ${authority.token({ ...good(), serviceurl: 'https://evil.example/' })}`,
    'a token about no service URL': () => `Bearer ${authority.token({ ...good(), serviceurl: undefined })}`,
    'a token of the emulator’s way': () => `Bearer ${authority.token(emulator)}`,
    'a token of the emulator’s way that names the service URL': () =>
      `Bearer ${authority.token({ ...emulator, serviceurl: stub.serviceUrl })}`,
    'a token of the emulator’s second way': () =>
      `Bearer ${authority.token({ ...emulator, ver: '2.0', azp: appId })}`,
    'a token of another bot that calls this one as its skill': () =>
      `Bearer ${authority.token({ ...emulator, appid: 'another-bot' })}`,
  };
  for (const [what, authorization] of Object.entries(refused)) {
    it(`refuses ${what}: 401 in our own words, and no turn`, async () => {
      const { post, turns, lines } = start();
      const answer = await post(authorization());
      expect(answer).to.have.property('status', 401);
      expect(answer.body).to.have.all.keys('error');
      expect(JSON.stringify(answer))
        .to.match(/token/)
        .and.not.match(/claim|jwt|stack|node_modules/i);
      expect(turns()).to.equal(0);
      expect(stub.requests).to.deep.equal([]);
      expect(JSON.stringify(lines)).not.to.include('Bearer');
    });
  }

  it('refuses a token whose key is not endorsed for the channel', async () => {
    const { post, turns } = start();
    expect(await post(`Bearer ${authority.token(good())}`, { channelId: 'slack' })).to.have.property(
      'status',
      401,
    );
    expect(await post(`Bearer ${authority.token(good())}`, { channelId: 'AseChannel' })).to.have.property(
      'status',
      401,
    );
    expect(turns()).to.equal(0);
  });

  it('takes the other cloud’s issuer, and that alone, where the settings name it', async () => {
    const { post } = start({ ToBotFromChannelTokenIssuer: 'https://api.botframework.us' });
    const token = authority.token({ ...good(), iss: 'https://api.botframework.us' });
    expect(await post(`Bearer ${token}`)).to.deep.equal({ status: 200 });
    expect(await post(`Bearer ${authority.token(good())}`)).to.have.property('status', 401);
  });

  for (const fault of ['close', 'hang'] as const) {
    it(`answers 503 while the keys cannot be fetched (${fault}), so that the channel tries again`, async () => {
      const { post, turns, lines } = start();
      const token = authority.token(good());
      await authority[fault]();
      expect(await post(`Bearer ${token}`)).to.deep.equal({
        status: 503,
        body: { error: 'The token cannot be checked now. Please try again.' },
      });
      expect(turns()).to.equal(0);
      expect(lines.map(({ event }) => event)).to.deep.equal(['authentication_failed']);
    });
  }

  it('lets a refused copy of an activity take nothing from a good one', async () => {
    const { post, turns } = start();
    const answers = await Promise.all([post('Bearer a.b.c'), post(`Bearer ${authority.token(good())}`)]);
    expect(answers.map(({ status }) => status)).to.deep.equal([401, 200]);
    expect(turns()).to.equal(1);
  });
});
