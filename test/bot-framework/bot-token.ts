import { ConfigurationServiceClientCredentialFactory } from 'botbuilder';

/** Credentials of a registered bot whose token comes from the given function instead of Microsoft's token service. */
export function tokenFrom(
  appId: string,
  getToken: () => Promise<string>,
): ConfigurationServiceClientCredentialFactory {
  class TokenFactory extends ConfigurationServiceClientCredentialFactory {
    override async createCredentials() {
      const credentials = { getToken, signRequest: async <T>(request: T): Promise<T> => request };
      return credentials;
    }
  }
  return new TokenFactory({ MicrosoftAppId: appId, MicrosoftAppPassword: 'a password' });
}
