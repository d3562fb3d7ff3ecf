import { expect } from 'chai';
import type { Browser, BrowserContext } from 'playwright-core';
import { keepPicture, openBrowser } from '../../stage/browser.ts';
import { openChat, pageName, payAtPayPal, readNumber } from '../../stage/chat-window.ts';
import { readLedger } from '../../stage/ledger.ts';
import { type Program, startProgram } from '../../stage/program.ts';

describe('a purchase over reloads and restarts', () => {
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

  const restart = async () => {
    expect(await program.stop()).to.equal(0);
    await program.start();
  };

  it('keeps the chat, the link, the page and the number', async () => {
    const chat = await openChat(shopper, program.url);
    await chat.say('add 2 sencha');
    await chat.sees('Added 2 × Spring Sencha');
    await chat.reload();
    await restart();
    await chat.sees('Added 2 × Spring Sencha');
    await chat.say('cart');
    await chat.sees(/Your cart.*€29.00/s);
    await chat.say('checkout');
    await chat.sees(/Link ready/);
    const tab = await chat.openCheckout();

    await restart();
    await tab.reload();
    expect(await pageName(tab)).to.equal('checkout');
    await payAtPayPal(tab);
    const number = await readNumber(tab);
    await chat.sees('Your payment of €29.00 arrived');

    await Promise.all([chat.reload(), tab.reload()]);
    expect(await readNumber(tab)).to.equal(number);
    await restart();
    await tab.reload();
    expect(await readNumber(tab)).to.equal(number);
    await chat.reload();
    await chat.say(number);
    await chat.seesInOrder('Added', 'arrived', 'is confirmed', /Receipt [A-Z2-7]{8}/);
    for (const once of ['Your payment of €29.00 arrived', 'is confirmed', 'Done. Thank you!'])
      expect(await chat.count(once), once).to.equal(1);
    await restart();
    await chat.reload();
    await chat.say('orders');
    await chat.sees(/Your orders, newest first:.*2 × Spring Sencha, €29.00/s);
    await keepPicture(chat.page, 'restart-orders');
    expect((await readLedger(program.simulatorUrl)).captures).to.have.length(1);
  });
});
