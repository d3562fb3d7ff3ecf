import { ConfigurationServiceClientCredentialFactory } from 'botbuilder';
import { expect } from 'chai';
import { parseActivity } from '../../src/bot-framework/activity.ts';
import { type CredentialsFactory, GuardedAuthentication } from '../../src/bot-framework/authentication.ts';
import { Unauthorized } from '../../src/bot-framework/claims.ts';
import { incoming } from '../stage/incoming.ts';
import { tokenFrom } from './bot-token.ts';

const never = new Promise<never>(() => undefined);

describe('botbuilder’s authentication, guarded,', () => {
  const registered = (credentials?: CredentialsFactory, timeoutMs = 5_000): GuardedAuthentication =>
    new GuardedAuthentication({ MicrosoftAppId: 'bot' }, timeoutMs, credentials);

  describe('of what comes in', () => {
    const refusals: [string, unknown][] = [
      ['the status 401', { statusCode: 401 }],
      ['the status 403', { statusCode: 403 }],
      ['the name JsonWebTokenError', { name: 'JsonWebTokenError' }],
      ['the name TokenExpiredError', { name: 'TokenExpiredError' }],
      ['the name NotBeforeError', { name: 'NotBeforeError' }],
      ['a status and a name', { statusCode: 401, name: 'Error' }],
    ];
    for (const [what, cause] of refusals)
      it(`takes ${what} for a refusal, and keeps the reason`, async () => {
        const error = await faultOf(authenticate(registered(thatThrows(cause))));
        expect(error).to.be.instanceOf(Unauthorized).with.property('message', 'The token is not valid.');
        expect(error).to.have.property('cause', cause);
      });

    const troubles: [string, unknown][] = [
      ['another status', { statusCode: 500 }],
      ['a status in letters', { statusCode: '401' }],
      ['another name', new Error('no keys')],
      ['a word', 'no keys'],
      ['nothing', undefined],
    ];
    for (const [what, thrown] of troubles)
      it(`takes ${what} for trouble that says nothing of the token`, async () => {
        expect(await faultOf(authenticate(registered(thatThrows(thrown))))).to.equal(thrown);
      });

    it('waits no longer than it was told to', async () => {
      const error = await faultOf(authenticate(registered(thatAnswers(never), 20)));
      expect(error).to.be.an('error').with.property('message', 'The deadline passed.');
    });

    it('knows nobody without a registration, and asks for no claim', async () => {
      const nobody = new GuardedAuthentication({}, 5_000);
      expect(nobody.appId).to.equal('');
      expect((await authenticate(nobody)).claimsIdentity.isAuthenticated).to.be.a('boolean');
    });
  });

  describe('its clients', () => {
    const twice = async <T>(make: () => Promise<T>): Promise<T> => {
      const first = await make();
      expect(await make()).to.equal(first);
      return first;
    };

    it('are built once, for whoever asks and wherever to', async () => {
      let built = 0;
      const authentication = registered(
        credentialsFrom(() => {
          built += 1;
          return withToken('token');
        }),
      );
      const identity = await someIdentity();
      await twice(() => authentication.createConnectorFactory(identity).create('https://one.example/'));
      await twice(() => authentication.createUserTokenClient(identity));
      expect(built).to.equal(2);
    });

    it('send nothing themselves, and say who does', async () => {
      const identity = await someIdentity();
      const authentication = registered(credentialsFrom(() => withToken('token')));
      const client = await authentication.createConnectorFactory(identity).create('https://one.example/');
      const sent = client.conversations.sendToConversation('conversation-1', { type: 'message' });
      expect(await faultOf(sent))
        .to.be.an('error')
        .with.property('message')
        .that.matches(/turn context/u);
    });
  });

  describe('the bot’s own token', () => {
    const prepared = async (
      credentials: CredentialsFactory,
      timeoutMs?: number,
    ): Promise<GuardedAuthentication> => {
      const authentication = registered(credentials, timeoutMs);
      await authentication.prepare(await someIdentity());
      return authentication;
    };

    it('is none without a registration, and nobody is asked', async () => {
      const nobody = new GuardedAuthentication(
        {},
        5_000,
        credentialsFrom(() => expect.fail('asked')),
      );
      expect(await nobody.findToken()).to.equal(undefined);
    });

    it('is asked for once by all who begin together, and anew by who comes later', async () => {
      let asked = 0;
      const authentication = await prepared(
        tokenFrom('bot', async () => {
          asked += 1;
          return `token ${asked}`;
        }),
      );
      const found = await Promise.all([authentication.findToken(), authentication.findToken()]);
      expect(found).to.deep.equal(['token 1', 'token 1']);
      expect(await authentication.findToken()).to.equal('token 2');
    });

    it('is asked for anew after it could not be had', async () => {
      let fails = true;
      const authentication = await prepared(
        tokenFrom('bot', () => (fails ? Promise.reject(new Error('no answer')) : Promise.resolve('token'))),
      );
      expect(String(await faultOf(authentication.findToken()))).to.equal('Error: no answer');
      fails = false;
      expect(await authentication.findToken()).to.equal('token');
    });

    it('is waited for no longer than it was told to, and asked for anew then', async () => {
      let answer: Promise<string> = never;
      const authentication = await prepared(
        tokenFrom('bot', () => answer),
        20,
      );
      expect(String(await faultOf(authentication.findToken()))).to.equal('Error: The deadline passed.');
      answer = Promise.resolve('token');
      expect(await authentication.findToken()).to.equal('token');
    });

    for (const token of ['', undefined, null, 7, {}])
      it(`is none that could be sent where it is ${JSON.stringify(token) ?? 'undefined'}`, async () => {
        const authentication = await prepared(credentialsFrom(() => withToken(token)));
        expect(await faultOf(authentication.findToken())).to.be.an('error');
      });

    for (const [what, credentials] of [
      ['without a way to a token', { signRequest }],
      ['whose way to a token is none', { signRequest, getToken: 'token' }],
    ] as const)
      it(`says that there are no credentials where botbuilder gives some ${what}`, async () => {
        const authentication = await prepared(credentialsFrom(() => credentials));
        expect(String(await faultOf(authentication.findToken()))).to.equal(
          'Error: botbuilder gave no credentials to send with.',
        );
      });

    it('says that there are no credentials as long as botbuilder was not asked for them', async () => {
      const authentication = registered(tokenFrom('bot', async () => 'token'));
      expect(String(await faultOf(authentication.findToken()))).to.equal(
        'Error: botbuilder gave no credentials to send with.',
      );
    });
  });
});

type Credentials = Awaited<ReturnType<NonNullable<CredentialsFactory>['createCredentials']>>;

function credentialsFrom(create: () => Credentials): CredentialsFactory {
  class Factory extends ConfigurationServiceClientCredentialFactory {
    override async createCredentials(): Promise<Credentials> {
      return create();
    }
  }
  return new Factory({ MicrosoftAppId: 'bot', MicrosoftAppPassword: 'a password' });
}

/** What is asked of it first answers so. */
function thatAnswers(answer: Promise<boolean>): CredentialsFactory {
  class Factory extends ConfigurationServiceClientCredentialFactory {
    override async isAuthenticationDisabled(): Promise<boolean> {
      return answer;
    }
  }
  return new Factory({ MicrosoftAppId: 'bot', MicrosoftAppPassword: 'a password' });
}

function thatThrows(thrown: unknown): CredentialsFactory {
  const answer = Promise.reject<boolean>(thrown);
  answer.catch(() => undefined);
  return thatAnswers(answer);
}

async function signRequest<T>(request: T): Promise<T> {
  return request;
}

function withToken(token: unknown) {
  return { signRequest, getToken: async () => token };
}

async function authenticate(authentication: GuardedAuthentication) {
  const parsed = parseActivity(incoming('http://127.0.0.1:1/'));
  if (parsed.kind !== 'activity') throw new Error(parsed.fields);
  return authentication.authenticateRequest(parsed.activity, 'Bearer a.b.c');
}

async function someIdentity() {
  return (await authenticate(new GuardedAuthentication({}, 5_000))).claimsIdentity;
}

async function faultOf(act: Promise<unknown>): Promise<unknown> {
  return act.then(
    (value) => expect.fail(`answered ${String(value)}`),
    (error: unknown) => error,
  );
}
