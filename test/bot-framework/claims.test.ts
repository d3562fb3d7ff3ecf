import { expect } from 'chai';
import { issuerOf, requireChannelClaims, Unauthorized } from '../../src/bot-framework/claims.ts';

const expected = {
  appId: 'bot',
  issuer: 'https://api.botframework.com',
  serviceUrl: 'https://smba.example/',
};
const good: Record<string, unknown> = { iss: expected.issuer, aud: 'bot', serviceurl: expected.serviceUrl };

/** For the log: which of them it was. */
const words: Readonly<Record<string, string>> = {
  iss: 'The issuer is not the Bot Framework.',
  aud: 'The audience is another bot.',
  serviceurl: 'The service URL is not the one in the token.',
};

describe('the claims of a channel’s token', () => {
  it('name the Bot Framework, this bot and the activity’s service URL', () => {
    expect(() => requireChannelClaims((type) => good[type], expected)).not.to.throw();
  });

  for (const claim of Object.keys(good)) {
    for (const value of [undefined, null, '', 'another', [good[claim]], `${String(good[claim])}/`]) {
      it(`are refused with ${JSON.stringify(value) ?? 'nothing'} as ${claim}`, () => {
        const claims: Record<string, unknown> = { ...good, [claim]: value };
        expect(() => requireChannelClaims((type) => claims[type], expected)).to.throw(
          Unauthorized,
          words[claim],
        );
      });
    }
  }

  it('come from the issuer of the cloud that the settings name', () => {
    expect(issuerOf({})).to.equal('https://api.botframework.com');
    expect(issuerOf({ ChannelService: 'https://botframework.azure.us' })).to.equal(
      'https://api.botframework.us',
    );
    expect(issuerOf({ ToBotFromChannelTokenIssuer: 'https://own.example' })).to.equal('https://own.example');
  });
});
