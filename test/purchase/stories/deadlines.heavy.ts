import { expect } from 'chai';
import type { Browser, BrowserContext } from 'playwright-core';
import { keepPicture, openBrowser } from '../../stage/browser.ts';
import {
  goToPayPal,
  decideAtPayPal,
  openChat,
  orderTea,
  pageName,
  payAtPayPal,
  readNumber,
} from '../../stage/chat-window.ts';
import { readLedger } from '../../stage/ledger.ts';
import { openLineChat, orderTeaByLine } from '../../stage/line-chat.ts';
import { type Program, startProgram } from '../../stage/program.ts';
import { createShopper } from '../../stage/page-visitor.ts';

describe('a checkout whose time passes', () => {
  let program: Program;
  let browser: Browser;
  let shopper: BrowserContext;

  before(async () => {
    [program, browser] = await Promise.all([startProgram({ CHECKOUT_MINUTES: '0.15' }), openBrowser()]);
    shopper = await browser.newContext({ viewport: { width: 390, height: 844 } });
  });
  after(async () => {
    await browser.close();
    await program.remove();
  });

  it('is warned of and then ended by the bot, which speaks first both times; approving late takes no money', async () => {
    const chat = await openChat(shopper, program.url);
    const tab = await orderTea(chat);
    const link = tab.url();
    await goToPayPal(tab);
    await chat.sees('Your checkout link works for one more minute. Nothing has been charged.');
    await chat.sees('Your checkout link is over');
    await chat.seesInOrder('Expired, nothing was charged', 'one more minute', 'Your checkout link is over');
    await keepPicture(chat.page, 'deadlines-expired-chat');
    expect(await chat.count('Your checkout link is over')).to.equal(1);
    expect(await chat.count('one more minute')).to.equal(1);

    await decideAtPayPal(tab);
    expect(await pageName(tab)).to.equal('expired');
    expect((await tab.reload())?.status()).to.equal(410);
    await keepPicture(tab, 'deadlines-expired-page');
    expect((await tab.goto(link))?.status()).to.equal(410);
    expect(await pageName(tab)).to.equal('expired');
    const { requests, captures } = await readLedger(program.simulatorUrl);
    expect(captures).to.deep.equal([]);
    expect(requests.filter(({ path }) => path.endsWith('/capture'))).to.deep.equal([]);

    await chat.say('status');
    await chat.sees('You have no checkout under way.');
    // The page said so: "write new link".
    await chat.say('new link');
    await chat.sees(/Link ready/);
  });

  it('answers a page that was left open with 410, and begins nothing at PayPal', async () => {
    const before = (await readLedger(program.simulatorUrl)).orders.length;
    const line = await openLineChat(program);
    const payer = createShopper();
    const page = await payer.get(await orderTeaByLine(line));
    await line.sees('Your checkout link is over');
    const answer = await payer.follow(await payer.press(page, 'Pay with PayPal'));
    expect([answer.status, answer.kind]).to.deep.equal([410, 'expired']);
    expect((await readLedger(program.simulatorUrl)).orders).to.have.length(before);
  });
});

describe('a number whose time passes', () => {
  let program: Program;
  let browser: Browser;

  before(async () => {
    [program, browser] = await Promise.all([startProgram({ MAGIC_NUMBER_MINUTES: '0.05' }), openBrowser()]);
  });
  after(async () => {
    await browser.close();
    await program.remove();
  });

  it('is refused in the chat; the page draws a new one, and that one ends the purchase', async () => {
    const shopper = await browser.newContext({ viewport: { width: 390, height: 844 } });
    const chat = await openChat(shopper, program.url);
    const tab = await orderTea(chat);
    await payAtPayPal(tab);
    const first = await readNumber(tab);
    await chat.sees(/arrived/);
    await untilOver(tab.url(), shopper);
    await chat.say(first);
    await chat.sees('That number does not fit');
    await tab.reload();
    expect(await tab.locator('output#magic-number').count()).to.equal(0);
    await keepPicture(tab, 'deadlines-number-over');

    await tab.getByRole('button', { name: 'Show a new number' }).click();
    await tab.locator('output#magic-number').waitFor();
    const second = await readNumber(tab);
    await chat.say(second);
    await chat.seesInOrder('arrived', 'does not fit', 'is confirmed');
    expect((await readLedger(program.simulatorUrl)).captures).to.have.length(1);
  });

  it('may be drawn three times, and the page says so before and after', async () => {
    const shopper = await browser.newContext();
    const chat = await openChat(shopper, program.url);
    const tab = await orderTea(chat);
    await payAtPayPal(tab);
    for (const left of [2, 1]) {
      await tab.getByText(`You can ask for ${left} more.`).waitFor();
      await tab.getByRole('button', { name: 'Show a new number' }).click();
    }
    await tab.getByText('This is the last number for this checkout.').waitFor();
    expect(await tab.getByRole('button', { name: 'Show a new number' }).count()).to.equal(0);
    await untilOver(tab.url(), shopper);
    await tab.reload();
    await tab.getByText('No further number can be shown').waitFor();
    await keepPicture(tab, 'deadlines-numbers-spent');
    await chat.say('status');
    await chat.sees('Your payment arrived');
  });
});

/** Looks at the page until it shows no number any more. */
async function untilOver(url: string, { request }: BrowserContext): Promise<void> {
  for (let look = 0; look < 100; look += 1) {
    const page = await (await request.get(url)).text();
    if (!page.includes('id="magic-number"')) return;
    await new Promise((resolve) => {
      setTimeout(resolve, 100);
    });
  }
  throw new Error('The number stayed.');
}
