import { expect } from 'chai';
import type { Catalog } from '../../src/checkout/catalog.ts';
import { type ChatHarness, type Conversation, openHarness, type Reply } from '../stage/chat-harness.ts';
import { createShopper, goToPayPal, type Page, type Shopper } from '../stage/page-visitor.ts';

const eur = (minorUnits: number) => ({ currency: 'EUR', minorUnits });
const mug = { id: 'mug', name: 'Everyday Mug', description: 'Holds a third of a litre.', price: eur(1_600) };
const parcel = { name: 'Parcel', prices: { DE: eur(490), AT: eur(990) } };
const express = { name: 'Express', prices: { DE: eur(990) } };
const world = { name: 'World', price: eur(3_000) };

async function openWith(...shipping: Exclude<Catalog['shipping'], 'none'>): Promise<ChatHarness> {
  return openHarness({ catalog: { currency: 'EUR', taxIncluded: false, products: [mug], shipping } });
}

/** Comes back from PayPal with this account. */
async function approveAs(payer: Shopper, approval: Page, account: string): Promise<Page> {
  return payer.follow(
    await payer.post(approval.url, new URLSearchParams({ decision: 'approve', account }).toString()),
  );
}

describe('a shop whose shipping costs by country', () => {
  let shop: ChatHarness;
  before(async () => {
    shop = await openWith(parcel, express);
  });
  beforeEach(() => shop.later(3_600_000));
  after(() => shop.close());

  async function begin(): Promise<{ chat: Conversation; question: Reply | undefined }> {
    const chat = shop.join();
    await chat.say('add mug');
    const [question] = await chat.say('checkout');
    return { chat, question };
  }

  it('asks for the country, with what it serves as buttons, and never for an address', async () => {
    const { question } = await begin();
    expect(question?.words).to.match(
      /^Where should we send it\? Germany, Austria\. Say the country's name\./u,
    );
    expect(question?.words).not.to.match(/address|street/iu);
    expect(question?.buttons.map(({ title, value }) => [title, value])).to.deep.equal([
      ['Germany', 'Germany'],
      ['Austria', 'Austria'],
    ]);
  });

  it('asks nothing more where one way serves it, and shows the country with its price', async () => {
    const { chat } = await begin();
    await chat.say('österreich');
    const card = await chat.hears(/Link ready/u);
    expect(card.words)
      .to.match(/1 item, €25\.90/u)
      .and.match(/Shipping \(Parcel to Austria\): €9\.90/u);
    const page = await createShopper().get(linkOf(card));
    expect(page.html)
      .to.match(/Shipping: Parcel to Austria/u)
      .and.match(/€25\.90/u);
  });

  it('offers the ways that serve it, at their prices there', async () => {
    const { chat } = await begin();
    const [ways] = await chat.say('DE');
    expect(ways?.words).to.match(/1\. Parcel \(€4\.90\), 2\. Express \(€9\.90\)/u);
    await chat.say('2');
    expect((await chat.hears(/Link ready/u)).words).to.match(/Express to Germany\): €9\.90/u);
  });

  for (const [said, answer, buttons] of [
    [
      'France',
      /^I am sorry, we do not send anything to France\. Where should we send it\?/u,
      ['Germany', 'Austria'],
    ],
    ['Germny', /^I do not know a country "Germny"\. Did you mean Germany\?/u, ['Germany']],
    ['the moon', /^I do not know a country "the moon"\. Where/u, ['Germany', 'Austria']],
    ['no', /^I do not know a country "no"\. Where/u, ['Germany', 'Austria']],
  ] as const)
    it(`asks again after "${said}", and goes on with the next answer`, async () => {
      const { chat } = await begin();
      const [again] = await chat.say(said);
      expect(again?.words).to.match(answer);
      expect(again?.buttons.map(({ title }) => title)).to.deep.equal([...buttons]);
      await chat.say('Austria');
      expect((await chat.hears(/Link ready/u)).words).to.match(/Parcel to Austria/u);
    });

  it('leaves the question at a cancel, and any word of the shop', async () => {
    for (const word of ['cancel', 'cart']) {
      const { chat } = await begin();
      await chat.say(word);
      expect((await chat.say('Austria'))[0]?.words, word).to.match(/^I did not get that/u);
    }
  });

  it('begins a new checkout for another country, at any time before it is paid', async () => {
    const { chat } = await begin();
    await chat.say('Austria');
    const old = linkOf(await chat.hears(/Link ready/u));
    await goToPayPal(createShopper(), old);
    const skip = chat.heard().length;
    expect((await chat.say('change country'))[0]?.words).to.match(/^Where should we send it/u);
    await chat.say('Germany');
    await chat.say('Parcel');
    const card = await chat.hears(/Link ready/u, skip);
    expect(card.words)
      .to.match(/1 item, €20\.90/u)
      .and.match(/Parcel to Germany/u);
    expect((await createShopper().get(old)).status).to.equal(410);
  });

  it('names both countries to who came back with the other one, to the chat only the chosen one, and asks again by a button', async () => {
    const { chat } = await begin();
    await chat.say('Austria');
    const payer = createShopper();
    const approval = await goToPayPal(payer, linkOf(await chat.hears(/Link ready/u)));
    const page = await approveAs(payer, approval, 'maria');
    expect(page.kind).to.equal('checkout');
    expect(page.html)
      .to.match(/This price is for shipping to Austria, but the address at PayPal is in Germany/u)
      .and.match(/Nothing was charged/u)
      .and.match(/Pay with PayPal/u);
    const told = await chat.hears(/approval at PayPal came without an address there/u);
    expect(told.words)
      .to.match(/Austria/u)
      .and.not.match(/Germany/u);
    const button = told.buttons.find(({ title }) => title === 'Change country');
    const skip = chat.heard().length;
    expect((await chat.say(button?.value ?? 'none'))[0]?.words).to.match(/^Where should we send it/u);
    await chat.say('Germany');
    await chat.say('1');
    const card = await chat.hears(/Link ready/u, skip);
    expect(card.words).to.match(/Parcel to Germany/u);
    const paid = await approveAs(payer, await goToPayPal(payer, linkOf(card)), 'maria');
    expect(paid.kind).to.equal('number');
    await chat.say(/value="(\d{6})"|>(\d{6})</u.exec(paid.html)?.slice(1).find(Boolean) ?? 'none');
    expect((await chat.hears(/Receipt/u)).words).to.match(/Parcel to Germany/u);
    expect((await chat.say('change country'))[0]?.words).to.match(/^(?:Your cart is empty|Where)/u);
  });

  it('says of no address that there is none', async () => {
    const { chat } = await begin();
    await chat.say('Austria');
    const payer = createShopper();
    const approval = await goToPayPal(payer, linkOf(await chat.hears(/Link ready/u)));
    expect((await approveAs(payer, approval, 'homeless')).html).to.match(
      /PayPal has no address for this order/u,
    );
  });
});

describe('a shop with a way for everywhere beside those by country', () => {
  let shop: ChatHarness;
  before(async () => {
    shop = await openWith(parcel, world);
  });
  after(() => shop.close());

  it('takes any country, and compares nothing where the price is one for all', async () => {
    const chat = shop.join();
    await chat.say('add mug');
    expect((await chat.say('checkout'))[0]?.words).to.match(/Germany, Austria\. .*any other works too/u);
    await chat.say('Japan');
    const card = await chat.hears(/Link ready/u);
    expect(card.words).to.match(/Shipping \(World\): €30\.00/u);
    const payer = createShopper();
    expect((await approveAs(payer, await goToPayPal(payer, linkOf(card)), 'maria')).kind).to.equal('number');
  });
});

describe('a shop that sends to one country alone', () => {
  let shop: ChatHarness;
  before(async () => {
    shop = await openWith({ name: 'Parcel', prices: { DE: eur(490) } });
  });
  after(() => shop.close());

  it('asks nothing, and takes no address elsewhere', async () => {
    const chat = shop.join();
    await chat.say('add mug');
    await chat.say('checkout');
    const card = await chat.hears(/Link ready/u);
    expect(card.words).to.match(/Parcel to Germany/u);
    const payer = createShopper();
    expect((await approveAs(payer, await goToPayPal(payer, linkOf(card)), 'pat')).kind).to.equal('checkout');
  });
});

describe('a shop with many countries', () => {
  const many = 'DE AT FR GB US NL BE LU DK SE FI ES PT IT CH'.split(' ');
  let shop: ChatHarness;
  before(async () => {
    shop = await openWith({
      name: 'Parcel',
      prices: Object.fromEntries(many.map((code) => [code, eur(490)])),
    });
  });
  after(() => shop.close());

  for (const [channelId, buttons] of [
    ['directline', 10],
    ['msteams', 6],
    ['sms', 0],
  ] as const)
    it(`offers ${buttons} of them on ${channelId}, names twelve, and takes each`, async () => {
      const chat = shop.join({ channelId });
      await chat.say('add mug');
      const [question] = await chat.say('checkout');
      expect(question?.words).to.match(/Spain, 3 more\. Say/u);
      expect(question?.buttons).to.have.length(buttons);
      await chat.say('Switzerland');
      expect((await chat.hears(/Link ready/u)).words).to.match(/Parcel to Switzerland/u);
    });
});

function linkOf(reply: Reply): string {
  const button = reply.buttons.find(({ type }) => type === 'openUrl');
  return button?.value ?? /https?:\S+\/checkout\/\S+/u.exec(reply.words)?.[0] ?? 'no link';
}
