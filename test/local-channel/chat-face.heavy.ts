import { expect } from 'chai';
import type { Browser } from 'playwright-core';
import { toFaceStyle } from '../../src/web/face-style.ts';
import { toBrand } from '../../src/settings/brand-color.ts';
import { runAxe } from '../stage/good-page.ts';
import { toPng } from '../stage/png.ts';
import { keepPicture, openBrowser } from './browser.ts';
import { type LocalChat, startChat } from './local-chat.ts';

const wide = toPng({ width: 240, height: 80, pixel: (x) => [255, x, 60, 255] });

function styleOf(color: string): string {
  const brand = toBrand(color);
  if ('problem' in brand) throw new Error(brand.problem);
  return toFaceStyle(brand);
}

describe("a shop's own face on the chat page", () => {
  let chat: LocalChat;
  let browser: Browser;
  before(async () => {
    browser = await openBrowser();
  });
  afterEach(() => chat.close());
  after(() => browser.close());

  it('is none where nothing is set', async () => {
    chat = await startChat();
    const page = await fetch(chat.url);
    expect(await page.text()).to.include('<h1><span dir="auto">Tea &#38; Cups</span></h1>');
    expect(page.headers.get('content-security-policy')).to.include("img-src 'self' data: blob:;");
    expect(await (await fetch(`${chat.url}/assets/chat.css`)).text()).not.to.include('--band:');
  });

  it('is a logo with the name of the shop as its text, from here or from its https address alone', async () => {
    for (const [logoHref, policy] of [
      ['/assets/logo', "img-src 'self' data: blob:;"],
      ['https://pictures.example/a.png?b="c"', "img-src 'self' data: blob: https://pictures.example;"],
    ] as const) {
      chat = await startChat({ options: { face: { style: '', logoHref } } });
      const page = await fetch(chat.url);
      const html = await page.text();
      const href = logoHref.replaceAll('"', '&#34;');
      expect(html).to.include(
        `<img class="logo" src="${href}" alt="Tea &#38; Cups" referrerpolicy="no-referrer">`,
      );
      expect(html).to.include(`<link rel="icon" href="${href}">`);
      expect(page.headers.get('content-security-policy')).to.include(policy);
      if (logoHref.startsWith('/')) await chat.close();
    }
  });

  const longName = 'Töpferei Müller & Söhne, Inhaber Ännchen Größe, Köln <b>';
  for (const color of ['#ffd400', '#0b1f4b'])
    for (const colorScheme of ['light', 'dark'] as const)
      it(`is seen in header, bubbles and buttons, and is accessible, at 320 px and on a desktop: ${color}, ${colorScheme}`, async () => {
        chat = await startChat({
          options: { merchantName: longName, face: { style: styleOf(color), logoHref: '/assets/logo' } },
        });
        const context = await browser.newContext({
          colorScheme,
          bypassCSP: true,
          viewport: { width: 320, height: 640 },
        });
        const page = await context.newPage();
        const complaints: string[] = [];
        page.on('pageerror', (error) => complaints.push(error.message));
        await page.route('**/assets/logo', (route) =>
          route.fulfill({ body: wide, contentType: 'image/png' }),
        );
        await page.goto(chat.url);
        const box = page.getByRole('textbox', { name: 'Message input box' });
        await box.fill('card');
        await box.press('Enter');
        await page.locator('.ac-pushButton', { hasText: 'Go to checkout' }).waitFor();
        await page
          .locator('.webchat__connectivityStatus', { hasText: 'Connecting' })
          .waitFor({ state: 'hidden' });
        expect(await page.evaluate('document.documentElement.scrollWidth')).to.equal(320);
        await keepPicture(page, `face-${color.slice(1)}-phone-${colorScheme}`);
        expect(await runAxe(page)).to.deep.equal([]);
        const seen = await page.evaluate(
          `['header', '.webchat__bubble--from-user .webchat__bubble__content'].map((one) => getComputedStyle(document.querySelector(one)).backgroundColor)`,
        );
        const rgb = color === '#ffd400' ? 'rgb(255, 212, 0)' : 'rgb(11, 31, 75)';
        expect(seen).to.deep.equal([rgb, rgb]);
        await page.keyboard.press('Tab');
        await page.getByRole('button', { name: 'Start a new chat' }).focus();
        expect(await page.evaluate('getComputedStyle(document.activeElement).outlineWidth')).to.equal('3px');
        await page.setViewportSize({ width: 1280, height: 800 });
        await keepPicture(page, `face-${color.slice(1)}-desktop-${colorScheme}`);
        expect(await runAxe(page)).to.deep.equal([]);
        expect(complaints).to.deep.equal([]);
        await context.close();
      });
});
