import { expect } from 'chai';
import type { Browser, BrowserContext } from 'playwright-core';
import { keepPicture, openBrowser } from '../../stage/browser.ts';
import { openChat, orderTea, pageName, payAtPayPal, readNumber } from '../../stage/chat-window.ts';
import { readLedger } from '../../stage/ledger.ts';
import { type Program, startProgram } from '../../stage/program.ts';

describe('a purchase', function () {
  let program: Program;
  let browser: Browser;
  let shopper: BrowserContext;

  before(async () => {
    [program, browser] = await Promise.all([startProgram(), openBrowser()]);
  });
  beforeEach(async () => {
    shopper = await browser.newContext({ viewport: { width: 390, height: 844 } });
  });
  afterEach(() => shopper.close());
  after(async () => {
    await browser.close();
    await program.remove();
  });

  it('goes from the chat to PayPal and back, and ends with a receipt once the number is pasted', async () => {
    const chat = await openChat(shopper, program.url);
    await chat.say('catalog');
    await chat.sees('Spring Sencha');
    await keepPicture(chat.page, 'purchase-1-catalog');
    const tab = await orderTea(chat);
    await keepPicture(chat.page, 'purchase-2-link');
    expect(await pageName(tab)).to.equal('checkout');
    await keepPicture(tab, 'purchase-3-checkout');

    await payAtPayPal(tab);
    expect(await pageName(tab)).to.equal('number');
    await keepPicture(tab, 'purchase-4-number');
    await chat.sees(/Your payment of €29.00 arrived/);
    await chat.sees('Paid, waiting for your number');
    await keepPicture(chat.page, 'purchase-5-arrived');

    await chat.say(await readNumber(tab));
    await chat.sees(/is confirmed/);
    await chat.sees('Done. Thank you!');
    await chat.sees(/Receipt [A-Z2-7]{8}/);
    await keepPicture(chat.page, 'purchase-6-receipt');
    await tab.reload();
    expect(await pageName(tab)).to.equal('done');

    const { captures } = await readLedger(program.simulatorUrl);
    expect(captures.map(({ status }) => status)).to.deep.equal(['COMPLETED']);
  });
});
