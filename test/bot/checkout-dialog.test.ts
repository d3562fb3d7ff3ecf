import { expect } from 'chai';
import { createShopper, type Page, payWith, type Shopper } from '../stage/page-visitor.ts';
import { type ChatHarness, type Conversation, openHarness, type Reply } from '../stage/chat-harness.ts';

describe('a checkout in the chat', () => {
  let shop: ChatHarness;
  let payer: Shopper;
  before(async () => {
    shop = await openHarness();
  });
  beforeEach(() => {
    payer = createShopper();
  });
  after(() => shop.close());

  async function checkOut(chat: Conversation): Promise<Reply> {
    await chat.say('add 2 sencha');
    await chat.say('checkout');
    return chat.hears(/Link ready, until \d\d:\d\d UTC/);
  }

  it('needs something in the cart', async () => {
    expect((await shop.join().say('checkout'))[0]?.words).to.match(/cart is empty/);
  });

  it('sends one card with the link, the total, the deadline and what to bring back', async () => {
    const chat = shop.join();
    const card = await checkOut(chat);
    expect(card.words)
      .to.match(/2 items, €29.00/)
      .and.match(/paste the number/)
      .and.match(/only for you/);
    expect(linkOf(card)).to.match(/^http:\/\/localhost:\d+\/checkout\/[\w.-]+$/);
    expect(card.buttons.map(({ title }) => title)).to.deep.equal([
      'Open checkout page',
      'Status',
      'New link',
      'Cancel',
    ]);
    expect(linkOf(card)).not.to.include(chat.who.shopperId);
  });

  it('goes on answering the shop while it waits, and anything else with what it waits for', async () => {
    const chat = shop.join();
    await checkOut(chat);
    expect((await chat.say('catalog'))[0]?.isCard).to.equal(true);
    expect((await chat.say('is it raining?'))[0]?.words).to.match(/checkout under way/);
    expect((await chat.say('status'))[0]?.words).to.match(/link is ready/);
    expect((await chat.say('checkout'))[0]?.words).to.match(/link is ready/);
    expect((await chat.say('hello'))[0]?.words).to.match(
      /Welcome back! Link ready, until \d\d:\d\d UTC.*\. You have a checkout under way/,
    );
  });

  it('tells of the payment first, takes the number, and gives the receipt; the card lives along', async () => {
    const chat = shop.join();
    const page = await payWith(payer, linkOf(await checkOut(chat)));
    await chat.hears(/payment of €29.00 arrived/);
    expect((await chat.hears(/Paid, waiting for your number/)).updates).to.be.a('string');
    expect((await chat.say('cancel'))[0]?.words).to.match(/already paid/);
    expect((await chat.say('new link'))[0]?.words).to.match(/already paid/);
    await chat.say(`${numberOn(page).slice(0, 3)} - ${numberOn(page).slice(3)}\r\n`);
    await chat.hears(/is confirmed/);
    await chat.hears(/^Receipt/);
    await chat.hears(/Done. Thank you!/);
    expect((await chat.say('orders'))[0]?.words).to.match(/2 × Spring Sencha, €29.00/);
    expect((await chat.say('cart'))[0]?.words).to.match(/cart is empty/);
    expect((await chat.say('hi'))[0]?.words).to.match(/thank you for your last order/);
    expect((await chat.say(numberOn(page)))[0]?.words).to.match(/already confirmed/);
  });

  it('writes the result to this shopper in this conversation, and only after the number', async () => {
    const chat = shop.join();
    const page = await payWith(payer, linkOf(await checkOut(chat)));
    await chat.hears(/arrived/);
    const { channelId, conversationId, shopperId } = chat.who;
    const key = `${channelId}/conversations/${conversationId}/users/${shopperId}/`;
    expect(JSON.stringify(await shop.store.botState.read([key]))).to.include('"results":[]');
    await chat.say(numberOn(page));
    expect(JSON.stringify(await shop.store.botState.read([key]))).to.match(/"results":\[\{"checkoutId"/);
  });

  it('takes no number out of a sentence, and says one neutral sentence to every wrong one', async () => {
    const chat = shop.join();
    const page = await payWith(payer, linkOf(await checkOut(chat)));
    await chat.hears(/arrived/);
    expect((await chat.say(`my number is ${numberOn(page)}`))[0]?.words).to.match(/^It is paid/);
    const [wrong] = await chat.say(otherThan(numberOn(page)));
    const [foreign] = await shop.join().say(numberOn(page));
    expect(wrong?.words).to.match(/does not fit/);
    expect(foreign?.words).to.match(/^That number does not fit: no purchase of yours waits/);
  });

  it('can be cancelled: the link leads to nothing, and the cart is still there', async () => {
    const chat = shop.join();
    const link = linkOf(await checkOut(chat));
    await chat.say('cancel');
    await chat.hears(/checkout is cancelled/);
    expect((await payer.get(link)).status).to.equal(410);
    expect((await chat.say('cart'))[0]?.words).to.match(/2 × Spring Sencha/);
    expect((await chat.say('cancel'))[0]?.words).to.match(/no open checkout/);
  });

  it('gives a new link, and the old one leads to nothing', async () => {
    const chat = shop.join();
    const old = linkOf(await checkOut(chat));
    const skip = chat.heard().length;
    await chat.say('new link');
    await chat.hears(/Replaced by the newer link/, skip);
    const renewed = linkOf(await chat.hears(/Link ready/, skip));
    expect(renewed).not.to.equal(old);
    expect((await payer.get(old)).status).to.equal(410);
    expect((await payer.get(renewed)).status).to.equal(200);
  });

  it('makes the bot speak first when its deadline nears and when it passes', async () => {
    const chat = shop.join();
    const link = linkOf(await checkOut(chat));
    shop.later(56 * 60_000);
    await chat.hears(/works for 4 more minutes/);
    shop.later(5 * 60_000);
    await chat.hears(/checkout link is over/);
    await chat.hears(/Expired, nothing was charged/);
    expect((await payer.get(link)).status).to.equal(410);
    expect((await chat.say('status'))[0]?.words).to.match(/no checkout under way/);
  });

  it('tells a decline and a turning back, each with what to do next', async () => {
    const chat = shop.join();
    const link = linkOf(await checkOut(chat));
    const declined = await payWith(payer, link, 'Decline card');
    expect(declined.kind).to.equal('declined');
    await chat.hears(/PayPal declined the payment/);
    await chat.say('status');
    await chat.hears(/try again on the page/);
    const approval = await payer.follow(await payer.press(declined, 'Pay with PayPal'));
    await payer.follow(await payer.press(approval, 'Cancel and return'));
    await chat.hears(/turned back at PayPal/);
    await chat.say('status');
    await chat.hears(/have not paid yet/);
  });

  it('in a group names its owner, and another member with the right number is not even an attempt', async () => {
    const ann = shop.join({ isGroup: true, name: 'Ann' });
    const ben = shop.join({ ...ann.who, shopperId: 'ben', name: 'Ben' });
    const card = await checkOut(ann);
    expect(card.words).to.match(/for Ann only/);
    const page = await payWith(payer, linkOf(card));
    await ann.hears(/Ann: Your payment of €29.00 arrived/);
    for (let paste = 0; paste < 12; paste += 1) await ben.say(numberOn(page));
    expect((await ben.say(numberOn(page)))[0]?.words).to.match(/does not fit/);
    expect(await ben.say('cancel')).to.deep.equal([]);
    await ann.say(numberOn(page));
    await ann.hears(/Ann: .*is confirmed/);
  });

  it('locks after ten wrong numbers and says so', async () => {
    const chat = shop.join();
    const page = await payWith(payer, linkOf(await checkOut(chat)));
    await chat.hears(/arrived/);
    for (let attempt = 0; attempt < 5; attempt += 1) await chat.say(otherThan(numberOn(page)));
    expect((await chat.say(numberOn(page)))[0]?.words).to.match(/does not fit/);
    const renewed = await payer.follow(await payer.press(await payer.get(page.url), 'Show a new number'));
    for (let attempt = 0; attempt < 5; attempt += 1) await chat.say(otherThan(numberOn(renewed)));
    await chat.hears(/Too many numbers did not fit/);
    await chat.hears(/A person from the shop/);
    const skip = chat.heard().length;
    await chat.say(numberOn(renewed));
    await chat.hears(/does not fit/, skip);
    expect((await chat.say('orders'))[0]?.words).to.match(/not bought anything/);
  });
});

function linkOf({ buttons }: Reply): string {
  const link = buttons.find(({ type }) => type === 'openUrl');
  if (link === undefined) throw new Error('the card has no link');
  return link.value;
}

function numberOn({ html, kind }: Page): string {
  const digits = /<output[^>]*id="magic-number"[^>]*>(\d+)<\/output>/u.exec(html)?.[1];
  if (digits === undefined) throw new Error(`no number on ${kind}`);
  return digits;
}

function otherThan(number: string): string {
  return String((Number(number) + 1) % 1_000_000).padStart(6, '0');
}
