import { expect } from 'chai';
import { readCatalogFile } from '../../src/settings/catalog-file.ts';
import { createShopper, goToPayPal, type Page, payWith, type Shopper } from '../stage/page-visitor.ts';
import { type ChatHarness, type Conversation, openHarness, type Reply } from '../stage/chat-harness.ts';

describe('a cart that is changed while a checkout is under way', () => {
  let shop: ChatHarness;
  let payer: Shopper;
  before(async () => {
    shop = await openHarness();
  });
  beforeEach(() => {
    payer = createShopper();
    // So many payments from one address in an hour are refused.
    shop.later(3_600_000);
  });
  after(() => shop.close());

  it('gets a new checkout while nobody has opened the payment, and the old link leads to nothing', async () => {
    const chat = shop.join();
    const old = linkOf(await orderTea(chat));
    expect((await chat.say('add honey'))[0]?.words)
      .to.match(/^Added 1 × Heather Honey/)
      .and.match(/link is for 2 × Spring Sencha \(€29.00\). Say "checkout" for a new link/);
    const skip = chat.heard().length;
    await chat.say('checkout');
    const card = await chat.hears(/Link ready/, skip);
    await chat.hears(/Replaced by the newer link/, skip);
    expect(card.words)
      .to.match(/3 items/)
      .and.match(/Heather Honey/);
    expect((await payer.get(old)).status).to.equal(410);
    const [shown] = await chat.say('cart');
    const total = /Total: (€[\d.]+)/u.exec(shown?.words ?? '')?.[1] ?? 'none';
    expect(card.words).to.include(`3 items, ${total}`);
    await chat.say(numberOn(await payWith(payer, linkOf(card))));
    await chat.hears(/is confirmed/);
    expect((await chat.say('orders'))[0]?.words).to.include(`Heather Honey, ${total}`);
    expect((await chat.say('cart'))[0]?.words).to.match(/cart is empty/);
  });

  it('is told, and stays for the next order, once the checkout is being paid, and when it is paid', async () => {
    const chat = shop.join();
    const link = linkOf(await orderTea(chat));
    const approval = await goToPayPal(payer, link);
    expect((await chat.say('add honey'))[0]?.words)
      .to.match(/link is for 2 × Spring Sencha \(€29.00\)/)
      .and.match(/next order: Heather Honey/)
      .and.match(/"cancel" and then "checkout"/);
    expect(wordsOf(await chat.say('checkout')))
      .to.match(/next order: Heather Honey/)
      .and.match(/PayPal is waiting for your approval/);
    const page = await payer.follow(await payer.press(approval, 'Approve payment'));
    await chat.hears(/payment of €29.00 arrived/);
    expect((await chat.say('add teapot'))[0]?.words)
      .to.match(/payment under way is for 2 × Spring Sencha/)
      .and.match(/next order: Heather Honey, Dipped Teapot/)
      .and.not.match(/cancel/);
    expect(wordsOf(await chat.say('checkout'))).to.match(/next order: Heather Honey, Dipped Teapot/);
    await chat.say(numberOn(page));
    await chat.hears(/is confirmed/);
    const [cart] = await chat.say('cart');
    expect(cart?.words)
      .to.match(/1 × Heather Honey/)
      .and.match(/1 × Dipped Teapot/)
      .and.not.match(/Sencha/);
  });

  it('loses only what was paid, also of one product, and also when the number comes twice', async () => {
    const chat = shop.join();
    const page = await payWith(payer, linkOf(await orderTea(chat)));
    await chat.hears(/arrived/);
    await chat.say('add 3 sencha');
    const number = { type: 'message', text: numberOn(page), id: 'the-number' };
    await chat.post(number);
    await chat.post(number);
    await chat.hears(/is confirmed/);
    expect((await chat.say('cart'))[0]?.words).to.match(/3 × Spring Sencha: €43.50/);
  });

  it('that is empty is said to be empty, with the old link and the way to end it', async () => {
    const chat = shop.join();
    const link = linkOf(await orderTea(chat));
    expect((await chat.say('empty cart'))[0]?.words).to.match(/empty now.*link is for 2 × .*say "cancel"/);
    const answers = await chat.say('checkout');
    expect(wordsOf(answers)).to.match(/cart is empty.*link is for 2 × Spring Sencha.*say "cancel"/);
    expect(answers.flatMap(({ buttons }) => buttons).map(({ type }) => type)).to.include('openUrl');
    expect((await payer.get(link)).status).to.equal(200);
    await chat.say('cancel');
    expect((await chat.hears(/checkout is cancelled/)).words).not.to.match(/cart is still here/);
  });

  it('is told after a new link, which is for the same as before', async () => {
    const chat = shop.join();
    await orderTea(chat);
    await chat.say('add honey');
    const skip = chat.heard().length;
    expect(wordsOf(await chat.say('new link'))).to.match(/link is for 2 × Spring Sencha.*Say "checkout"/);
    expect((await chat.hears(/Link ready/, skip)).words).to.match(/2 items, €29.00/);
  });

  for (const [change, undo] of [
    ['add honey', 'remove honey'],
    ['add sencha', 'set 2 sencha'],
    ['remove sencha', 'add 2 sencha'],
  ] as const)
    it(`by "${change}", and back by "${undo}", keeps the link`, async () => {
      const chat = shop.join();
      const link = linkOf(await orderTea(chat));
      expect((await chat.say(change))[0]?.words).to.match(/link is for 2 × Spring Sencha/);
      expect((await chat.say(undo))[0]?.words).not.to.match(/link is for/);
      expect(wordsOf(await chat.say('checkout'))).to.match(/link is ready/);
      expect((await payer.get(link)).status).to.equal(200);
    });
});

describe('a changed cart in a shop with several ways of shipping', () => {
  it('is asked how to send it, and the old link works until that is answered', async () => {
    const catalog = await readCatalogFile('public/catalog.json');
    const price = { currency: catalog.currency, minorUnits: 490 };
    const shipping = ['Post', 'Courier'].map((name) => ({ name, price }));
    const shop = await openHarness({ catalog: { ...catalog, shipping } });
    try {
      const chat = shop.join();
      await chat.say('add 2 sencha');
      await chat.say('checkout');
      await chat.say('post');
      const old = linkOf(await chat.hears(/Link ready/));
      await chat.say('add honey');
      expect((await chat.say('checkout'))[0]?.words).to.match(/How should we send it/);
      expect((await createShopper().get(old)).status).to.equal(200);
      expect((await chat.say('by balloon'))[0]?.words).to.match(/How should we send it/);
      const skip = chat.heard().length;
      await chat.say('courier');
      expect((await chat.hears(/Link ready/, skip)).words).to.match(/3 items.*Courier/su);
      expect((await createShopper().get(old)).status).to.equal(410);
    } finally {
      await shop.close();
    }
  });
});

describe('a product that is no longer for sale', () => {
  for (const [what, left, answer] of [
    ['is told at the checkout, which is for the rest', 'spring-sencha', /2 items, €29.00/],
    ['is told at the checkout, and so is the empty cart', 'mug', /cart is empty/],
  ] as const)
    it(what, async () => {
      const catalog = await readCatalogFile('public/catalog.json');
      const shop = await openHarness({ catalog });
      try {
        const chat = shop.join();
        await chat.say('add 2 sencha');
        await chat.say('add honey');
        catalog.products = catalog.products.filter(({ id }) => id === left);
        expect(wordsOf(await chat.say('checkout'))).to.match(/heather-honey.* no longer for sale/);
        const { words } = await chat.hears(answer);
        expect(words).not.to.include('Honey');
        expect(wordsOf(await chat.say('cart'))).not.to.match(/no longer for sale/);
      } finally {
        await shop.close();
      }
    });
});

async function orderTea(chat: Conversation): Promise<Reply> {
  await chat.say('add 2 sencha');
  await chat.say('checkout');
  return chat.hears(/Link ready/);
}

function linkOf({ buttons }: Reply): string {
  return buttons.find(({ type }) => type === 'openUrl')?.value ?? 'no link';
}

function numberOn({ html }: Page): string {
  return /<output[^>]*id="magic-number"[^>]*>(\d+)<\/output>/u.exec(html)?.[1] ?? 'no number';
}

function wordsOf(replies: readonly Reply[]): string {
  return replies.map(({ words }) => words).join(' ');
}
