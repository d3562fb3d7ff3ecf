import { ConfigurationBotFrameworkAuthentication } from 'botbuilder';
import type { Activity } from 'botbuilder';
import { z } from 'zod';
import { issuerOf, requireChannelClaims, Unauthorized } from './claims.ts';

export type Authenticated = Awaited<
  ReturnType<ConfigurationBotFrameworkAuthentication['authenticateRequest']>
>;
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
  #connectorClient: Promise<ConnectorClient> | undefined;
  #userTokenClient: Promise<UserTokenClient> | undefined;

  constructor(settings: Readonly<Record<string, string>>) {
    super({ ...settings }, undefined, undefined, undefined, { httpClient: { sendRequest: refuseToSend } });
    this.appId = settings['MicrosoftAppId'] ?? '';
    this.#issuer = issuerOf(settings);
  }

  /** @throws Unauthorized where the token is not good; anything else means that it could not be examined. */
  override async authenticateRequest(activity: Activity, authorization: string): Promise<Authenticated> {
    const result = await super.authenticateRequest(activity, authorization).catch((error: unknown) => {
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
        (this.#connectorClient ??= this.#buildConnectorClient(identity, serviceUrl)),
    };
  }

  override async createUserTokenClient(identity: Identity): Promise<UserTokenClient> {
    return (this.#userTokenClient ??= super.createUserTokenClient(identity));
  }

  /** The bot's bearer token for the channels' connector services; undefined without a registration. */
  async findToken(): Promise<string | undefined> {
    if (this.appId === '') return undefined;
    const credentials = (await this.#connectorClient)?.credentials;
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

  async #buildConnectorClient(identity: Identity, serviceUrl: string): Promise<ConnectorClient> {
    return super.createConnectorFactory(identity).create(serviceUrl);
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
