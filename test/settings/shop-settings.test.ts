import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { expect } from 'chai';
import { readShopSettings } from '../../src/settings/shop-settings.ts';

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

  it('are refused for earlier faults alone', async () => {
    const earlier = [{ setting: '.env, line 1', problem: 'is not a setting', mend: 'Write NAME=value' }];
    const refused = await readShopSettings({}, sample, earlier).catch(String);
    expect(refused).to.include('.env, line 1: is not a setting. Write NAME=value.');
  });
});
