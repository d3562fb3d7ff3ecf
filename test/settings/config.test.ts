import { randomBytes } from 'node:crypto';
import { expect } from 'chai';
import { ConfigFaults } from '../../src/settings/config-faults.ts';
import { readConfig } from '../../src/settings/config.ts';

const secret = randomBytes(32).toString('base64');

/** What a merchant sets for real payments. */
const real = {
  NODE_ENV: 'production',
  KEYS: secret,
  PUBLIC_URL: 'https://shop.example.com',
  MERCHANT_NAME: 'Harbour Books',
  SUPPORT_CONTACT: 'desk@harbour.example',
  CATALOG: '/srv/harbour/catalog.json',
  MicrosoftAppId: '00000000-0000-0000-0000-000000000001',
  MicrosoftAppPassword: 'a client secret',
  PAYPAL_ENVIRONMENT: 'live',
  PAYPAL_CLIENT_ID: 'client',
  PAYPAL_CLIENT_SECRET: 'very-secret',
};

function faultsOf(environment: Record<string, string>): ConfigFaults {
  try {
    readConfig(environment);
  } catch (error) {
    if (error instanceof ConfigFaults) return error;
    throw error;
  }
  throw new Error('the configuration was accepted');
}

function namesIn(environment: Record<string, string>): string[] {
  return faultsOf(environment).faults.map(({ setting }) => setting);
}

describe('the configuration', () => {
  it('needs nothing on a developer machine', () => {
    const config = readConfig({});
    expect(config.site).to.include({
      port: 3978,
      host: '127.0.0.1',
      publicUrl: 'http://localhost:3978',
    });
    expect(config.bot.appId).to.equal('');
    expect(config.payPal).to.include({
      environment: 'simulator',
      startsSimulator: true,
      apiUrl: 'http://127.0.0.1:3979',
    });
    expect(config.checkout).to.include({
      checkoutMs: 3_600_000,
      magicNumberMs: 600_000,
      retentionMs: 180 * 86_400_000,
      magicNumberDigits: 6,
    });
  });

  it('takes the sandbox as soon as there are credentials', () => {
    const { payPal } = readConfig({ PAYPAL_CLIENT_ID: 'a', PAYPAL_CLIENT_SECRET: 'b' });
    expect(payPal).to.include({
      environment: 'sandbox',
      apiUrl: 'https://api-m.sandbox.paypal.com',
      startsSimulator: false,
    });
    expect(namesIn({ PAYPAL_CLIENT_ID: 'a' })).to.deep.equal(['PAYPAL_CLIENT_SECRET']);
  });

  it('starts no simulator where another one is named', () => {
    const { payPal } = readConfig({ PAYPAL_API_URL: 'http://127.0.0.1:4000' });
    expect(payPal).to.include({
      startsSimulator: false,
      apiUrl: 'http://127.0.0.1:4000',
      webUrl: 'http://127.0.0.1:4000',
    });
  });

  it('reads decimal minutes as whole milliseconds', () => {
    expect(readConfig({ CHECKOUT_MINUTES: '0.1', MAGIC_NUMBER_MINUTES: '0.0333' }).checkout).to.include({
      checkoutMs: 6000,
      magicNumberMs: 1998,
    });
  });

  it('keeps payers between a day and ten years, in whole days', () => {
    for (const days of [1, 30, 3650])
      expect(readConfig({ RETENTION_DAYS: String(days) }).checkout.retentionMs).to.equal(days * 86_400_000);
    for (const days of ['0', '3651', '1.5', '-1', 'forever'])
      expect(namesIn({ RETENTION_DAYS: days }), days).to.deep.equal(['RETENTION_DAYS']);
  });

  it('names every fault at once, with the mend, and repeats no value', () => {
    const error = faultsOf({
      PORT: 'eighty',
      PUBLIC_URL: 'http://localhost:3978/shop',
      KEYS: 'too-short-secret',
      MAGIC_NUMBER_DIGITS: '5',
      CHECKOUT_MINUTES: '-1',
      PAYPAL_ENVIRONMENT: 'production',
      CAPTURE: 'whenever',
      LOG_LEVEL: 'loud',
      TRUSTED_PROXIES: '1.5',
      DATABASE_URL: 'mysql://root:hunter2@db/shop',
    });
    expect(error.faults.map(({ setting }) => setting)).to.have.members([
      'PORT',
      'PUBLIC_URL',
      'KEYS',
      'MAGIC_NUMBER_DIGITS',
      'CHECKOUT_MINUTES',
      'PAYPAL_ENVIRONMENT',
      'CAPTURE',
      'LOG_LEVEL',
      'TRUSTED_PROXIES',
      'DATABASE_URL',
    ]);
    for (const value of ['eighty', 'too-short-secret', 'whenever', 'loud', 'hunter2'])
      expect(error.message).not.to.include(value);
  });

  it('serves no network without a registration', () => {
    expect(namesIn({ PUBLIC_URL: 'https://shop.example.com' })).to.deep.equal(['PUBLIC_URL']);
    expect(namesIn({ HOST: '0.0.0.0' })).to.deep.equal(['HOST']);
    expect(readConfig({ HOST: '::1', PUBLIC_URL: 'http://127.0.0.1:3978' }).site.host).to.equal('::1');
  });

  it('in production refuses each development default', () => {
    expect(readConfig(real)).to.include({ isProduction: true });
    const refused = ['KEYS', 'PUBLIC_URL', 'MicrosoftAppId', 'PAYPAL_ENVIRONMENT'] as const;
    const sample = ['CATALOG', 'MERCHANT_NAME', 'SUPPORT_CONTACT'] as const;
    expect(namesIn({ NODE_ENV: 'production' })).to.have.members([...refused, ...sample]);
    for (const name of [...refused, ...sample, 'MicrosoftAppPassword'] as const) {
      const { [name]: _left, ...rest } = real;
      expect(namesIn(rest), name).to.deep.equal([name]);
    }
    expect(namesIn({ ...real, PAYPAL_ENVIRONMENT: 'simulator' })).to.deep.equal(['PAYPAL_ENVIRONMENT']);
  });

  it('in production refuses a secret of the merchant’s webhook that can be guessed', () => {
    const at = { MERCHANT_WEBHOOK_URL: 'https://shop.example/hooks' };
    const counted = Buffer.from(Array.from({ length: 32 }, (_, index) => index)).toString('base64');
    for (const [secrets, faults] of [
      [`whsec_${secret}`, []],
      [`whsec_${secret},whsec_${counted}`, ['MERCHANT_WEBHOOK_SECRETS']],
    ] as const) {
      const said = { ...real, ...at, MERCHANT_WEBHOOK_SECRETS: secrets };
      if (faults.length === 0) expect(readConfig(said).merchantWebhook?.secrets).to.have.length(1);
      else expect(namesIn(said)).to.deep.equal(faults);
    }
  });

  it('in production refuses the sample shop under its own name too', () => {
    for (const [name, value] of [
      ['MERCHANT_NAME', 'Fernhill Tea & Pottery'],
      ['MERCHANT_NAME', ' fernhill tea & pottery '],
      ['SUPPORT_CONTACT', 'Hello@fernhill.example'],
    ] as const)
      expect(namesIn({ ...real, [name]: value }), value).to.deep.equal([name]);
  });

  it('lets the bot send to documented hosts only, once it is registered', () => {
    const { serviceHosts } = readConfig(real).bot;
    expect(serviceHosts).to.include('smba.trafficmanager.net').and.include('directline.botframework.com');
    expect(serviceHosts.filter((host) => host.includes('*'))).to.deep.equal([]);
    const own = readConfig({ ...real, SERVICE_HOSTS: 'one.example, two.example' });
    expect(own.bot.serviceHosts).to.deep.equal(['one.example', 'two.example']);
  });

  it('takes several keys, the first for sealing', () => {
    const old = randomBytes(40).toString('base64');
    expect(readConfig({ KEYS: `${secret},${old}` }).keys?.map(({ length }) => length)).to.deep.equal([
      32, 40,
    ]);
  });
});
