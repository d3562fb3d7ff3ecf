import { randomBytes } from 'node:crypto';
import { expect } from 'chai';
import { ConfigFaults } from '../../src/settings/config-faults.ts';
import { readConfig } from '../../src/settings/config.ts';

const registered = { MicrosoftAppId: 'app', MicrosoftAppPassword: 'a client secret' };

const production = {
  ...registered,
  NODE_ENV: 'production',
  KEYS: randomBytes(32).toString('base64'),
  PUBLIC_URL: 'https://shop.example.com',
  MERCHANT_NAME: 'Harbour Books',
  SUPPORT_CONTACT: 'desk@harbour.example',
  CATALOG: '/srv/harbour/catalog.json',
  PAYPAL_ENVIRONMENT: 'live',
  PAYPAL_CLIENT_ID: 'client',
  PAYPAL_CLIENT_SECRET: 'very-secret',
};

function faultsIn(environment: Record<string, string>): string[] {
  try {
    readConfig(environment);
  } catch (error) {
    if (error instanceof ConfigFaults) return error.faults.map(({ setting }) => setting);
    throw error;
  }
  return [];
}

const { MicrosoftAppPassword: _left, ...withoutPassword } = production;
const certificate = { CertificateThumbprint: 'AB12', CertificatePrivateKey: 'a private key' };
const metadata = 'login.example.com/openidconfiguration';
const ownCloud = {
  ToBotFromChannelOpenIdMetadataUrl: `https://${metadata}`,
  ToBotFromChannelTokenIssuer: 'https://api.example.com',
  ToChannelFromBotLoginUrl: 'https://login.example.com/tenant',
  ToChannelFromBotOAuthScope: 'https://api.example.com',
};

/** What is set, and the settings that are named as faults. */
const cases: readonly [string, Record<string, string>, readonly string[]][] = [
  ['no registration', {}, []],
  ['an id alone while developing', { MicrosoftAppId: 'app' }, []],
  ['MultiTenant', { ...registered, MicrosoftAppType: 'MultiTenant' }, []],
  ['any case', { ...registered, MicrosoftAppType: 'multitenant' }, []],
  ['a type with a space', { ...registered, MicrosoftAppType: 'Multi Tenant' }, ['MicrosoftAppType']],
  ['an unknown type', { ...registered, MicrosoftAppType: 'ManagedIdentity' }, ['MicrosoftAppType']],
  ['an unknown type without an id', { MicrosoftAppType: 'Bot' }, ['MicrosoftAppType']],
  [
    'SingleTenant without a tenant',
    { ...registered, MicrosoftAppType: 'SingleTenant' },
    ['MicrosoftAppTenantId'],
  ],
  [
    'SingleTenant alone',
    { MicrosoftAppType: 'SingleTenant' },
    ['MicrosoftAppId', 'MicrosoftAppTenantId', 'MicrosoftAppPassword'],
  ],
  [
    'SingleTenant whole',
    { ...registered, MicrosoftAppType: 'SingleTenant', MicrosoftAppTenantId: 'tenant' },
    [],
  ],
  [
    'SingleTenant with a certificate',
    {
      MicrosoftAppId: 'app',
      MicrosoftAppType: 'SingleTenant',
      MicrosoftAppTenantId: 'tenant',
      ...certificate,
    },
    [],
  ],
  ['half a certificate', { ...registered, CertificateThumbprint: 'AB12' }, ['CertificatePrivateKey']],
  [
    'a managed identity',
    { MicrosoftAppId: 'app', MicrosoftAppType: 'UserAssignedMSI', MicrosoftAppTenantId: 'tenant' },
    [],
  ],
  [
    'a managed identity with a password and no tenant',
    { ...registered, MicrosoftAppType: 'UserAssignedMSI' },
    ['MicrosoftAppTenantId', 'MicrosoftAppPassword'],
  ],
  ['a password in production', production, []],
  ['no password in production', withoutPassword, ['MicrosoftAppPassword']],
  ['a certificate in production', { ...withoutPassword, ...certificate }, []],
  [
    'a managed identity in production',
    { ...withoutPassword, MicrosoftAppType: 'UserAssignedMSI', MicrosoftAppTenantId: 'tenant' },
    [],
  ],
  ['the government cloud', { ...registered, ChannelService: 'https://botframework.azure.us' }, []],
  ['an unknown cloud', { ...registered, ChannelService: 'https://cloud.example' }, ['ChannelService']],
  ['a cloud of its own', { ...production, ...ownCloud }, []],
  [
    'half a cloud of its own',
    { ...registered, BotOpenIdMetadata: `https://${metadata}` },
    ['ToChannelFromBotLoginUrl', 'ToBotFromChannelTokenIssuer', 'ToChannelFromBotOAuthScope'],
  ],
  ...[
    'BotOpenIdMetadata',
    'ToBotFromChannelOpenIdMetadataUrl',
    'ToBotFromEmulatorOpenIdMetadataUrl',
    'OAuthUrl',
    'OAuthApiEndpoint',
    'ToChannelFromBotLoginUrl',
  ].flatMap((name): [string, Record<string, string>, readonly string[]][] => [
    [`${name} by http in production`, { ...production, ...ownCloud, [name]: `http://${metadata}` }, [name]],
    [`${name} by https in production`, { ...production, ...ownCloud, [name]: `https://${metadata}` }, []],
    [`${name} by http while developing`, { ...registered, ...ownCloud, [name]: `http://${metadata}` }, []],
  ]),
];

describe("the bot's settings", () => {
  for (const [what, environment, faults] of cases) {
    it(`with ${what} ${faults.length === 0 ? 'are taken' : `name ${faults.join(', ')}`}`, () => {
      expect(faultsIn(environment)).to.have.members(faults);
    });
  }

  it('reach botbuilder under its own names, every one of them', () => {
    const { bot } = readConfig({ ...registered, ...ownCloud, ...certificate, PORT: '1' });
    expect(bot.registration).to.deep.equal({ ...registered, ...ownCloud, ...certificate });
  });
});

describe('the hosts that the bot may send to', () => {
  for (const [said, hosts] of [
    ['one.example', ['one.example']],
    [' One.Example , two.example:8443 ', ['one.example', 'two.example:8443']],
    ['one.example:443', ['one.example']],
    ['bücher.example', ['xn--bcher-kva.example']],
    ['[::1]:3978', ['[::1]:3978']],
    ['localhost:*', ['localhost:*']],
  ] as const) {
    it(`may be ${said}`, () => {
      expect(readConfig({ ...production, SERVICE_HOSTS: said }).bot.serviceHosts).to.deep.equal(hosts);
    });
  }

  for (const said of [
    '*',
    '*.botframework.com',
    'one.example, *.two.example',
    'one.*',
    '.botframework.com',
    'one.example:*',
    'one?.example',
    ',',
    'one.example,,two.example',
    'https://one.example',
    'one.example/path',
    'one example',
    'one.example:99999',
    'user@one.example',
  ]) {
    it(`may not be ${said}, neither in production nor before`, () => {
      expect(faultsIn({ ...production, SERVICE_HOSTS: said })).to.deep.equal(['SERVICE_HOSTS']);
      expect(faultsIn({ SERVICE_HOSTS: said })).to.deep.equal(['SERVICE_HOSTS']);
    });
  }
});
