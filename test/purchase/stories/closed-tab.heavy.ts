import { expect } from 'chai';
import type { Browser, BrowserContext } from 'playwright-core';
import { keepPicture, openBrowser } from '../../stage/browser.ts';
import { openChat, orderTea, payAtPayPal, readNumber } from '../../stage/chat-window.ts';
import { readLedger } from '../../stage/ledger.ts';
import { type Program, startProgram } from '../../stage/program.ts';

describe('a purchase whose chat was closed', () => {
  let program: Program;
  let browser: Browser;
  let shopper: BrowserContext;

  before(async () => {
    [program, browser] = await Promise.all([startProgram(), openBrowser()]);
    shopper = await browser.newContext({ viewport: { width: 390, height: 844 } });
  });
  after(async () => {
    await browser.close();
    await program.remove();
  });

  it('ends with a receipt in a new tab once the shopper says that the chat is theirs', async () => {
    const chat = await openChat(shopper, program.url);
    const tab = await orderTea(chat);
    await chat.page.close();
    await payAtPayPal(tab);
    const number = await readNumber(tab);
    expect(await program.stop()).to.equal(0);
    await program.start();

    const again = await openChat(shopper, program.url);
    await again.say('orders');
    await again.sees(/You have not bought anything/);
    await keepPicture(again.page, 'closed-tab-offer');
    await again.page.getByRole('button', { name: /^Continue the chat/ }).click();
    await again.sees(/Your payment of €29.00 arrived/);
    await again.say(number);
    await again.sees(/is confirmed/);
    await again.sees(/Receipt [A-Z2-7]{8}/);
    await keepPicture(again.page, 'closed-tab-receipt');
    expect((await readLedger(program.simulatorUrl)).captures).to.have.length(1);
  });
});
