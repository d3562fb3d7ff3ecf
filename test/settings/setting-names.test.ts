import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import { botSettingNames } from '../../src/settings/bot-settings.ts';
import { readConfig } from '../../src/settings/config.ts';
import { findMeant, findUnknownNames, settingNames } from '../../src/settings/setting-names.ts';

/** Without botbuilder's, and without the files that hold a secret. */
const ofBotbuilder = new Set<string>(botSettingNames);
const ownNames = settingNames.filter((name) => !ofBotbuilder.has(name) && !name.endsWith('_FILE'));

describe('the names of the settings', () => {
  it('are those that are read, every one of them', () => {
    const read = new Set<string>();
    const environment = new Proxy<Record<string, string>>(
      {},
      {
        get: (_target, name) => {
          read.add(String(name));
          return undefined;
        },
      },
    );
    readConfig(environment);
    expect([...read].toSorted()).to.deep.equal([...settingNames].toSorted());
  });

  it('stand in the example, where each line is one of them', () => {
    const lines = readFileSync('.env.example', 'utf8').matchAll(/^#(\w+)=/gmu);
    const shown = [...lines].map(([, name = '']) => name);
    expect(shown).to.include.members(['PORT', 'CATALOG', 'MicrosoftAppType']);
    expect(shown.filter((name) => !settingNames.includes(name))).to.deep.equal([]);
    expect(ownNames.filter((name) => !shown.includes(name))).to.deep.equal(['NODE_ENV']);
  });

  it("stand in README's table, every one of our own", () => {
    const cells = readFileSync('README.md', 'utf8').matchAll(/^\| (`[A-Z].*?) \|/gmu);
    const shown = [...cells].flatMap(([, cell = '']) => cell.match(/\w+/gu) ?? []);
    expect(ownNames.filter((name) => !shown.includes(name))).to.deep.equal([]);
    expect(shown.filter((name) => !settingNames.includes(name))).to.deep.equal([]);
  });

  for (const [said, meant] of [
    ['CHECKOUT_MINUTE', ['CHECKOUT_MINUTES']],
    ['PAYPAL_CLIENT', ['PAYPAL_CLIENT_ID', 'PAYPAL_CLIENT_SECRET']],
    ['PAYPAL_WEBHOOK', ['PAYPAL_WEBHOOK_ID']],
    ['PAYPAL_WEBHOOK_IDS', ['PAYPAL_WEBHOOK_ID']],
    ['PAYPAL_SECRET', ['PAYPAL_CLIENT_SECRET']],
    ['PAYPAL_SECRET_FILE', ['PAYPAL_CLIENT_SECRET_FILE']],
    ['PAYPAL_URL', ['PAYPAL_API_URL', 'PAYPAL_WEB_URL']],
    ['paypal_client_id', ['PAYPAL_CLIENT_ID']],
    ['PAYPALCLIENTID', ['PAYPAL_CLIENT_ID']],
    ['PAYPAL_CLEINT_ID', ['PAYPAL_CLIENT_ID']],
    ['PAYPAL_ENV', ['PAYPAL_ENVIRONMENT']],
    ['MICROSOFT_APP_ID', ['MicrosoftAppId']],
    ['MicrosoftAppPasword', ['MicrosoftAppPassword']],
    ['MicrosoftTenantId', []],
    ['MAGIC_NUMBER', ['MAGIC_NUMBER_MINUTES', 'MAGIC_NUMBER_DIGITS']],
    ['DATABASE', ['DATABASE_URL']],
    ['DATABASE_URI', ['DATABASE_URL']],
    ['PUBLIC-URL', ['PUBLIC_URL']],
    ['CATALOGUE', ['CATALOG']],
    ['KEY', ['KEYS']],
    ['BRAND_COLOUR', ['BRAND_COLOR']],
    ['LOGO_FILE', []],
    ['RETURN_URL', ['RETURNS_URL']],
    ['TERM', []],
    ['LOGNAME', []],
    ['REMINDERS_MINUTES', ['REMINDER_MINUTES']],
    ['CHECKOUT_PER_HOUR', ['CHECKOUTS_PER_HOUR']],
    ['PROT', ['PORT']],
    ['TRUSTED_PROXY', []],
    ['CHROMIUM_PATH', []],
    ['PATH', []],
    ['HOME', []],
    ['NODE_OPTIONS', []],
    ['SMTP_PORT', []],
    ['HTTPS_PROXY', []],
    ...settingNames.map((name) => [name, []] as const),
  ] as const) {
    it(`are meant by ${said} ${meant.length === 0 ? 'never' : `as ${meant.join(' or ')}`}`, () => {
      expect(findMeant(said)).to.have.members(meant);
    });
  }

  it('are looked for in the environment by their beginnings, and never by what others set', () => {
    const set = {
      ...Object.fromEntries(settingNames.map((name) => [name, 'hunter2'])),
      PAYPAL_CLIENT: 'hunter2',
      MicrosoftAppSecret: 'hunter2',
      CHECKOUT_COLOUR: 'hunter2',
      BRAND_COLOUR: 'hunter2',
      LOGO_URL: 'hunter2',
      LOGNAME: 'ada',
      LOGONSERVER: 'HOST',
      TERM: 'xterm',
      MAGIC_NUMBER_DIGIT: 'hunter2',
      PATH: '/bin',
      DATABASE_URI: 'hunter2',
      CHECKOUT_SERVICE_HOST: '10.0.0.1',
      CHECKOUT_PORT_443_TCP_ADDR: '10.0.0.1',
      'PAYPAL_\u001B[31m': 'hunter2',
    };
    expect(findUnknownNames(set)).to.deep.equal([
      'BRAND_COLOUR (perhaps BRAND_COLOR)',
      'CHECKOUT_COLOUR',
      'LOGO_URL',
      'MAGIC_NUMBER_DIGIT (perhaps MAGIC_NUMBER_DIGITS)',
      'MicrosoftAppSecret',
      'PAYPAL_CLIENT (perhaps PAYPAL_CLIENT_ID or PAYPAL_CLIENT_SECRET)',
    ]);
  });
});
