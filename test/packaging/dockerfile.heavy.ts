import { randomBytes } from 'node:crypto';
import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect } from 'chai';
import { type PayPalProgram, startPayPal } from '../stage/command.ts';
import { freePort } from '../stage/program.ts';
import { type Image, performDockerfile, readDockerfile } from './dockerfile.ts';
import { emptyFolder, run } from './unpacked.ts';

describe('the Dockerfile', () => {
  let folder = '';
  let image: Image;
  let payPal: PayPalProgram;
  before(async () => {
    payPal = await startPayPal();
    folder = emptyFolder();
    image = performDockerfile(readDockerfile(), folder);
  });
  after(async () => {
    await payPal.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  it('leaves a shop that starts with the settings of production, is healthy, and stops when it is told', async () => {
    const environment = {
      ...image.environment,
      ...production(payPal.url, writeCatalog(folder)),
      PORT: String(await freePort()),
    };
    const shop = run(image.command, image.workFolder, environment);
    await shop.answers(`http://127.0.0.1:${environment.PORT}/health/live`);
    expect(await run(image.healthCheck, image.workFolder, environment).end(), 'healthy').to.equal(0);
    expect(await shop.end('SIGTERM'), shop.output()).to.equal(0);
    expect(await run(image.healthCheck, image.workFolder, environment).end(), 'over').to.equal(1);
    expect(existsSync(join(image.volume, 'checkout.db')), 'kept in the volume').to.equal(true);
  });

  it('leaves a shop that names every missing setting and ends with 2', async () => {
    const shop = run(image.command, image.workFolder, image.environment);
    expect(await shop.end()).to.equal(2);
    for (const name of ['KEYS', 'PUBLIC_URL', 'MicrosoftAppId', 'PAYPAL_ENVIRONMENT'])
      expect(shop.output()).to.include(name);
  });

  it('runs as nobody special, and writes into its volume alone', () => {
    expect(image.user).to.equal('node');
    expect(image.environment['DATABASE_URL']).to.equal(`file:${image.volume}/checkout.db`);
    expect(dirname(image.volume)).to.equal(image.root);
  });

  it('compiles for the Node and the libc on which it runs', () => {
    const bases = readDockerfile().filter(({ name }) => name === 'FROM');
    expect(bases.map(({ words }) => words.replace(/(-slim)?( AS \w+)?$/u, ''))).to.deep.equal([
      'node:20-bookworm',
      'node:20-bookworm',
    ]);
  });
});

function production(payPalUrl: string, catalog: string): Record<string, string> {
  return {
    KEYS: randomBytes(32).toString('base64'),
    CATALOG: catalog,
    PUBLIC_URL: 'https://shop.example',
    MERCHANT_NAME: 'Corner Shop',
    SUPPORT_CONTACT: 'help@shop.example',
    MicrosoftAppId: '00000000-0000-4000-8000-000000000001',
    MicrosoftAppPassword: 'not used before the first message',
    PAYPAL_ENVIRONMENT: 'sandbox',
    PAYPAL_API_URL: payPalUrl,
    PAYPAL_WEB_URL: payPalUrl,
    PAYPAL_CLIENT_ID: 'id',
    PAYPAL_CLIENT_SECRET: 'secret',
  };
}

/** A shop of its own: the sample is refused in production. */
function writeCatalog(folder: string): string {
  const path = join(folder, 'catalog.json');
  const product = {
    id: 'mug',
    name: 'Everyday Mug',
    description: 'Holds a third of a litre.',
    price: '16.00',
  };
  writeFileSync(path, JSON.stringify({ currency: 'EUR', products: [product] }));
  return path;
}
