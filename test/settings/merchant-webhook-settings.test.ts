import { randomBytes } from 'node:crypto';
import { expect } from 'chai';
import { ConfigFaults } from '../../src/settings/config-faults.ts';
import { readMerchantWebhookSettings } from '../../src/settings/merchant-webhook-settings.ts';
import { createSettingReader } from '../../src/settings/setting-reader.ts';

const make = (length: number): string => `whsec_${randomBytes(length).toString('base64')}`;
const secret = make(32);
const url = 'https://shop.example/hooks?token=t';

function read(environment: Record<string, string>, isProduction = false) {
  const reader = createSettingReader(environment);
  const settings = readMerchantWebhookSettings(reader, isProduction);
  return { settings, faults: reader.faults.map(({ setting }) => setting), text: textOf(reader.faults) };
}

function textOf(faults: ConstructorParameters<typeof ConfigFaults>[0]): string {
  return new ConfigFaults(faults).message;
}

describe('the settings of the merchant’s webhook', () => {
  it('are none where none is configured', () => {
    expect(read({})).to.deep.include({ settings: undefined, faults: [] });
    expect(read({ MERCHANT_WEBHOOK_SECRETS: secret })).to.deep.include({ settings: undefined, faults: [] });
  });

  it('are an address, one or two secrets, and hosts as an address spells them', () => {
    const other = make(64);
    const { settings, faults } = read({
      MERCHANT_WEBHOOK_URL: url,
      MERCHANT_WEBHOOK_SECRETS: `${secret}, ${other}`,
      MERCHANT_WEBHOOK_HOSTS: 'Shop.Internal, 10.0.0.5,[::1], 0x7f.1',
    });
    expect(faults).to.deep.equal([]);
    expect(settings?.url).to.equal(url);
    expect(settings?.secrets.map((one) => Buffer.from(one).toString('base64'))).to.deep.equal(
      [secret, other].map((one) => one.slice(6)),
    );
    expect(settings?.hosts).to.deep.equal(['shop.internal', '10.0.0.5', '[::1]', '127.0.0.1']);
  });

  for (const [what, said] of Object.entries({
    'no address': 'shop.example/hooks',
    'another protocol': 'ftp://shop.example/',
    'a name and a password': 'https://me:hunter2@shop.example/',
    'something behind #': 'https://shop.example/#hunter2',
    'two addresses': 'https://shop.example/ https://hunter2.example/',
    'this machine, which nobody has named': 'http://localhost:4000/hooks',
    'this machine, which nobody has named, as an address': 'http://127.0.0.1/',
  }))
    it(`refuse ${what}`, () => {
      const { faults, text } = read({ MERCHANT_WEBHOOK_URL: said, MERCHANT_WEBHOOK_SECRETS: secret });
      expect(faults).to.deep.equal(['MERCHANT_WEBHOOK_URL']);
      expect(text).not.to.include('hunter2');
    });

  it('take this machine where it is named', () => {
    const said = {
      MERCHANT_WEBHOOK_URL: 'http://localhost:4000/hooks',
      MERCHANT_WEBHOOK_SECRETS: secret,
      MERCHANT_WEBHOOK_HOSTS: 'localhost',
    };
    expect(read(said).faults).to.deep.equal([]);
  });

  it('want https in production', () => {
    const said = { MERCHANT_WEBHOOK_URL: 'http://shop.example/', MERCHANT_WEBHOOK_SECRETS: secret };
    expect(read(said).faults).to.deep.equal([]);
    expect(read(said, true).faults).to.deep.equal(['MERCHANT_WEBHOOK_URL']);
    expect(read({ ...said, MERCHANT_WEBHOOK_URL: url }, true).faults).to.deep.equal([]);
  });

  it('want a secret with an address', () => {
    const { faults, text } = read({ MERCHANT_WEBHOOK_URL: url });
    expect(faults).to.deep.equal(['MERCHANT_WEBHOOK_SECRETS']);
    expect(text).to.include('whsec_$(openssl rand -base64 32)');
  });

  for (const [what, said] of Object.entries({
    'without its beginning': secret.slice(6),
    'of 23 bytes': make(23),
    'of 65 bytes': make(65),
    'that is no base64': 'whsec_correct-horse-battery-staple!',
    'without its end': secret.replace(/=+$/u, ''),
    'in the other alphabet': `whsec_${Buffer.alloc(33, 0xfb).toString('base64url')}`,
    'beside nothing': `${secret},`,
    'as one of three': [make(32), make(32), make(32)].join(','),
  }))
    it(`refuse a secret ${what}, and do not repeat it`, () => {
      const { faults, text } = read({ MERCHANT_WEBHOOK_URL: url, MERCHANT_WEBHOOK_SECRETS: said });
      expect(faults).to.deep.equal(['MERCHANT_WEBHOOK_SECRETS']);
      for (const one of said.split(',').filter((part) => part !== '')) expect(text).not.to.include(one);
    });

  for (const said of [
    '*.internal',
    'shop.internal:8080',
    'shop.internal:443',
    '[::1]:80',
    '::1',
    'shop.internal:',
    'https://shop.internal',
    'shop.internal/',
    'a b',
  ])
    it(`refuse ${said} as a host`, () => {
      expect(read({ MERCHANT_WEBHOOK_HOSTS: said }).faults).to.deep.equal(['MERCHANT_WEBHOOK_HOSTS']);
    });
});
