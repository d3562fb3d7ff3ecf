import { ConfigurationBotFrameworkAuthentication } from 'botbuilder';
import type { Activity } from 'botbuilder';
import { z } from 'zod';
import { issuerOf, requireChannelClaims, Unauthorized } from './claims.ts';
import { within } from './within.ts';

export type Authenticated = Awaited<
  ReturnType<ConfigurationBotFrameworkAuthentication['authenticateRequest']>
>;
export type CredentialsFactory = ConstructorParameters<typeof ConfigurationBotFrameworkAuthentication>[1];
type Identity = Authenticated['claimsIdentity'];
type ConnectorFactory = ReturnType<ConfigurationBotFrameworkAuthentication['createConnectorFactory']>;
type ConnectorClient = Awaited<ReturnType<ConnectorFactory['create']>>;
type UserTokenClient = Awaited<ReturnType<ConfigurationBotFrameworkAuthentication['createUserTokenClient']>>;

/**
 * botbuilder's authentication with stricter claims. Its two clients are built once instead of on every turn; they hold
 * the credentials but send nothing themselves, since they would retry, follow redirects and wait for ever.
 */
export class GuardedAuthentication extends ConfigurationBotFrameworkAuthentication {
  readonly appId: string;
  readonly #issuer: string;
  readonly #timeoutMs: number;
  #connectorClient: ConnectorClient | undefined;
  #userTokenClient: UserTokenClient | undefined;
  #token: Promise<string> | undefined;

  constructor(
    settings: Readonly<Record<string, string>>,
    timeoutMs: number,
    credentials?: CredentialsFactory,
  ) {
    super({ ...settings }, credentials, undefined, undefined, { httpClient: { sendRequest: refuseToSend } });
    this.appId = settings['MicrosoftAppId'] ?? '';
    this.#issuer = issuerOf(settings);
    this.#timeoutMs = timeoutMs;
  }

  /** @throws Unauthorized where the token is not good; anything else means that it could not be examined. */
  override async authenticateRequest(activity: Activity, authorization: string): Promise<Authenticated> {
    // botbuilder fetches the keys of the tokens without a limit of time.
    const asked = super.authenticateRequest(activity, authorization);
    const result = await within(AbortSignal.timeout(this.#timeoutMs), asked).catch((error: unknown) => {
      throw isRefusal(error) ? new Unauthorized('The token is not valid.', { cause: error }) : error;
    });
    const { claimsIdentity } = result;
    if (this.appId !== '') {
      const expected = { appId: this.appId, issuer: this.#issuer, serviceUrl: activity.serviceUrl };
      requireChannelClaims((type) => claimsIdentity.getClaimValue(type), expected);
    }
    return { ...result, connectorFactory: this.createConnectorFactory(claimsIdentity) };
  }

  override createConnectorFactory(identity: Identity): ConnectorFactory {
    return {
      create: async (serviceUrl) =>
        (this.#connectorClient ??= await super.createConnectorFactory(identity).create(serviceUrl)),
    };
  }

  override async createUserTokenClient(identity: Identity): Promise<UserTokenClient> {
    return (this.#userTokenClient ??= await super.createUserTokenClient(identity));
  }

  /** For whoever asks for a token before the first turn. @param identity as botbuilder gives it to a bot that speaks first */
  async prepare(identity: Identity): Promise<void> {
    await this.createConnectorFactory(identity).create('https://no-channel.invalid/');
  }

  /** The bot's bearer token for the channels' connector services; undefined without a registration. */
  async findToken(): Promise<string | undefined> {
    if (this.appId === '') return undefined;
    // Sends that begin together ask together; the limit keeps one lost request from holding up all later ones.
    this.#token ??= within(AbortSignal.timeout(this.#timeoutMs), this.#requestToken()).finally(() => {
      this.#token = undefined;
    });
    return this.#token;
  }

  async #requestToken(): Promise<string> {
    const credentials = this.#connectorClient?.credentials;
    if (
      credentials === undefined ||
      !('getToken' in credentials) ||
      typeof credentials.getToken !== 'function'
    ) {
      throw new Error('botbuilder gave no credentials to send with.');
    }
    return z
      .string()
      .min(1)
      .parse(await credentials.getToken());
  }
}

async function refuseToSend(): Promise<never> {
  throw new Error(
    'Send through the turn context: the adapter alone sends, with its deadline and its list of hosts.',
  );
}

const refusal = z.union([
  z.object({ statusCode: z.union([z.literal(401), z.literal(403)]) }),
  z.object({ name: z.enum(['JsonWebTokenError', 'TokenExpiredError', 'NotBeforeError']) }),
]);

function isRefusal(error: unknown): boolean {
  return refusal.safeParse(error).success;
}
