import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import type { Browser, BrowserContext } from 'playwright-core';
import { keepPicture, openBrowser } from '../../stage/browser.ts';
import { openChat, orderTea, payAtPayPal, readNumber } from '../../stage/chat-window.ts';
import { toPng } from '../../stage/png.ts';
import { type Program, startProgram } from '../../stage/program.ts';

const merchantName = 'Töpferei <b>Müller & Söhne</b>, Inhaber Ännchen Größe, Köln';
const pages = {
  'Terms of sale': 'https://shop.example/terms',
  Privacy: 'https://shop.example/privacy',
  'Returns and refunds': 'https://shop.example/returns',
};

describe('a purchase in a shop with its own face', () => {
  let folder: string;
  let program: Program;
  let browser: Browser;
  let shopper: BrowserContext;
  before(async () => {
    folder = mkdtempSync(join(tmpdir(), 'face-'));
    const tea = { id: 'spring-sencha', name: 'Spring Sencha', description: 'Tea.', price: '14.50' };
    writeFileSync(join(folder, 'shop.json'), JSON.stringify({ currency: 'EUR', products: [tea] }));
    writeFileSync(
      join(folder, 'logo.png'),
      toPng({ width: 96, height: 96, pixel: () => [200, 30, 60, 255] }),
    );
    [program, browser] = await Promise.all([
      startProgram({
        CATALOG: join(folder, 'shop.json'),
        MERCHANT_NAME: merchantName,
        LOGO: 'logo.png',
        BRAND_COLOR: '#ffd400',
        TERMS_URL: pages['Terms of sale'],
        PRIVACY_URL: pages.Privacy,
        RETURNS_URL: pages['Returns and refunds'],
      }),
      openBrowser(),
    ]);
    shopper = await browser.newContext({ viewport: { width: 390, height: 844 } });
  });
  after(async () => {
    await browser.close();
    await program.remove();
    rmSync(folder, { recursive: true });
  });

  it('shows logo and colour in the chat and on the page, and links to its terms on the page and in the receipt', async () => {
    const chat = await openChat(shopper, program.url);
    const complaints: string[] = [];
    chat.page.on('console', (message) => complaints.push(message.text()));
    const tab = await orderTea(chat);
    for (const page of [chat.page, tab]) {
      await page.getByRole('img', { name: merchantName }).waitFor();
      expect(await page.evaluate("document.querySelector('.logo').naturalWidth")).to.equal(96);
      expect(
        await page.evaluate("getComputedStyle(document.querySelector('header')).backgroundColor"),
      ).to.equal('rgb(255, 212, 0)');
    }
    for (const [name, address] of Object.entries(pages))
      expect(await tab.getByRole('link', { name }).getAttribute('href')).to.equal(address);
    await keepPicture(tab, 'face-checkout');
    await payAtPayPal(tab);
    await keepPicture(tab, 'face-number');
    await chat.say(await readNumber(tab));
    await chat.sees(/Receipt [A-Z2-7]{8}/);
    for (const name of Object.keys(pages))
      await chat.page.locator('.ac-pushButton').filter({ hasText: name }).last().waitFor();
    await keepPicture(chat.page, 'face-receipt');
    expect(complaints).to.deep.equal([]);
  });
});
