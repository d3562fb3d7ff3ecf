import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import type { Browser, BrowserContext, Locator, Page } from 'playwright-core';
import { keepPicture, openBrowser } from './browser.ts';
import { postActivity, Session } from './direct-line-over-http.ts';
import type { LocalChat } from './local-chat.ts';
import { startChat } from './local-chat.ts';

const DAY_MS = 24 * 3600 * 1000;

describe('a chat whose tab was closed', () => {
  let folder = '';
  let chat: LocalChat;
  let browser: Browser;
  let context: BrowserContext;
  let ahead = 0;
  const start = async (port?: number): Promise<LocalChat> =>
    startChat({
      file: join(folder, 'channel.db'),
      ...(port === undefined ? {} : { port }),
      options: { clock: () => Date.now() + ahead },
    });
  before(async () => {
    browser = await openBrowser();
  });
  after(async () => browser.close());
  beforeEach(async () => {
    ahead = 0;
    folder = mkdtempSync(join(tmpdir(), 'channel-'));
    chat = await start();
    context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
  });
  afterEach(async () => {
    await context.close();
    await chat.close();
    rmSync(folder, { recursive: true });
  });

  const open = async (within = context, path = '/'): Promise<Page> => {
    const page = await within.newPage();
    await page.goto(chat.url + path);
    await bubble(page, 'Welcome to the shop').waitFor();
    return page;
  };
  const say = async (page: Page, text: string): Promise<void> => {
    const box = page.getByRole('textbox', { name: 'Message input box' });
    await box.fill(text);
    await box.press('Enter');
    await bubble(page, `echo: ${text}`).waitFor();
  };
  /** A tab of this browser in which this was said, and which was closed then: its requests without its window. */
  const sayAndClose = async (text: string, within = context): Promise<void> => {
    const made = await within.request.post(`${chat.url}/v3/directline/tokens/generate`, { data: {} });
    const session = Session.parse(await made.json());
    expect((await postActivity(chat.url, session, { type: 'message', text })).status).to.equal(200);
  };
  const people = (): number =>
    new Set(chat.received.filter(({ type }) => type === 'message').map(({ from }) => JSON.stringify(from)))
      .size;

  it('goes on in a new tab once that is asked for, as the same person; until then the tab is somebody new', async () => {
    const first = await open();
    await say(first, 'remember me');
    await first.close();
    const page = await open();
    await offer(page).waitFor();
    expect(await bubble(page, 'remember me').count()).to.equal(0);
    await say(page, 'not yet');
    expect(people()).to.equal(2);
    await keepPicture(page, 'continue-desktop');
    await page.getByRole('button', { name: /^Continue the chat of today, / }).click();
    await bubble(page, 'echo: remember me').waitFor();
    expect(await offer(page).count()).to.equal(0);
    await say(page, 'here I am');
    expect(people()).to.equal(2);
    await page.reload();
    await bubble(page, 'echo: here I am').waitFor();
    expect(await offer(page).count()).to.equal(0);
    expect(await bubble(page, 'not yet').count()).to.equal(0);
  });

  it('is offered after a restart of the program too', async () => {
    await sayAndClose('remember me');
    const port = Number(new URL(chat.url).port);
    await chat.close();
    chat = await start(port);
    const page = await open();
    await page.getByRole('button', { name: /^Continue the chat/ }).click();
    await bubble(page, 'echo: remember me').waitFor();
    await say(page, 'still me');
  });

  it('is offered with the time of its last words, the newest first, five at most', async () => {
    const noon = new Date().setHours(12, 0, 0, 0);
    ahead = noon - Date.now() - 7 * DAY_MS;
    for (const text of ['one', 'two', 'three', 'four', 'five', 'six']) {
      await sayAndClose(text);
      ahead += DAY_MS;
    }
    const page = await open();
    const buttons = offer(page).getByRole('button', { name: /^Continue/ });
    await buttons.first().waitFor();
    const names = await buttons.allInnerTexts();
    const day = (back: number): string =>
      new Date(noon - back * DAY_MS).toLocaleDateString('en-US', { dateStyle: 'medium' });
    expect(names.map((name) => name.replace(/, [^,]+$/u, ''))).to.deep.equal(
      [2, 3, 4, 5, 6].map((back) => `Continue the chat of ${day(back)}`),
    );
    await keepPicture(page, 'continue-several');
    await buttons.nth(1).click();
    await bubble(page, 'echo: five').waitFor();
  });

  it('is not in the way of who wants a new one, and is offered again by "Start a new chat"', async () => {
    await sayAndClose('remember me');
    const page = await open();
    await page.getByRole('button', { name: 'Start a new one' }).click();
    expect(await offer(page).count()).to.equal(0);
    await page.keyboard.type('somebody else');
    await page.keyboard.press('Enter');
    await bubble(page, 'echo: somebody else').waitFor();
    await page.reload();
    await bubble(page, 'echo: somebody else').waitFor();
    expect(await offer(page).count()).to.equal(0);
    await page.getByRole('button', { name: 'Start a new chat' }).click();
    await offer(page).waitFor();
    expect(
      await offer(page)
        .getByRole('button', { name: /^Continue/ })
        .count(),
    ).to.equal(2);
  });

  it('stays offered to a tab that is loaded again before anything was said in it', async () => {
    await sayAndClose('remember me');
    const page = await open();
    await offer(page).waitFor();
    await page.reload();
    await page.getByRole('button', { name: /^Continue the chat/ }).click();
    await bubble(page, 'echo: remember me').waitFor();
    expect(chat.received.filter(({ type }) => type === 'conversationUpdate')).to.have.lengthOf(2);
  });

  it('is offered in no other browser and in no group, and a group is not offered at all', async () => {
    await sayAndClose('remember me');
    const group = await open(context, '/?conversation=lunch&name=Ann');
    await say(group, 'to all');
    expect(await offer(group).count()).to.equal(0);
    const other = await browser.newContext();
    const stranger = await open(other);
    expect(await offer(stranger).count()).to.equal(0);
    await other.close();
    const page = await open();
    await offer(page).waitFor();
    expect(
      await offer(page)
        .getByRole('button', { name: /^Continue/ })
        .count(),
    ).to.equal(1);
  });

  it('is nothing that a script of the page could carry away: no token and no cookie, the conversation’s id alone', async () => {
    const page = await open();
    await say(page, 'remember me');
    await page.reload();
    await bubble(page, 'echo: remember me').waitFor();
    await page.evaluate('dispatchEvent(new Event("pagehide"))');
    const stored = await page.evaluate(
      'JSON.stringify([Object.keys(localStorage), Object.entries(sessionStorage), document.cookie])',
    );
    const { conversation } = chat.received.at(-1) ?? {};
    expect(stored).to.equal(JSON.stringify([[], [['chat', Object(conversation).id]], '']));
    const [cookie, ...more] = await context.cookies(`${chat.url}/v3/directline/`);
    expect(more).to.deep.equal([]);
    expect(cookie).to.include({ httpOnly: true, sameSite: 'Strict', path: '/v3/directline/', expires: -1 });
    expect(await context.cookies(chat.url)).to.deep.equal([]);
  });

  it('is not opened by its id in another browser, and a token kept by an older page goes', async () => {
    const page = await open();
    await say(page, 'remember me');
    const id = String(await page.evaluate('sessionStorage.getItem("chat")'));
    const other = await browser.newContext();
    const stranger = await open(other);
    for (const kept of [id, JSON.stringify({ conversationId: id, token: 'eyJhbGciOiJIUzI1NiJ9.e30.x' })]) {
      await stranger.evaluate(`sessionStorage.setItem('chat', ${JSON.stringify(kept)})`);
      await stranger.reload();
      await bubble(stranger, 'Welcome to the shop').waitFor();
      expect(await bubble(stranger, 'remember me').count()).to.equal(0);
      const now = String(await stranger.evaluate('sessionStorage.getItem("chat")'));
      expect(now)
        .to.match(/^[\w-]{24}$/)
        .and.not.equal(id);
    }
    await other.close();
  });

  it('is kept for both of two tabs that a fresh browser opens at once', async () => {
    const pages = await Promise.all([open(), open()]);
    await Promise.all(pages.map(async (page, place) => say(page, `tab ${place}`)));
    await Promise.all(pages.map(async (page) => page.reload()));
    await Promise.all(pages.map(async (page, place) => bubble(page, `echo: tab ${place}`).waitFor()));
    expect(people()).to.equal(2);
  });

  it('is told to nobody without scripts, who reads that the chat needs them', async () => {
    await sayAndClose('remember me');
    const { cookies } = await context.storageState();
    const headers = { cookie: cookies.map(({ name, value }) => `${name}=${value}`).join('; ') };
    const page = await (await fetch(chat.url, { headers })).text();
    expect(page).to.include('<noscript><p>The chat needs JavaScript.</p></noscript>');
    expect(page).to.not.include('Continue');
  });

  for (const colorScheme of ['light', 'dark'] as const) {
    it(`is offered accessibly at 320 px in ${colorScheme}, and by keyboard`, async () => {
      const small = await browser.newContext({
        viewport: { width: 320, height: 640 },
        colorScheme,
        bypassCSP: true,
      });
      for (const text of ['one', 'two', 'three', 'four', 'five']) await sayAndClose(text, small);
      const page = await open(small);
      await offer(page).waitFor();
      await page
        .locator('.webchat__connectivityStatus', { hasText: 'Connecting' })
        .waitFor({ state: 'hidden' });
      await keepPicture(page, `continue-phone-${colorScheme}`);
      expect(await page.evaluate('document.documentElement.scrollWidth')).to.equal(320);
      await page.evaluate(
        readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8'),
      );
      const found = await page.evaluate(
        `axe.run().then(({ violations }) => violations.map(({ id, nodes }) => id + ' ' + nodes.map((node) => node.html).join(' ')))`,
      );
      expect(found).to.deep.equal([]);
      await page.getByRole('button', { name: 'Start a new chat' }).focus();
      await page.keyboard.press('Tab');
      await page.keyboard.press('Enter');
      await bubble(page, 'echo: five').waitFor();
      await small.close();
    });
  }
});

function bubble(page: Page, text: string): Locator {
  return page.locator('.webchat__bubble__content', { hasText: text }).first();
}

function offer(page: Page): Locator {
  return page.getByRole('region', { name: 'Continue your chat?' });
}
