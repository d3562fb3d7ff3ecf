import { expect } from 'chai';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { openBrowser } from '../stage/browser.ts';
import { expectGood } from '../stage/good-page.ts';
import { toPng } from '../stage/png.ts';
import { openShop, type Shop } from '../stage/site-harness.ts';
import { toBrand } from '../../src/settings/brand-color.ts';

/** A disc on nothing, and a wide sign, in a colour. */
const round = toPng({
  width: 120,
  height: 120,
  pixel: (x, y) => (Math.hypot(x - 60, y - 60) < 56 ? [200, 30, 60, 255] : [0, 0, 0, 0]),
});
const wide = toPng({
  width: 640,
  height: 80,
  pixel: (x, y) =>
    Math.abs(y - 40) < 12 + 20 * Math.abs(Math.sin(x / 40)) ? [255, 255, 255, 255] : [0, 0, 0, 0],
});
const legalLinks = {
  terms: 'https://shop.example/terms',
  privacy: 'https://shop.example/privacy',
  returns: 'https://shop.example/returns',
};

const faces = {
  yellow: {
    brand: brandOf('#ffd400'),
    logo: { bytes: round, type: 'image/png', width: 120, height: 120 },
    merchantName: 'Töpferei Müller & Söhne, Inhaber Ännchen Größe e. K., Köln am Rhein',
    legalLinks,
  },
  blue: {
    brand: brandOf('#0b1f4b'),
    logo: { bytes: wide, type: 'image/png', width: 640, height: 80 },
    merchantName: 'Harbour Books',
    legalLinks,
  },
  plated: {
    brand: undefined,
    logo: { bytes: round, type: 'image/png', width: 120, height: 120 },
    merchantName: 'متجر الشاي والفخار <b>القديم</b>',
    legalLinks: { terms: 'https://shop.example/terms' },
  },
  unbroken: {
    brand: brandOf('#2f5a53'),
    logo: undefined,
    merchantName: `Donaudampfschifffahrtsgesellschaftskapitänsmützenabzeichen${'x'.repeat(42)}`,
    legalLinks: {},
  },
} as const;

describe('the pages with faces of shops, in a real browser', () => {
  let shop: Shop;
  let browser: Browser;
  let context: BrowserContext;
  let page: Page;
  before(async () => {
    browser = await openBrowser();
  });
  beforeEach(async () => {
    // Pages allow no script at all; axe has to come in past that.
    context = await browser.newContext({ bypassCSP: true, viewport: { width: 1280, height: 800 } });
    page = await context.newPage();
  });
  afterEach(async () => {
    await context.close();
    await shop.close();
  });
  after(() => browser.close());

  for (const [name, face] of Object.entries(faces))
    it(`give axe nothing to find and fit a phone: ${name}`, async () => {
      shop = await openShop(face);
      await page.goto(await shop.linkOf(await shop.start()));
      await expectGood(page, 'checkout', `face-${name}`);
      await page.getByRole('button', { name: 'Pay with PayPal', exact: true }).click();
      await page.getByRole('button', { name: 'Approve payment' }).click();
      await expectGood(page, 'number', `face-${name}`);
      await page.goto(`${shop.origin}/checkout/nonsense`);
      await expectGood(page, 'not-found', `face-${name}`);
      const checkout = await shop.start();
      const link = await shop.linkOf(checkout);
      await page.goto(link);
      await page.getByRole('button', { name: 'Pay with PayPal', exact: true }).click();
      await shop.force(await shop.rowOf(checkout), { status: 'capture_pending' });
      await page.goto(`${shop.origin}/checkouts/${checkout.id}`);
      await expectGood(page, 'pending', `face-${name}`);
    });

  it('show the logo, and say its name once to who hears the page', async () => {
    shop = await openShop(faces.blue);
    await page.goto(`${shop.origin}/goodbye`);
    const logo = page.getByRole('img', { name: 'Harbour Books' });
    expect(await page.evaluate("document.querySelector('.logo').naturalWidth")).to.equal(640);
    const size = await logo.boundingBox();
    expect(size?.height).to.be.within(20, 48);
    expect((size?.width ?? 0) / (size?.height ?? 1)).to.be.closeTo(8, 0.5);
    expect(await page.locator('header').ariaSnapshot()).to.match(/Harbour Books/u);
    expect((await page.locator('header').ariaSnapshot()).match(/Harbour Books/gu)).to.have.length(1);
  });

  it('are usable by keyboard alone, down to the links to terms, privacy and returns, with the focus in sight', async () => {
    shop = await openShop(faces.yellow);
    await page.goto(await shop.linkOf(await shop.start()));
    const names: string[] = [];
    for (let count = 0; count < 6; count += 1) {
      await page.keyboard.press('Tab');
      names.push((await page.locator(':focus').textContent())?.trim() ?? '');
      expect(await page.evaluate('getComputedStyle(document.activeElement).outlineWidth')).to.equal('3px');
    }
    expect(names).to.deep.equal([
      'Pay with PayPal',
      'Not my order',
      'help@fern-and-kettle.example',
      'Terms of sale',
      'Privacy',
      'Returns and refunds',
    ]);
  });

  it('need no script, load nothing from elsewhere, and report no breach of their policy', async () => {
    shop = await openShop(faces.blue);
    const plain = await browser.newContext({ javaScriptEnabled: false });
    const strict = await plain.newPage();
    const requested: string[] = [];
    const complaints: string[] = [];
    strict.on('request', (request) => requested.push(new URL(request.url()).origin));
    strict.on('console', (message) => complaints.push(message.text()));
    await strict.goto(await shop.linkOf(await shop.start()));
    await strict.getByRole('button', { name: 'Pay with PayPal', exact: true }).click();
    await strict.getByRole('button', { name: 'Approve payment' }).click();
    await strict.locator('output#magic-number').waitFor();
    await plain.close();
    expect(complaints).to.deep.equal([]);
    expect(new Set(requested)).to.deep.equal(new Set([shop.origin, new URL(shop.simulatorUrl).origin]));
  });

  it('may show a logo from its https address, which is sent no address of ours, and no other picture from elsewhere', async () => {
    shop = await openShop({ logo: { address: 'https://pictures.example/logo.png' } });
    const plain = await browser.newContext();
    const strict = await plain.newPage();
    const referrers: (string | undefined)[] = [];
    await strict.route('https://pictures.example/**', async (route) => {
      referrers.push(route.request().headers()['referer']);
      await route.fulfill({ body: wide, contentType: 'image/png' });
    });
    await strict.goto(await shop.linkOf(await shop.start()));
    await strict.getByRole('img', { name: 'Fern & Kettle' }).waitFor();
    expect(await strict.evaluate("document.querySelector('.logo').naturalWidth")).to.equal(640);
    await plain.close();
    expect(referrers.length).to.be.at.least(1);
    expect(new Set(referrers)).to.deep.equal(new Set([undefined]));
  });
});

function brandOf(color: string) {
  const brand = toBrand(color);
  if ('problem' in brand) throw new Error(brand.problem);
  return brand;
}
