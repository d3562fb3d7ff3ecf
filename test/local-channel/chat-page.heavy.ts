import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import type { Browser, BrowserContext, Locator, Page } from 'playwright-core';
import { keepPicture, openBrowser } from './browser.ts';
import type { LocalChat } from './local-chat.ts';
import { startChat } from './local-chat.ts';
import { rawRequest } from './raw-request.ts';

describe('the chat page in a browser', () => {
  let folder = '';
  let chat: LocalChat;
  let browser: Browser;
  let context: BrowserContext;
  let complaints: string[] = [];
  before(async () => {
    browser = await openBrowser();
  });
  after(async () => browser.close());
  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'channel-'));
    chat = await startChat({ file: join(folder, 'channel.db') });
    context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
    complaints = [];
  });
  afterEach(async () => {
    await context.close();
    await chat.close();
    rmSync(folder, { recursive: true });
  });

  const open = async (path = '/', within = context): Promise<Page> => {
    const page = await within.newPage();
    page.on('console', (message) => complaints.push(`${message.type()}: ${message.text()}`));
    page.on('pageerror', (error) => complaints.push(error.message));
    await page.goto(chat.url + path);
    return page;
  };
  const bubble = (page: Page, text: string): Locator =>
    page.locator('.webchat__bubble__content', { hasText: text }).first();
  // A live region for screen readers holds every card's buttons a second time, for a moment.
  const checkoutButton = (page: Page): Locator =>
    page.locator('.ac-pushButton', { hasText: 'Go to checkout' });
  const say = async (page: Page, text: string): Promise<void> => {
    const box = page.getByRole('textbox', { name: 'Message input box' });
    await box.fill(text);
    await box.press('Enter');
  };

  it('greets, echoes and shows cards without a complaint of the browser or its content policy', async () => {
    const page = await open();
    await bubble(page, 'Welcome to the shop').waitFor();
    expect(await page.title()).to.equal('Tea & Cups - chat');
    await say(page, 'card');
    await checkoutButton(page).waitFor();
    await page
      .locator('.webchat__connectivityStatus', { hasText: 'Connecting' })
      .waitFor({ state: 'hidden' });
    await keepPicture(page, 'desktop');
    expect(await page.getByText('This is a local test chat').isVisible()).to.equal(true);
    expect(await page.locator('input[type=file]').count()).to.equal(0);
    expect(complaints).to.deep.equal([]);
  });

  it('opens links in a tab that cannot reach back', async () => {
    const page = await open();
    await say(page, 'card');
    const opening = context.waitForEvent('page');
    await checkoutButton(page).click();
    const opened = await opening;
    expect(await opened.evaluate('window.opener === null')).to.equal(true);
  });

  it('changes a message in its place', async () => {
    const page = await open();
    await say(page, 'update');
    await bubble(page, 'after').waitFor();
    await say(page, 'last');
    await bubble(page, 'echo: last').waitFor();
    const texts = await page.locator('.webchat__bubble__content').allInnerTexts();
    expect(texts.map((text) => text.trim())).to.deep.equal([
      'Welcome to the shop',
      'update',
      'after',
      'last',
      'echo: last',
    ]);
  });

  it('keeps the chat over a reload, and begins another when asked', async () => {
    const page = await open();
    await say(page, 'remember me');
    await bubble(page, 'echo: remember me').waitFor();
    await page.reload();
    await bubble(page, 'echo: remember me').waitFor();
    await say(page, 'still here');
    await bubble(page, 'echo: still here').waitFor();
    expect(new Set(chat.received.map(({ conversation }) => JSON.stringify(conversation))).size).to.equal(1);
    await page.getByRole('button', { name: 'Start a new chat' }).click();
    await bubble(page, 'Welcome to the shop').waitFor();
    expect(await bubble(page, 'remember me').count()).to.equal(0);
    await say(page, 'a new one');
    await bubble(page, 'echo: a new one').waitFor();
    expect(new Set(chat.received.map(({ conversation }) => JSON.stringify(conversation))).size).to.equal(2);
    const stored = String(
      await page.evaluate(
        'JSON.stringify([Object.keys(localStorage), Object.keys(sessionStorage), document.cookie])',
      ),
    );
    expect(JSON.parse(stored)).to.deep.equal([[], ['chat'], '']);
  });

  it('stands in one column on a wide screen, with the way to the next cards in sight', async () => {
    const page = await open();
    await say(page, 'cards');
    const next = page.locator('.react-film__main__slider--right');
    await next.waitFor();
    await page.mouse.move(5, 5);
    await page.evaluate('Promise.all(document.getAnimations().map(({ finished }) => finished))');
    const column = await page.locator('#chat').boundingBox();
    const flipper = await next.boundingBox();
    await keepPicture(page, 'carousel');
    expect(column).to.include({ x: 240, width: 800 });
    expect((flipper?.x ?? 0) + (flipper?.width ?? 0)).to.be.within(900, 1040);
  });

  it('says when the line is lost, and comes back with everything after a restart', async () => {
    const page = await open();
    await say(page, 'before');
    await bubble(page, 'echo: before').waitFor();
    const port = Number(new URL(chat.url).port);
    await chat.close();
    const notice = page.getByRole('status').and(page.locator('#notice'));
    await notice.filter({ hasText: 'The connection was lost' }).waitFor();
    await keepPicture(page, 'connection-lost');
    chat = await startChat({ file: join(folder, 'channel.db'), port });
    await notice.filter({ hasText: 'You are connected again' }).waitFor();
    await say(page, 'after');
    await bubble(page, 'echo: after').waitFor();
    expect(await bubble(page, 'echo: before').count()).to.equal(1);
  });

  it('starts anew when its chat is not kept any more', async () => {
    const page = await open();
    await bubble(page, 'Welcome to the shop').waitFor();
    const port = Number(new URL(chat.url).port);
    await chat.close();
    chat = await startChat({ port });
    await page.locator('#notice', { hasText: 'not kept any more' }).waitFor();
    await page.reload();
    await bubble(page, 'Welcome to the shop').waitFor();
  });

  it('seats two people of a group in two tabs of one browser', async () => {
    const [ann, bob] = [
      await open('/?conversation=lunch&name=Ann'),
      await open('/?conversation=lunch&name=Bob'),
    ];
    await say(ann, 'hello all');
    await bubble(bob, 'Ann: hello all').waitFor();
    await say(bob, 'hello Ann');
    await bubble(ann, 'Bob: hello Ann').waitFor();
    await bubble(ann, 'echo: hello Ann').waitFor();
    await keepPicture(ann, 'group');
    const speakers = chat.received
      .filter(({ type }) => type === 'message')
      .map(({ from }) => JSON.stringify(from));
    expect(new Set(speakers).size).to.equal(2);
    await ann.reload();
    await say(ann, 'back again');
    await bubble(bob, 'Ann: back again').waitFor();
    expect(JSON.stringify(chat.received.at(-1)?.['from'])).to.equal(speakers[0]);
  });

  it('asks who joins a group', async () => {
    const page = await open('/?conversation=lunch');
    await page.getByLabel(/Your name/).fill('Ann');
    await page.getByRole('button', { name: 'Join the chat' }).click();
    await bubble(page, 'Welcome to the shop').waitFor();
    expect(new URL(page.url()).search).to.equal('?conversation=lunch&name=Ann');
  });

  it('says why when it cannot start', async () => {
    const page = await open('/?conversation=lunch%20%26%20tea&name=Ann');
    await page.locator('#notice', { hasText: 'A group has an id of letters' }).waitFor();
  });

  it('keeps the chat when a reload meets a channel that is just stopping', async () => {
    const page = await open();
    await say(page, 'remember me');
    await bubble(page, 'echo: remember me').waitFor();
    await chat.channel.close();
    await page.reload();
    await page.locator('#notice', { hasText: 'The connection was lost' }).waitFor();
    const port = Number(new URL(chat.url).port);
    await chat.close();
    chat = await startChat({ file: join(folder, 'channel.db'), port });
    await bubble(page, 'echo: remember me').waitFor();
  });

  for (const colorScheme of ['light', 'dark'] as const) {
    it(`is usable and accessible at 320 px in ${colorScheme}`, async () => {
      const small = await browser.newContext({
        viewport: { width: 320, height: 640 },
        colorScheme,
        bypassCSP: true,
      });
      const page = await open('/', small);
      await say(page, 'card');
      await checkoutButton(page).waitFor();
      await page
        .locator('.webchat__connectivityStatus', { hasText: 'Connecting' })
        .waitFor({ state: 'hidden' });
      await keepPicture(page, `phone-${colorScheme}`);
      expect(await page.evaluate('document.documentElement.scrollWidth')).to.equal(320);
      await page.evaluate(
        readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8'),
      );
      const found = await page.evaluate(
        `axe.run().then(({ violations }) => violations.map(({ id, nodes }) => id + ' ' + nodes.map((node) => node.html).join(' ')))`,
      );
      expect(found).to.deep.equal([]);
      await small.close();
    });
  }

  it('is a page that no other site may frame, script or keep', async () => {
    const page = await fetch(chat.url);
    const policy = page.headers.get('content-security-policy') ?? '';
    expect(policy)
      .to.include("default-src 'none'")
      .and.include("frame-ancestors 'none'")
      .and.include("script-src 'self';");
    expect(policy).not.to.include('unsafe');
    expect(page.headers.get('cache-control')).to.equal('no-store');
    const nonces = [policy, (await fetch(chat.url)).headers.get('content-security-policy') ?? ''];
    expect(nonces[0]).not.to.equal(nonces[1]);
    const elsewhere = await rawRequest(
      chat.url.replace('localhost', '127.0.0.1') + '/?conversation=a&name=b',
    );
    expect(elsewhere).to.include({ status: 302 });
    expect(elsewhere.headers.location).to.equal(`${chat.url}/?conversation=a&name=b`);
  });

  it('sends its big script compressed, and once', async () => {
    const url = `${chat.url}/assets/webchat.js`;
    const first = await rawRequest(url, { headers: { 'accept-encoding': 'gzip, br' } });
    expect(first.headers['content-encoding']).to.equal('gzip');
    expect(Number(first.headers['content-length'])).to.be.lessThan(1_500_000);
    const again = await rawRequest(url, { headers: { 'if-none-match': first.headers.etag ?? '' } });
    expect(again).to.include({ status: 304, text: '' });
    expect((await rawRequest(url, { method: 'HEAD' })).headers['content-encoding']).to.equal(undefined);
  });
});
