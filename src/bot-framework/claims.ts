/** The token of an incoming request is not one that a channel would send to this bot about this activity. */
export class Unauthorized extends Error {
  override readonly name = 'Unauthorized';
}

export interface ExpectedClaims {
  readonly appId: string;
  readonly issuer: string;
  readonly serviceUrl: string;
}

/**
 * Lets only the channels' own tokens pass. botbuilder also accepts tokens of the "emulator" path from any tenant, with
 * any service URL, and would then send the bot's bearer token there.
 */
export function requireChannelClaims(claim: (type: string) => unknown, expected: ExpectedClaims): void {
  if (claim('iss') !== expected.issuer) throw new Unauthorized('The issuer is not the Bot Framework.');
  if (claim('aud') !== expected.appId) throw new Unauthorized('The audience is another bot.');
  if (claim('serviceurl') !== expected.serviceUrl)
    throw new Unauthorized('The service URL is not the one in the token.');
}

/** Who signs the channels' tokens in the cloud that the settings name. */
export function issuerOf(settings: Readonly<Record<string, string>>): string {
  const own = settings['ToBotFromChannelTokenIssuer'] ?? '';
  if (own !== '') return own;
  const government = settings['ChannelService'] === 'https://botframework.azure.us';
  return government ? 'https://api.botframework.us' : 'https://api.botframework.com';
}
