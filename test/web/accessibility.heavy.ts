import { expect } from 'chai';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import type { Checkout } from '../../src/checkout/checkout.ts';
import { openBrowser } from '../stage/browser.ts';
import { expectGood } from '../stage/good-page.ts';
import { openShop, type Shop } from '../stage/site-harness.ts';

describe('the pages in a real browser', () => {
  let shop: Shop;
  let browser: Browser;
  let context: BrowserContext;
  let page: Page;
  before(async () => {
    shop = await openShop();
    browser = await openBrowser();
    // Pages allow no script at all; axe has to come in past that.
    context = await browser.newContext({ bypassCSP: true, viewport: { width: 1280, height: 800 } });
    page = await context.newPage();
  });
  after(async () => {
    await browser.close();
    await shop.close();
  });

  it('give axe nothing to find, and fit a phone and doubled text, from the link to the receipt', async () => {
    const checkout = await shop.start();
    await page.goto(await shop.linkOf(checkout));
    await expectGood(page, 'checkout');
    await page.getByRole('button', { name: 'Pay with PayPal', exact: true }).click();
    await page.getByRole('button', { name: 'Cancel and return' }).click();
    await expectGood(page, 'cancelled');
    await page.getByRole('button', { name: 'Pay with PayPal', exact: true }).click();
    await page.getByRole('button', { name: 'Decline card' }).click();
    await expectGood(page, 'declined');
    await page.getByRole('button', { name: 'Pay with PayPal', exact: true }).click();
    await page.getByRole('button', { name: 'Approve payment' }).click();
    await expectGood(page, 'number');
    await page.getByText('Your order:').click();
    await expectGood(page, 'number', 'with-order');
    await shop.force(checkout, { status: 'approved' });
    await page.reload();
    await page.getByText('Approved, not charged yet').waitFor();
    await expectGood(page, 'number', 'not-charged');
    const others: [string, Partial<Checkout>][] = [
      ['pending', { status: 'capture_pending' }],
      ['done', { status: 'confirmed' }],
      ['done', { status: 'refunding' }],
      ['done', { status: 'refunded' }],
      ['error', { status: 'flagged', flag: 'late_capture' }],
      ['error', { status: 'flagged', flag: 'amount_mismatch' }],
      ['expired', { status: 'expired' }],
      ['checkout', { status: 'awaiting_approval' }],
    ];
    for (const [kind, changes] of others) {
      await shop.force(checkout, changes);
      await page.goto(`${shop.origin}/checkouts/${checkout.id}`);
      await expectGood(page, kind, changes.flag ?? changes.status);
    }
  });

  it('give axe nothing to find where prices hold their tax, of one rate or of several', async () => {
    for (const [part, teaRate] of [
      ['tax-inside', undefined],
      ['taxes-inside', '0.081'],
    ] as const) {
      const checkout = await shop.start({ taxIncluded: true, teaRate });
      await page.goto(await shop.linkOf(checkout));
      await expectGood(page, 'checkout', part);
      await page.getByRole('button', { name: 'Pay with PayPal', exact: true }).click();
      await page.getByRole('button', { name: 'Approve payment' }).click();
      await page.getByText('Your order:').click();
      await expectGood(page, 'number', part);
    }
  });

  it('give axe nothing to find on the pages for strangers and for faults', async () => {
    await page.goto(`${shop.origin}/checkout/nonsense`);
    await expectGood(page, 'not-found');
    await page.goto(`${shop.origin}/goodbye`);
    await expectGood(page, 'done', 'goodbye');
    const late = await shop.linkOf(await shop.start());
    const claimed = await shop.start();
    const link = await shop.linkOf(claimed);
    await shop.flow.beginPayment({
      checkoutId: claimed.id,
      payerSession: 'x'.repeat(43),
      clientAddress: '::1',
    });
    await page.goto(link);
    await expectGood(page, 'elsewhere');
    shop.later(3_600_001);
    await page.goto(late);
    await expectGood(page, 'expired', 'link');
    await page.setContent(await (await page.request.post(`${shop.origin}/goodbye`)).text());
    await expectGood(page, 'error', 'forged-form');
  });

  it('select all digits of the number with one click, and hold digits only', async () => {
    const checkout = await shop.start();
    await page.goto(await shop.linkOf(checkout));
    await page.getByRole('button', { name: 'Pay with PayPal', exact: true }).click();
    await page.getByRole('button', { name: 'Approve payment' }).click();
    const number = page.locator('output#magic-number');
    const digits = await number.textContent();
    expect(digits).to.match(/^\d{6}$/u);
    await number.click();
    expect(await page.evaluate('String(getSelection())')).to.equal(digits);
    expect(await page.getByLabel('Your magic number').textContent()).to.equal(digits);
  });

  it('are usable by keyboard alone, with the focus in sight', async () => {
    await page.goto(await shop.linkOf(await shop.start()));
    const names: string[] = [];
    for (let count = 0; count < 3; count += 1) {
      await page.keyboard.press('Tab');
      const focused = page.locator(':focus');
      names.push((await focused.textContent())?.trim() ?? '');
      expect(await page.evaluate('getComputedStyle(document.activeElement).outlineWidth')).to.equal('3px');
    }
    expect(names).to.deep.equal(['Pay with PayPal', 'Not my order', 'help@fern-and-kettle.example']);
  });

  it('load nothing from elsewhere and report no breach of their policy', async () => {
    const strict = await browser.newContext();
    const strictPage = await strict.newPage();
    const requested: string[] = [];
    const complaints: string[] = [];
    strictPage.on('request', (request) => requested.push(new URL(request.url()).origin));
    strictPage.on('console', (message) => complaints.push(message.text()));
    await strictPage.goto(await shop.linkOf(await shop.start()));
    await strictPage.getByRole('button', { name: 'Pay with PayPal', exact: true }).click();
    await strictPage.getByRole('button', { name: 'Approve payment' }).click();
    await strictPage.locator('output#magic-number').waitFor();
    await strict.close();
    expect(complaints).to.deep.equal([]);
    expect(new Set(requested)).to.deep.equal(new Set([shop.origin, new URL(shop.simulatorUrl).origin]));
  });
});
