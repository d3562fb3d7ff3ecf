import { expect } from 'chai';
import { createShopper, type Page, payWith } from '../../stage/page-visitor.ts';
import { openShop, type Shop } from '../../stage/site-harness.ts';

describe('the number page', () => {
  let shop: Shop;
  before(async () => {
    shop = await openShop();
  });
  after(() => shop.close());

  it('shows the digits to the browser that came back from PayPal, and what to do with them', async () => {
    const checkout = await shop.start();
    const page = await payWith(createShopper(), await shop.linkOf(checkout));
    expect(page.status).to.equal(200);
    expect(page.kind).to.equal('number');
    expect(page.url).to.equal(`${shop.origin}/checkouts/${checkout.id}/number`);
    expect(digitsOn(page)).to.match(/^\d{6}$/u);
    expect(page.html).to.include('Paid €136.10').and.include('Go back to your chat');
    expect(page.html).to.include('Do not give this number to anybody.');
    expect(page.html).to.match(/Valid until <time datetime="[^"]+">\d\d:\d\d UTC/u);
  });

  it('says of an approval that nothing is charged, and of a payment nothing', async () => {
    const checkout = await shop.start();
    const shopper = createShopper();
    const { url } = await payWith(shopper, await shop.linkOf(checkout));
    await shop.force(checkout, { status: 'approved', capture: undefined, paidAt: undefined });
    const live = await shopper.get(url);
    expect(digitsOn(live)).to.match(/^\d{6}$/u);
    expect(live.html)
      .to.include('Approved, not charged yet: €136.10')
      .and.include('Only then is €136.10 charged');
    shop.later(601_000);
    const over = await shopper.get(url);
    expect(over.html).to.include('nothing was charged').and.not.include('your payment');
    for (const page of [live, over]) expect(page.html).not.to.match(/\bPaid\b/u);
  });

  it('shows the same number again on a reload, over the link, and over the return', async () => {
    const checkout = await shop.start();
    const link = await shop.linkOf(checkout);
    const shopper = createShopper();
    const page = await payWith(shopper, link);
    const pages = [await shopper.get(page.url), await shopper.follow(await shopper.get(link))];
    for (const again of pages) expect(digitsOn(again)).to.equal(digitsOn(page));
  });

  it('shows a number that the chat takes', async () => {
    const checkout = await shop.start();
    const page = await payWith(createShopper(), await shop.linkOf(checkout));
    const confirmation = await shop.flow.confirm(checkout.owner, digitsOn(page) ?? '');
    expect(confirmation.kind).to.equal('confirmed');
  });

  it('shows a second browser nothing', async () => {
    const checkout = await shop.start();
    const page = await payWith(createShopper(), await shop.linkOf(checkout));
    const stranger = createShopper();
    await stranger.get(await shop.linkOf(await shop.start()));
    for (const visitor of [createShopper(), stranger]) {
      const seen = await visitor.get(page.url);
      expect(seen.status).to.equal(403);
      expect(seen.kind).to.equal('elsewhere');
      expect(seen.html).not.to.include('magic-number').and.not.include(digitsOn(page));
    }
  });

  it('draws a new number on request, after which the former one no longer works', async () => {
    const checkout = await shop.start();
    const shopper = createShopper();
    const page = await payWith(shopper, await shop.linkOf(checkout));
    const answer = await shopper.press(page, 'Show a new number');
    expect(answer.status).to.equal(303);
    const next = await shopper.follow(answer);
    expect(digitsOn(next))
      .to.match(/^\d{6}$/u)
      .and.not.equal(digitsOn(page));
    expect((await shop.flow.confirm(checkout.owner, digitsOn(page) ?? '')).kind).to.equal('wrong');
    expect((await shop.flow.confirm(checkout.owner, digitsOn(next) ?? '')).kind).to.equal('confirmed');
  });

  it('says when the number’s time is over, that nothing is lost, and offers a new one', async () => {
    const shopper = createShopper();
    const page = await payWith(shopper, await shop.linkOf(await shop.start()));
    shop.later(600_001);
    const late = await shopper.get(page.url);
    expect(late.status).to.equal(200);
    expect(late.kind).to.equal('number');
    expect(late.html).not.to.include('magic-number');
    expect(late.html).to.include('time is over').and.include('Nothing is lost');
    expect(digitsOn(await shopper.follow(await shopper.press(late, 'Show a new number')))).to.match(
      /^\d{6}$/u,
    );
  });

  it('draws three numbers at most, and then names somebody to ask', async () => {
    const shopper = createShopper();
    const page = await payWith(shopper, await shop.linkOf(await shop.start()));
    const second = await shopper.follow(await shopper.press(page, 'Show a new number'));
    const third = await shopper.follow(await shopper.press(second, 'Show a new number'));
    expect(third.html).to.include('the last number').and.not.include('Show a new number');
    const refused = await shopper.post(page.url, `csrf=${tokenOn(second)}`);
    expect(refused.status).to.equal(409);
    expect(refused.kind).to.equal('error');
    expect(digitsOn(await shopper.get(page.url))).to.equal(digitsOn(third));
    shop.later(600_001);
    const late = await shopper.get(page.url);
    expect(late.html).to.include('help@fern-and-kettle.example').and.not.include('Show a new number');
  });

  it('wastes no number on a second click on the same page', async () => {
    const checkout = await shop.start();
    const shopper = createShopper();
    const page = await payWith(shopper, await shop.linkOf(checkout));
    const next = await shopper.follow(await shopper.press(page, 'Show a new number'));
    const again = await shopper.follow(await shopper.press(page, 'Show a new number'));
    expect(digitsOn(again)).to.equal(digitsOn(next));
    expect((await shop.rowOf(checkout)).numbersDrawn).to.equal(2);
  });

  it('takes no new-number form from another browser or with another button’s token', async () => {
    const checkout = await shop.start();
    const shopper = createShopper();
    const link = await shop.linkOf(checkout);
    const payToken = tokenOn(await shopper.get(link));
    const page = await payWith(shopper, link);
    const before = await shop.rowOf(checkout);
    const answers = [
      await createShopper().post(page.url, `csrf=${tokenOn(page)}`),
      await shopper.post(page.url, `csrf=${payToken}`),
      await shopper.post(page.url, ''),
    ];
    expect(answers.map(({ status }) => status)).to.deep.equal([403, 403, 400]);
    expect(await shop.rowOf(checkout)).to.deep.equal(before);
  });
});

function digitsOn(page: Page): string | undefined {
  return /<output id="magic-number">(\d+)<\/output>/u.exec(page.html)?.[1];
}

function tokenOn(page: Page): string {
  return /name="csrf" value="([^"]+)"/u.exec(page.html)?.[1] ?? '';
}
