import { expect } from 'chai';
import { randomBytes } from 'node:crypto';
import { createKeyRing } from '../../../src/round-trip/keys.ts';
import { createLinkSeal } from '../../../src/identity/link-seal.ts';
import { readLedger } from '../../stage/ledger.ts';
import { createShopper, goToPayPal } from '../../stage/page-visitor.ts';
import { openShop, type Shop } from '../../stage/site-harness.ts';

describe('the link page', () => {
  let shop: Shop;
  before(async () => {
    shop = await openShop();
  });
  after(() => shop.close());

  it('shows what is bought, for how much, until when and for whom', async () => {
    const page = await createShopper().get(await shop.linkOf(await shop.start()));
    expect(page.status).to.equal(200);
    expect(page.kind).to.equal('checkout');
    for (const words of ['Stoneware Teapot', '2 × €14.50', '€29.00', '€119.00', '€17.10', '€136.10']) {
      expect(page.html).to.include(words);
    }
    expect(page.html).to.match(/ends in (?:59|60) minutes, at <time datetime="[^"]+">\d\d:\d\d UTC/u);
    expect(page.html)
      .to.include('<strong>M…</strong> on <strong>the web chat</strong>')
      .and.not.include('Maria');
    expect(page.html).to.include('Only go on if this is your own chat.');
    expect(page.html).to.include('Nobody may ask you for the number.');
    expect(page.html).to.include('Test shop: no real money moves.');
    expect(page.html).to.match(/<img src="\/products\/teapot\.svg\?v=[^"]+"[^>]*loading="lazy"/u);
  });

  it('writes amounts as the shopper’s locale does, and markup in names as text', async () => {
    const page = await createShopper().get(
      await shop.linkOf(await shop.start({ locale: 'de-DE', shopperName: '<i>' })),
    );
    expect(page.html).to.include('136,10\u00a0€');
    expect(page.html).to.include('Everyday Mug &lt;b&gt;').and.not.include('<b>');
    expect(page.html).to.include('&lt;…');
  });

  it('has no script and keeps nothing in caches', async () => {
    const page = await createShopper().get(await shop.linkOf(await shop.start()));
    expect(page.html).not.to.match(/<script|\son\w+=|javascript:|style="/iu);
    expect(page.headers.get('cache-control')).to.equal('no-store');
  });

  it('gives a browser one payer session and keeps to it', async () => {
    const link = await shop.linkOf(await shop.start());
    const shopper = createShopper();
    const [cookie = ''] = (await shopper.get(link)).headers.getSetCookie();
    expect(cookie).to.match(/^chat_checkout_payer=[\w-]{43}; Path=\/; HttpOnly; SameSite=Lax$/u);
    expect((await shopper.get(link)).headers.getSetCookie()).to.deep.equal([]);
    const odd = await createShopper().get(link, { cookie: 'chat_checkout_payer=chosen-by-somebody' });
    expect(odd.headers.getSetCookie()).to.have.length(1);
  });

  it('stays as it is under 50 looks by preview bots', async () => {
    const checkout = await shop.start();
    const link = await shop.linkOf(checkout);
    const before = await shop.rowOf(checkout);
    const ledger = await readLedger(shop.simulatorUrl);
    const agents = [
      'Slackbot-LinkExpanding 1.0',
      'SkypeUriPreview',
      'TelegramBot',
      'WhatsApp/2',
      '',
      '\u00ff<script>',
    ];
    const looks = Array.from({ length: 50 }, (_, index) =>
      fetch(link, {
        method: index % 3 === 0 ? 'HEAD' : 'GET',
        headers: { 'user-agent': agents[index % agents.length] ?? '', purpose: 'prefetch' },
      }),
    );
    for (const look of await Promise.all(looks)) expect(look.status).to.equal(200);
    expect(await shop.rowOf(checkout)).to.deep.equal(before);
    expect(await readLedger(shop.simulatorUrl)).to.deep.equal(ledger);
  });

  it('answers every link that does not open with the same 404', async () => {
    const link = await shop.linkOf(await shop.start());
    const foreign = createLinkSeal(createKeyRing([randomBytes(32)]));
    const content = {
      checkoutId: 'a'.repeat(26),
      owner: { channelId: 'c', conversationId: 'v', shopperId: 's' },
    };
    const sealed = await foreign.seal({ ...content, expiresAt: Date.now() + 60_000 });
    const bad = [
      `${link.slice(0, -8)}${link.at(-8) === 'x' ? 'y' : 'x'}${link.slice(-7)}`,
      link.slice(0, -10),
      `${link}x`,
      `${shop.origin}/checkout/nonsense`,
      `${shop.origin}/checkout/${'x'.repeat(5_000)}`,
      `${shop.origin}/checkout/%ff%fe`,
      `${shop.origin}/checkout/${sealed}`,
    ];
    const pages = await Promise.all(bad.map((address) => createShopper().get(address)));
    for (const page of pages) {
      expect(page.status, page.url).to.equal(404);
      expect(page.kind).to.equal('not-found');
      expect(page.html).to.equal(pages[0]?.html);
      expect(page.headers.getSetCookie()).to.deep.equal([]);
    }
  });

  it('opens with a mark behind it that a chat took for a part of the link', async () => {
    const link = await shop.linkOf(await shop.start());
    for (const mark of ['.', ')', '"', '>', "'", '),', '…', '**', '%22', '%3E', '%20', '%0A']) {
      const page = await createShopper().get(`${link}${mark}`);
      expect(page.status, mark).to.equal(200);
    }
  });

  it('asks telephones to make no telephone links of its digits', async () => {
    const page = await createShopper().get(await shop.linkOf(await shop.start()));
    expect(page.html).to.include('<meta name="format-detection" content="telephone=no">');
  });

  it('is gone (410) once the checkout is over, and says how to get a new link', async () => {
    const late = await shop.linkOf(await shop.start());
    shop.later(3_600_001);
    const cancelled = await shop.start();
    await shop.flow.cancel(cancelled.owner);
    for (const link of [late, await shop.linkOf(cancelled)]) {
      const page = await createShopper().get(link);
      expect(page.status).to.equal(410);
      expect(page.kind).to.equal('expired');
      expect(page.html).to.include('new link');
    }
  });

  it('shows a second browser nothing of a checkout that another one has claimed', async () => {
    const checkout = await shop.start();
    const link = await shop.linkOf(checkout);
    await goToPayPal(createShopper(), link);
    const page = await createShopper().get(link);
    expect(page.status).to.equal(403);
    expect(page.kind).to.equal('elsewhere');
    expect(page.html)
      .not.to.match(/Teapot|€|csrf|M…/u)
      .and.not.to.include(checkout.id);
  });

  it('leads the browser that claimed it to where its purchase stands', async () => {
    const checkout = await shop.start();
    const link = await shop.linkOf(checkout);
    const shopper = createShopper();
    await goToPayPal(shopper, link);
    const page = await shopper.get(link);
    expect(page.status).to.equal(303);
    expect(page.location).to.equal(`${shop.origin}/checkouts/${checkout.id}`);
    expect((await shopper.follow(page)).url).to.equal(`${shop.origin}/checkouts/${checkout.id}/checkout`);
  });
});
