import { expect } from 'chai';
import type { Browser, BrowserContext } from 'playwright-core';
import { keepPicture, openBrowser } from '../../stage/browser.ts';
import {
  decideAtPayPal,
  goToPayPal,
  openChat,
  orderLink,
  orderTea,
  pageName,
  payAtPayPal,
  readNumber,
} from '../../stage/chat-window.ts';
import { readLedger } from '../../stage/ledger.ts';
import { type Program, startProgram } from '../../stage/program.ts';

describe('a purchase that does not go straight', () => {
  let program: Program;
  let browser: Browser;
  let shopper: BrowserContext;

  before(async () => {
    [program, browser] = await Promise.all([startProgram(), openBrowser()]);
  });
  beforeEach(async () => {
    await fetch(`${program.simulatorUrl}/_simulator/reset`, { method: 'POST' });
    shopper = await browser.newContext({ viewport: { width: 390, height: 844 } });
  });
  afterEach(() => shopper.close());
  after(async () => {
    await browser.close();
    await program.remove();
  });

  const captures = async () => (await readLedger(program.simulatorUrl)).captures.map(({ status }) => status);
  const captureCalls = async () =>
    (await readLedger(program.simulatorUrl)).requests.filter(({ path }) => path.endsWith('/capture')).length;

  it('is cancelled in the chat before the link was opened: the link leads to a page that says so', async () => {
    const chat = await openChat(shopper, program.url);
    await orderLink(chat);
    const opened = shopper.waitForEvent('page');
    await chat.tap('Open checkout page');
    const link = (await opened).url();
    await (await opened).close();
    await chat.tap('Cancel');
    await chat.sees('Your checkout is cancelled. Nothing was charged');
    await chat.sees('Cancelled, nothing was charged');
    await keepPicture(chat.page, 'endings-cancelled-chat');
    const tab = await shopper.newPage();
    const answer = await tab.goto(link);
    expect(answer?.status()).to.equal(410);
    expect(await pageName(tab)).to.equal('expired');
    await keepPicture(tab, 'endings-cancelled-link');
    await chat.say('cart');
    await chat.sees(/Your cart.*Spring Sencha/s);
  });

  it('is cancelled in the chat while the page is open: paying leads nowhere', async () => {
    const chat = await openChat(shopper, program.url);
    const tab = await orderTea(chat);
    await chat.say('cancel');
    await chat.sees('Your checkout is cancelled');
    await tab.getByRole('button', { name: 'Pay with PayPal' }).click();
    await tab.waitForLoadState();
    expect(await pageName(tab)).to.equal('expired');
    expect((await readLedger(program.simulatorUrl)).orders).to.deep.equal([]);
  });

  it('is cancelled in the chat while the payer is at PayPal: approving takes no money', async () => {
    const chat = await openChat(shopper, program.url);
    const tab = await orderTea(chat);
    await goToPayPal(tab);
    await chat.say('cancel');
    await chat.sees('Your checkout is cancelled');
    await decideAtPayPal(tab);
    expect(await pageName(tab)).to.equal('expired');
    await keepPicture(tab, 'endings-cancelled-at-paypal');
    expect(await captureCalls()).to.equal(0);
    expect(await chat.count(/arrived/)).to.equal(0);
  });

  it('is turned back at PayPal, told so in the chat, and paid after all', async () => {
    const chat = await openChat(shopper, program.url);
    const tab = await orderTea(chat);
    await payAtPayPal(tab, 'Cancel and return');
    expect(await pageName(tab)).to.equal('cancelled');
    await keepPicture(tab, 'endings-turned-back');
    await chat.sees('You turned back at PayPal, so nothing was charged');
    await payAtPayPal(tab);
    expect(await pageName(tab)).to.equal('number');
    await chat.sees('Your payment of €29.00 arrived');
    await chat.say(await readNumber(tab));
    await chat.seesInOrder('You turned back at PayPal', 'arrived', 'is confirmed', /Receipt [A-Z2-7]{8}/);
    expect(await captures()).to.deep.equal(['COMPLETED']);
    expect((await readLedger(program.simulatorUrl)).orders).to.have.length(2);
  });

  it('is declined, told so, and paid with another card on the same PayPal order', async () => {
    const chat = await openChat(shopper, program.url);
    const tab = await orderTea(chat);
    await payAtPayPal(tab, 'Decline card');
    expect(await pageName(tab)).to.equal('declined');
    await keepPicture(tab, 'endings-declined');
    await chat.sees('PayPal declined the payment, and nothing was charged');
    await chat.sees(/Declined by PayPal, try again, until \d\d:\d\d UTC/);
    await keepPicture(chat.page, 'endings-declined-chat');
    await payAtPayPal(tab);
    expect(await pageName(tab)).to.equal('number');
    await chat.say(await readNumber(tab));
    await chat.seesInOrder('PayPal declined the payment', 'arrived', 'is confirmed');
    const { orders, requests } = await readLedger(program.simulatorUrl);
    expect(orders).to.have.length(1);
    expect(await captures()).to.deep.equal(['COMPLETED']);
    const asked = requests.filter(({ path }) => path.endsWith('/capture')).map(({ requestId }) => requestId);
    expect(new Set(asked).size).to.equal(2);
  });

  it('gets a new link: the old link, the old page and the old order lead to nothing', async () => {
    const chat = await openChat(shopper, program.url);
    const old = await orderTea(chat);
    const oldLink = old.url();
    await goToPayPal(old);
    await chat.tap('New link');
    await chat.sees('Replaced by the newer link below.');
    await chat.sees(/Link ready/);
    expect(await chat.count('Your checkout is cancelled')).to.equal(0);
    await decideAtPayPal(old);
    expect(await pageName(old)).to.equal('expired');
    await keepPicture(old, 'endings-replaced');
    const again = await old.goto(oldLink);
    expect(again?.status()).to.equal(410);
    expect(await captureCalls()).to.equal(0);

    const tab = await chat.openCheckout();
    expect(tab.url()).not.to.equal(oldLink);
    await payAtPayPal(tab);
    await chat.say(await readNumber(tab));
    await chat.sees('is confirmed');
    expect(await captures()).to.deep.equal(['COMPLETED']);
  });

  it('belongs to the browser that began to pay: another one sees no order and no number', async () => {
    const chat = await openChat(shopper, program.url);
    const tab = await orderTea(chat);
    const link = tab.url();
    await goToPayPal(tab);
    const thief = await browser.newContext();
    const stolen = await thief.newPage();
    expect((await stolen.goto(link))?.status()).to.equal(403);
    expect(await pageName(stolen)).to.equal('elsewhere');
    expect(await stolen.content()).not.to.match(/Sencha|29\.00/);
    await keepPicture(stolen, 'endings-elsewhere');

    // The thief copies the very address that PayPal sends the payer to, and is there first.
    const approved = await fetch(tab.url(), {
      method: 'POST',
      body: new URLSearchParams({ decision: 'approve' }),
      redirect: 'manual',
    });
    const returnUrl = approved.headers.get('location') ?? '';
    expect(returnUrl).to.match(/\/return\/[\w-]+\?token=\w+&PayerID=\w+$/);
    expect((await stolen.goto(returnUrl))?.status()).to.equal(403);
    expect(await pageName(stolen)).to.equal('error');
    expect(await stolen.content()).to.include('Nothing was charged');
    await keepPicture(stolen, 'endings-approved-elsewhere');
    expect(await captureCalls()).to.equal(0);

    // That approval is over for everybody; the browser that began may begin again.
    await tab.goto(returnUrl);
    expect(await pageName(tab)).to.equal('checkout');
    expect(await tab.content()).to.include('approved in another browser');
    await tab.getByRole('button', { name: 'Pay with PayPal' }).click();
    await tab.getByRole('button', { name: 'Approve payment' }).click();
    await tab.waitForSelector('#magic-number');
    expect(await pageName(tab)).to.equal('number');
    expect(tab.url()).not.to.match(/return|token|PayerID/);
    for (const address of [returnUrl, tab.url(), link]) {
      expect((await stolen.goto(address))?.status(), address).to.equal(403);
      expect(await stolen.content()).not.to.include(await readNumber(tab));
    }
    await thief.close();
    expect(await captures()).to.deep.equal(['COMPLETED']);
  });
});
