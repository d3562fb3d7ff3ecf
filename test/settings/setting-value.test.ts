import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { randomBytes } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { ConfigFaults } from '../../src/settings/config-faults.ts';
import { readConfig } from '../../src/settings/config.ts';
import { parseOrigin } from '../../src/settings/origin.ts';

const keys = randomBytes(32).toString('base64');
const registered = { MicrosoftAppId: 'app', MicrosoftAppPassword: 'a client secret' };

/** Each fault as "SETTING: problem". */
function faultsIn(environment: Record<string, string>): string[] {
  try {
    readConfig(environment);
  } catch (error) {
    if (error instanceof ConfigFaults)
      return error.faults.map(({ setting, problem }) => `${setting}: ${problem}`);
    throw error;
  }
  return [];
}

describe('an address of the shop', () => {
  for (const [said, origin] of [
    ['https://shop.example', 'https://shop.example'],
    ['https://shop.example/', 'https://shop.example'],
    ['https://shop.example:443', 'https://shop.example'],
    ['https://shop.example:443/', 'https://shop.example'],
    ['HTTPS://Shop.Example:8443', 'https://shop.example:8443'],
    ['http://shop.example:80', 'http://shop.example'],
    ['https://bücher.example', 'https://xn--bcher-kva.example'],
    ['https://[::1]:3978', 'https://[::1]:3978'],
  ] as const) {
    it(`may be written ${said}`, () => {
      expect(readConfig({ ...registered, PUBLIC_URL: said }).site.publicUrl).to.equal(origin);
    });
  }

  it('may hold letters of any script, however often it is read', () => {
    for (let time = 0; time < 20_000; time += 1) {
      const parsed = parseOrigin('https://bücher.example');
      expect(parsed).to.deep.equal({ origin: 'https://xn--bcher-kva.example' });
    }
  });

  for (const [said, problem] of [
    ['shop.example', 'does not begin with https:// or http://'],
    ['shop.example:443', 'does not begin with https:// or http://'],
    ['ftp://shop.example', 'does not begin with https:// or http://'],
    ['https://', 'is not an origin'],
    ['https://*.shop.example', 'is not an origin'],
    ['https://my shop.example', 'is not an origin'],
    ['https://shop.example:99999', 'is not an origin'],
    ['https://shop.example/shop', 'holds a path'],
    ['https://shop.example/?a=b', 'holds something behind ? or #'],
    ['https://shop.example#a', 'holds something behind ? or #'],
    ['https://ann:hunter2@shop.example', 'holds a name or a password'],
  ] as const) {
    it(`may not be ${said}, since it ${problem}`, () => {
      expect(faultsIn({ ...registered, PUBLIC_URL: said })).to.deep.equal([`PUBLIC_URL: ${problem}`]);
      expect(faultsIn({ PAYPAL_API_URL: said })).to.deep.equal([`PAYPAL_API_URL: ${problem}`]);
    });
  }
});

describe('the address of the database', () => {
  for (const url of ['file:shop.db', 'file:./a b/shop.db', 'file:/srv/shop.db', 'file:///srv/c#/shop.db']) {
    it(`may be ${url}`, () => {
      expect(readConfig({ DATABASE_URL: url }).databaseUrl).to.equal(url);
    });
  }

  for (const [url, problem] of [
    ['file:/x/shop.db?mode=rwc', /question mark/u],
    ['file::memory:', /names no file, .*forgotten/u],
    ['file::memory:?cache=shared', /question mark/u],
    ['file://:memory:', /names no file/u],
    ['file:', /names no file/u],
    ['file://', /names no file/u],
    ['file://shop.db', /another machine/u],
    ['file:./data/', /a folder/u],
    [':memory:', /is not a file: address/u],
    ['shop.db', /is not a file: address/u],
    ['postgres://shop:hunter2@db/shop', /PostgreSQL/u],
  ] as const) {
    it(`may not be ${url}`, () => {
      const faults = faultsIn({ DATABASE_URL: url });
      expect(faults).to.have.length(1);
      expect(faults[0])
        .to.match(/^DATABASE_URL: /u)
        .and.to.match(problem);
    });
  }
});

describe('a value in quotes', () => {
  for (const [name, value] of [
    ['PAYPAL_CLIENT_ID', '"hunter2"'],
    ['PAYPAL_CLIENT_SECRET', "'hunter2'"],
    ['MERCHANT_NAME', '"Harbour Books"'],
    ['KEYS', `"${keys}"`],
    ['MicrosoftAppId', '"app"'],
    ['SERVICE_HOSTS', '"one.example"'],
    ['PORT', '"3978"'],
    ['CAPTURE', '"on_return"'],
    ['PUBLIC_URL', '"http://localhost"'],
    ['PAYPAL_WEBHOOK_ID', '"1AB"'],
  ] as const) {
    it(`is refused for ${name}, with words that say so and not the value`, () => {
      const credentials = { PAYPAL_CLIENT_ID: 'a', PAYPAL_CLIENT_SECRET: 'b' };
      const faults = faultsIn({ ...credentials, [name]: value });
      expect(faults).to.deep.equal([`${name}: stands in quotes, which belong to the value here`]);
    });
  }

  it('does not turn production into development', () => {
    for (const NODE_ENV of ['"production"', 'Production', 'prod']) {
      const faults = faultsIn({ NODE_ENV });
      expect(
        faults.filter((fault) => fault.startsWith('NODE_ENV')),
        NODE_ENV,
      ).to.have.length(1);
      expect(faults).to.include('KEYS: is missing in production');
    }
  });

  it('may hold quotes inside', () => {
    for (const name of ['Joe\'s "Best"', '"A" and "B"', '"', "the '90s'"])
      expect(readConfig({ MERCHANT_NAME: name }).merchant.merchantName).to.equal(name);
  });
});

describe('what a fault says', () => {
  it('names the only value there is', () => {
    expect(faultsIn({ NUMBER: 'when_needed' })).to.deep.equal(['NUMBER: takes only always in this version']);
  });

  it('is said of an odd host too', () => {
    expect(faultsIn({ HOST: 'my host' })).to.have.length(1);
  });
});

describe('a secret from a file', () => {
  let folder: string;
  let file: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'chat-checkout-secret-'));
    file = join(folder, 'secret');
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it('is read without its last newline', () => {
    for (const end of ['', '\n', '\r\n']) {
      writeFileSync(file, `hunter2${end}`);
      const environment = { PAYPAL_CLIENT_ID: 'a', PAYPAL_CLIENT_SECRET_FILE: file };
      expect(readConfig(environment).payPal).to.include({ clientSecret: 'hunter2', environment: 'sandbox' });
      const bot = { MicrosoftAppId: 'app', MicrosoftAppPassword_FILE: file, CertificateThumbprint: '1' };
      const config = readConfig({ ...bot, CertificatePrivateKey_FILE: file });
      expect(config.bot.registration).to.deep.equal({
        MicrosoftAppId: 'app',
        MicrosoftAppPassword: 'hunter2',
        CertificateThumbprint: '1',
        CertificatePrivateKey: 'hunter2',
      });
    }
  });

  it('may hold several keys, and is looked at like a setting', () => {
    writeFileSync(file, `\uFEFF${keys},${keys}\n`);
    expect(readConfig({ KEYS_FILE: file }).keys).to.have.length(2);
    writeFileSync(file, 'short\n');
    expect(faultsIn({ KEYS_FILE: file })).to.deep.equal([
      'KEYS: holds a secret that is not at least 32 bytes in base64',
    ]);
    writeFileSync(file, `${'a'.repeat(44)}\n`);
    expect(faultsIn({ NODE_ENV: 'production', KEYS_FILE: file })).to.include(
      'KEYS: holds a secret that can be guessed, which is refused in production',
    );
  });

  it('may not stand in the environment as well', () => {
    writeFileSync(file, keys);
    expect(faultsIn({ KEYS: keys, KEYS_FILE: file })).to.deep.equal(['KEYS_FILE: is set beside KEYS']);
  });

  it('that cannot be used is named with its path, once, and without what it holds', () => {
    writeFileSync(file, '');
    const large = join(folder, 'large');
    writeFileSync(large, 'hunter2 '.repeat(10_000));
    const sandbox = { PAYPAL_ENVIRONMENT: 'sandbox', PAYPAL_CLIENT_ID: 'a' };
    for (const [path, problem] of [
      [join(folder, 'nothing'), 'cannot be read (ENOENT)'],
      [join(file, 'below'), 'cannot be read (ENOTDIR)'],
      [folder, 'is not a file'],
      [file, 'is empty'],
      [large, 'is larger than a secret'],
    ] as const) {
      expect(faultsIn({ ...sandbox, PAYPAL_CLIENT_SECRET_FILE: path })).to.deep.equal([
        `PAYPAL_CLIENT_SECRET_FILE: names ${path}, which ${problem}`,
      ]);
      expect(
        faultsIn({ NODE_ENV: 'production', KEYS_FILE: path }).filter((one) => one.includes('KEYS')),
      ).to.have.length(1);
    }
  });
});
