import { createHash, randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import { ConfigFaults } from '../../src/settings/config-faults.ts';
import { readConfig } from '../../src/settings/config.ts';

const drawn = randomBytes(32).toString('base64');

const production = {
  NODE_ENV: 'production',
  PUBLIC_URL: 'https://shop.example.com',
  MERCHANT_NAME: 'Harbour Books',
  SUPPORT_CONTACT: 'desk@harbour.example',
  CATALOG: '/srv/harbour/catalog.json',
  MicrosoftAppId: 'app',
  MicrosoftAppPassword: 'a client secret',
  PAYPAL_ENVIRONMENT: 'live',
  PAYPAL_CLIENT_ID: 'client',
  PAYPAL_CLIENT_SECRET: 'very-secret',
};

function refusalOf(keys: string): string | undefined {
  try {
    readConfig({ ...production, KEYS: keys });
    return undefined;
  } catch (error) {
    if (error instanceof ConfigFaults) return error.message;
    throw error;
  }
}

const base64 = (bytes: Uint8Array | string): string => Buffer.from(bytes).toString('base64');
const counted = (step: number): Uint8Array =>
  Uint8Array.from({ length: 32 }, (_, index) => 250 + index * step);

describe('a secret in production', () => {
  for (const [what, secret] of [
    ['zeros', base64(new Uint8Array(32))],
    ['one byte over and over', base64(new Uint8Array(48).fill(0xc7))],
    [
      'a few bytes in any order',
      base64(
        createHash('sha512')
          .update('x')
          .digest()
          .map((byte) => byte % 9),
      ),
    ],
    ['bytes counted up', base64(counted(1))],
    ['bytes counted down', base64(counted(-1))],
    ['bytes counted by seven', base64(counted(7))],
    [
      'sixteen drawn bytes twice',
      base64(Buffer.concat([Buffer.alloc(16, drawn, 'base64'), Buffer.alloc(16, drawn, 'base64')])),
    ],
    ['one letter in base64', base64('a'.repeat(40))],
    ['a sentence in base64', base64('correct horse battery staple, 2026 edition!')],
    ['a line with its end in base64', base64('CorrectHorseBatteryStaple2026ForTheShop\n')],
    ['one letter', 'a'.repeat(44)],
    ['a sentence of small letters', 'this-is-the-secret-of-our-shop-do-not-tell-anybody'],
    ['a sentence of capitals', 'THIS_IS_THE_SECRET_OF_OUR_SHOP_DO_NOT_TELL_ANYBODY'],
    ['zeros in hexadecimal', '0'.repeat(64)],
    ['bytes counted up in hexadecimal', Buffer.from(counted(1)).toString('hex')],
  ] as const) {
    it(`may not be ${what}, wherever it stands in the list, and is not repeated`, () => {
      for (const keys of [secret, `${drawn},${secret}`, `${secret} , ${drawn}`]) {
        const refusal = refusalOf(keys);
        expect(refusal).to.match(/^ {2}KEYS: .*can be guessed.* openssl rand -base64 32\.$/mu);
        expect(refusal).not.to.include(secret);
        expect(refusal).to.match(/has a fault/u);
      }
    });
  }

  it('may be anything that was drawn, in base64, base64url or hexadecimal', () => {
    for (let draw = 0; draw < 300; draw += 1) {
      const bytes = randomBytes(32 + (draw % 33));
      const hex = bytes.toString('hex');
      for (const text of [
        bytes.toString('base64'),
        bytes.toString('base64url'),
        hex,
        hex.toUpperCase(),
        base64(hex),
      ])
        expect(refusalOf(text), text).to.equal(undefined);
    }
  });

  it('stands in no document, where anybody could copy it', () => {
    const text = ['README.md', '.env.example'].map((file) => readFileSync(file, 'utf8')).join('\n');
    const shown = [...text.matchAll(/\bKEYS=(.*)$/gmu)].map(([, value]) => value);
    expect(shown).to.deep.equal(['']);
    const long = text.match(/(?<![\w+/=-])[\w+/-]{42,}={1,2}(?![\w+/=-])/gu);
    expect(long).to.equal(null);
  });

  it('is looked at in production alone', () => {
    expect(readConfig({ KEYS: base64(new Uint8Array(32)) }).keys).to.have.length(1);
  });
});
