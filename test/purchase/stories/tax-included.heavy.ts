import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import type { Browser, Page } from 'playwright-core';
import { keepPicture, openBrowser } from '../../stage/browser.ts';
import { decideAtPayPal, goToPayPal, openChat, readNumber } from '../../stage/chat-window.ts';
import { runCommand } from '../../stage/command.ts';
import { readLedger } from '../../stage/ledger.ts';
import { type Program, startProgram } from '../../stage/program.ts';

const products = [
  { id: 'teapot', name: 'Teapot', description: 'For four.', price: '29.00', taxRate: '0.19' },
  { id: 'tea', name: 'Herb Tea', description: 'Dried.', price: '10.00', taxRate: '0.07' },
];
const shipping = [{ name: 'Post', price: '4.90' }];

describe('a shop whose prices hold their tax', function () {
  this.timeout(180_000);
  let program: Program;
  let browser: Browser;
  let folder = '';
  let file = '';

  before(async () => {
    folder = mkdtempSync(join(tmpdir(), 'catalog-'));
    file = join(folder, 'catalog.json');
    writeFileSync(file, JSON.stringify({ currency: 'EUR', taxIncluded: true, shipping, products }));
    [program, browser] = await Promise.all([startProgram({ CATALOG: file }), openBrowser()]);
  });
  after(async () => {
    await browser.close();
    await program.remove();
    rmSync(folder, { recursive: true });
  });

  it('shows and takes one sum from the cart to the merchant, also when its prices have none inside by then', async () => {
    const shopper = await browser.newContext({ viewport: { width: 1280, height: 800 } });
    const chat = await openChat(shopper, program.url);
    await chat.say('catalog');
    await chat.sees('€29.00');
    await chat.say('add teapot');
    await chat.say('add tea');
    await chat.say('cart');
    await chat.sees(/Total: €39\.00\s*Tax included: €5\.28 \(19%: €4\.63, 7%: €0\.65\)/u);
    await keepPictures(chat.page, 'tax-included-1-cart');
    await chat.say('checkout');
    await chat.sees(/2 items, €43\.90/u);
    expect(await chat.count(/plus tax/iu)).to.equal(0);

    await program.stop();
    writeFileSync(file, JSON.stringify({ currency: 'EUR', shipping, products }));
    await program.start();
    await chat.reload();
    await chat.say('new link');
    await chat.sees(/2 items, €43\.90/u, 2);
    const tab = await chat.openCheckout();
    expect(await tab.locator('.totals').innerText()).to.match(
      /Items\s+€39\.00\s+Shipping: Post\s+€4\.90\s+Total\s+€43\.90\s+Tax included\s+€5\.28\s+of it at 19%\s+€4\.63/u,
    );
    await goToPayPal(tab);
    expect(await tab.locator('dl').innerText())
      .to.match(/43\.90 EUR/u)
      .and.not.match(/Tax/u);
    await decideAtPayPal(tab);
    await chat.say(await readNumber(tab));
    await chat.sees(/Receipt [A-Z2-7]{8}/u);
    await keepPictures(chat.page, 'tax-included-2-receipt');
    await chat.page.setViewportSize({ width: 320, height: 800 });
    expect(await chat.page.evaluate(cutValues)).to.deep.equal([]);
    const receipt = (await chat.bubbles()).findLast((text) => /Receipt [A-Z2-7]{8}/u.test(text)) ?? '';
    // A card's facts are two columns: all names, then all values.
    expect(receipt)
      .to.match(/Tax included of it at 19% of it at 7% PayPal €5\.28 €4\.63 €0\.65/u)
      .and.match(/Total €43\.90/u);
    await shopper.close();

    const { captures } = await readLedger(program.simulatorUrl);
    expect(captures.map(({ amount }) => amount)).to.deep.equal([{ currency_code: 'EUR', value: '43.90' }]);
    const number = /Receipt ([A-Z2-7]{8})/u.exec(receipt)?.[1] ?? '';
    const { output } = await runCommand(['order', number], {
      DATABASE_URL: `file:${join(program.dataFolder, 'checkout.db')}`,
    });
    expect(output)
      .to.match(/^Total {6}43\.90 EUR\nTax inside 5\.28 EUR \(19%: 4\.63, 7%: 0\.65\)$/mu)
      .and.not.match(/^Tax {8}/mu);
  });
});

/** Values of cards that do not fit into their column, as the page finds them; less than a pixel is enough to cut one. */
const cutValues = `[...document.querySelectorAll('.ac-columnSet > .ac-container:last-child p')]
  .filter((value) => {
    const whole = document.createRange();
    whole.selectNodeContents(value);
    return whole.getBoundingClientRect().width > value.getBoundingClientRect().width;
  })
  .map((value) => value.textContent)`;

/** On a telephone and at a desk, light and dark. */
async function keepPictures(page: Page, name: string): Promise<void> {
  for (const width of [320, 1280])
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.setViewportSize({ width, height: 800 });
      await page.emulateMedia({ colorScheme });
      await keepPicture(page, `${name}-${width}-${colorScheme}`);
    }
}
