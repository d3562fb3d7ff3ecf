import { expect } from 'chai';
import type { Browser, BrowserContext } from 'playwright-core';
import { keepPicture, openBrowser } from '../../stage/browser.ts';
import {
  openChat,
  orderLink,
  orderTea,
  payAtPayPal,
  readNumber,
  wrongNumber,
} from '../../stage/chat-window.ts';
import { readLedger } from '../../stage/ledger.ts';
import { openLineChat } from '../../stage/line-chat.ts';
import { type Program, startProgram } from '../../stage/program.ts';

describe('a purchase in a group', () => {
  let program: Program;
  let browser: Browser;
  let people: BrowserContext;

  before(async () => {
    [program, browser] = await Promise.all([startProgram(), openBrowser()]);
  });
  beforeEach(async () => {
    people = await browser.newContext({ viewport: { width: 390, height: 844 } });
  });
  afterEach(() => people.close());
  after(async () => {
    await browser.close();
    await program.remove();
  });

  const join = (conversation: string, name: string) =>
    openChat(people, `${program.url}/?conversation=${conversation}&name=${name}`);
  const attempts = () => program.log().filter(({ event }) => event === 'number_wrong');

  it('is confirmed by its owner only: the right number from another member is not even an attempt', async () => {
    const ann = await join('lunch', 'Ann');
    const ben = await join('lunch', 'Ben');
    const tab = await orderTea(ann);
    await ben.sees('This checkout is for Ann only');
    await payAtPayPal(tab);
    const number = await readNumber(tab);
    await ben.sees(/Ann: Your payment of €29.00 arrived/);
    await keepPicture(ben.page, 'group-arrived-for-ben');

    for (let round = 0; round < 6; round += 1) await ben.say(number);
    await ben.sees('That number does not fit', 6);
    await ben.say(wrongNumber(number));
    await ben.sees('That number does not fit', 7);
    expect(attempts()).to.deep.equal([]);
    expect(await ben.count('is confirmed')).to.equal(0);

    await ann.say(number);
    await ann.seesInOrder(
      'arrived',
      /Ann: Thank you! Your payment of €29.00 is confirmed/,
      /Receipt [A-Z2-7]{8}/,
    );
    await keepPicture(ann.page, 'group-receipt');
    expect((await readLedger(program.simulatorUrl)).captures).to.have.length(1);

    await ben.say('orders');
    await ben.sees('You have not bought anything here yet');
    await ann.say('orders');
    await ann.sees(/Your orders from this conversation, newest first:.*2 × Spring Sencha, €29.00/s);
  });

  it('shows a name as text: no markup in it becomes a link or bold letters in what the shop says', async () => {
    const name = '[Claim your refund](//evil.example)';
    const ann = await join('refunds', 'Ann');
    const eve = await join('refunds', encodeURIComponent(name));
    await orderLink(eve);
    await eve.say('@Fernhill Tea & Pottery add [free gift](https://evil.example/x)');
    await ann.sees(`This checkout is for ${name} only. Others: please do not open the link.`);
    await ann.sees('I could not find "[free gift](https://evil.example/x)"');
    await keepPicture(ann.page, 'group-name-with-markup');
    await eve.say('cancel');
    await ann.sees(`${name}: Your checkout is cancelled`);
    const bubbles = ann.page.locator('.webchat__bubble__content');
    expect(await bubbles.locator('a, img').count()).to.equal(0);
    expect((await bubbles.locator('strong').allInnerTexts()).join(' ')).not.to.match(/refund|gift/u);
  });

  it('leaves each member a cart and a checkout of their own', async () => {
    const ann = await openLineChat(program, { conversation: { id: 'tea' }, user: { name: 'Ann' } });
    const ben = await openLineChat(program, { conversation: { id: 'tea' }, user: { name: 'Ben' } });
    await ann.say('add 2 sencha');
    await ben.say('cart');
    await ben.sees('Your cart is empty');
    await ann.say('checkout');
    await ann.sees(/Link ready/);
    for (const text of ['cancel', 'new link', 'status', 'checkout']) await ben.say(text);
    await ben.say('@Fernhill Tea & Pottery cancel');
    await ben.sees('There is no open checkout to cancel');
    expect(await ben.told()).not.to.satisfy((told: string[]) =>
      told.some((said) => /Replaced|Cancelled/u.test(said)),
    );
    await ann.say('status');
    await ann.sees('Your link is ready and works for');
  });

  it('does not answer what people say to each other', async () => {
    const ann = await openLineChat(program, { conversation: { id: 'chatter' }, user: { name: 'Ann' } });
    await ann.say('catalog');
    const before = (await ann.told()).length;
    await ann.say('shall we have lunch at noon?');
    expect(await ann.told()).to.have.length(before);
  });
});
