import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { expect } from 'chai';
import { readShopSettings } from '../../src/settings/shop-settings.ts';
import { toPng } from '../stage/png.ts';

const sample = resolve('public/catalog.json');

const production = {
  NODE_ENV: 'production',
  KEYS: randomBytes(32).toString('base64'),
  PUBLIC_URL: 'https://shop.example.com',
  MERCHANT_NAME: 'Harbour Books',
  SUPPORT_CONTACT: 'desk@harbour.example',
  MicrosoftAppId: 'app',
  MicrosoftAppPassword: 'a client secret',
  PAYPAL_ENVIRONMENT: 'live',
  PAYPAL_CLIENT_ID: 'client',
  PAYPAL_CLIENT_SECRET: 'very-secret',
};

async function refusalOf(environment: Record<string, string>): Promise<string> {
  return readShopSettings(environment, sample).then(
    () => '',
    (error: unknown) => String(error),
  );
}

describe('the settings of a shop', () => {
  let folder: string;
  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'chat-checkout-shop-'));
  });
  after(() => rmSync(folder, { recursive: true }));

  it('are the sample without a catalogue, and the own one with it', async () => {
    const usual = await readShopSettings({}, sample);
    expect(usual).to.include({ catalogFile: sample });
    expect(usual.unknownNames).to.deep.equal([]);
    const own = join(folder, 'own.json');
    const products = [{ id: 'mug', name: 'Mug', description: 'A mug.', price: '12.50' }];
    writeFileSync(own, JSON.stringify({ currency: 'EUR', products }));
    const settings = await readShopSettings({ ...production, CATALOG: own }, sample);
    expect(settings.catalog.products.map(({ id }) => id)).to.deep.equal(['mug']);
  });

  it("are refused in production where the sample's own file is named", async () => {
    for (const path of [
      sample,
      'public/catalog.json',
      './public/../public/catalog.json',
      'public/catalog-by-country.json',
    ])
      expect(await refusalOf({ ...production, CATALOG: path })).to.match(/CATALOG: is the sample shop/u);
  });

  it('name faults of the catalogue behind those of the settings, and alone where it has the only ones', async () => {
    const missing = join(folder, 'missing.json');
    expect(await refusalOf({ CATALOG: missing })).to.match(/^CatalogFaults: .*missing\.json/u);
    const both = await refusalOf({ CATALOG: missing, PORT: 'eighty' });
    expect(both).to.match(/^ConfigFaults: .*a fault:\n {2}PORT: .*\n.*missing\.json has a fault/u);
  });

  it('have a logo beside the own catalogue, or where the program was started', async () => {
    const own = join(folder, 'with-logo.json');
    const products = [{ id: 'mug', name: 'Mug', description: 'A mug.', price: '12.50' }];
    writeFileSync(own, JSON.stringify({ currency: 'EUR', products }));
    writeFileSync(join(folder, 'logo.png'), toPng({ width: 64, height: 40 }));
    const settings = await readShopSettings({ CATALOG: own, LOGO: 'logo.png' }, sample);
    expect(settings.logo).to.include({ type: 'image/png', width: 64, height: 40 });
    expect((await readShopSettings({ LOGO: '' }, sample)).logo).to.equal(undefined);
    const here = await refusalOf({ LOGO: 'no-such-logo.png' });
    expect(here).to.include(
      `LOGO: names ${resolve('no-such-logo.png')}, which is not there. Name a PNG or JPEG`,
    );
  });

  it('name faults of face, links and policies at once with all others', async () => {
    const refusal = await refusalOf({
      LOGO: '../logo.png',
      BRAND_COLOR: '#808080',
      TERMS_URL: 'javascript:alert(1)',
      PRIVACY_URL: 'http://shop.example/privacy',
      RETURNS_URL: 'https://shop.example/re turns',
      REMINDER_MINUTES: '15,2',
      UNCONFIRMED_HOURS: '169',
      CHECKOUTS_PER_HOUR: '0',
      CATALOG: join(folder, 'missing.json'),
      PORT: 'eighty',
    });
    const names = [...refusal.matchAll(/^ {2}(\w+): /gmu)].map(([, name = '']) => name);
    expect(names.toSorted()).to.deep.equal([
      'BRAND_COLOR',
      'CHECKOUTS_PER_HOUR',
      'LOGO',
      'PORT',
      'PRIVACY_URL',
      'REMINDER_MINUTES',
      'RETURNS_URL',
      'TERMS_URL',
      'UNCONFIRMED_HOURS',
    ]);
    expect(refusal).to.match(/missing\.json has a fault/u);
  });

  it('are refused for earlier faults alone', async () => {
    const earlier = [{ setting: '.env, line 1', problem: 'is not a setting', mend: 'Write NAME=value' }];
    const refused = await readShopSettings({}, sample, earlier).catch(String);
    expect(refused).to.include('.env, line 1: is not a setting. Write NAME=value.');
  });
});
