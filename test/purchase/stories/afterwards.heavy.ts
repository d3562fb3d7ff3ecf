import { expect } from 'chai';
import type { Browser, BrowserContext } from 'playwright-core';
import { keepPicture, openBrowser } from '../../stage/browser.ts';
import { openChat, orderTea, payAtPayPal, readNumber } from '../../stage/chat-window.ts';
import { readLedger } from '../../stage/ledger.ts';
import { type Program, startProgram } from '../../stage/program.ts';

describe('a purchase that its buyer disputes at PayPal', () => {
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

  const dispute = async (as: string): Promise<void> => {
    const [capture] = (await readLedger(program.simulatorUrl)).captures;
    const answer = await fetch(`${program.simulatorUrl}/_simulator/dispute`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ captureId: capture?.id, as }),
    });
    expect(answer.status).to.equal(200);
  };

  it('is told in the chat as PayPal’s webhooks tell it, and the page says whose doing it was', async () => {
    const chat = await openChat(shopper, program.url);
    const tab = await orderTea(chat);
    await payAtPayPal(tab);
    await chat.say(await readNumber(tab));
    await chat.sees(/Receipt [A-Z2-7]{8}/u);

    await dispute('opened');
    await chat.sees('this payment is disputed');
    await dispute('closed_for_buyer');
    await chat.sees('PayPal took this payment back');
    await chat.sees('Refunded');
    await keepPicture(chat.page, 'afterwards-chat');
    expect(await chat.count('PayPal took this payment back')).to.equal(1);

    await tab.reload();
    await tab.getByText('PayPal took this payment back from us and has given you €29.00.').waitFor();
    await keepPicture(tab, 'afterwards-page');
  });
});
