import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import type { Browser } from 'playwright-core';
import { keepPicture, openBrowser } from '../../stage/browser.ts';
import { openChat } from '../../stage/chat-window.ts';
import { type Program, startProgram } from '../../stage/program.ts';

describe('a shop with a thousand products', function () {
  this.timeout(180_000);
  let program: Program;
  let browser: Browser;
  let folder = '';

  before(async () => {
    folder = mkdtempSync(join(tmpdir(), 'catalog-'));
    const file = join(folder, 'catalog.json');
    const products = Array.from({ length: 1_000 }, (_, index) => ({
      id: `thing-${index + 1}`,
      name: `Useful Thing Number ${index + 1}`,
      description: 'Does what it should, for years. '.repeat(3),
      price: '16.00',
      taxRate: '0.19',
    }));
    writeFileSync(file, JSON.stringify({ currency: 'EUR', shipping: 'none', products }));
    [program, browser] = await Promise.all([startProgram({ CATALOG: file }), openBrowser()]);
  });
  after(async () => {
    await browser.close();
    await program.remove();
    rmSync(folder, { recursive: true });
  });

  it('shows them page by page, by a tap and by a word, and sells what is on a later page', async () => {
    const shopper = await browser.newContext({ viewport: { width: 390, height: 844 } });
    const chat = await openChat(shopper, program.url);
    await chat.say('catalog');
    await chat.sees('This is page 1 of 100');
    await chat.sees('Useful Thing Number 10');
    await keepPicture(chat.page, 'large-catalog-1');
    // A live region for screen readers holds the button a second time, for a moment.
    const replies = chat.page.getByRole('toolbar', { name: 'Suggested actions' });
    await replies.getByRole('button', { name: 'More' }).click();
    await chat.sees('This is page 2 of 100');
    await chat.sees('Useful Thing Number 20');
    await chat.say('more');
    await chat.sees('This is page 3 of 100');
    await chat.say('catalog 100');
    await chat.sees('This is page 100 of 100. It is the last one.');
    await chat.sees('Useful Thing Number 1000');
    await chat.say('more');
    await chat.sees('That is all we sell, on 100 pages');
    await chat.say('add thing-1000');
    await chat.say('checkout');
    await chat.sees(/1 item, €19.04/);
    expect(await chat.count(/Something went wrong/)).to.equal(0);
    await shopper.close();
  });
});
