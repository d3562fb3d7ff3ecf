import { expect } from 'chai';
import { readLedger } from '../stage/ledger.ts';
import { createShopper, type Page } from '../stage/page-visitor.ts';
import { openShop, type Shop } from '../stage/site-harness.ts';

describe('pay', () => {
  let shop: Shop;
  beforeEach(async () => {
    shop = await openShop();
  });
  afterEach(() => shop.close());

  it('binds the checkout to this browser and leads to PayPal', async () => {
    const checkout = await shop.start();
    const shopper = createShopper();
    const answer = await shopper.press(await shopper.get(await shop.linkOf(checkout)), 'Pay with PayPal');
    expect(answer.status).to.equal(303);
    const row = await shop.rowOf(checkout);
    expect(row.status).to.equal('awaiting_approval');
    expect(answer.location).to.equal(`${shop.simulatorUrl}/checkoutnow?token=${row.orders[0]?.orderId}`);
  });

  it('leads ten clicks at once to the same PayPal order', async () => {
    const checkout = await shop.start();
    const shopper = createShopper();
    const page = await shopper.get(await shop.linkOf(checkout));
    const clicks = Array.from({ length: 10 }, () => shopper.press(page, 'Pay with PayPal'));
    const locations = new Set((await Promise.all(clicks)).map(({ location }) => location));
    expect([...locations]).to.have.length(1);
    expect((await readLedger(shop.simulatorUrl)).orders).to.have.length(1);
  });

  it('lets one of two browsers through when both press at once', async () => {
    const link = await shop.linkOf(await shop.start());
    const answers = await Promise.all(
      [createShopper(), createShopper()].map(async (shopper) =>
        shopper.press(await shopper.get(link), 'Pay with PayPal'),
      ),
    );
    const statuses = answers.map(({ status }) => status).toSorted((one, other) => one - other);
    expect(statuses).to.deep.equal([303, 403]);
    expect(answers.find(({ status }) => status === 403)?.kind).to.equal('elsewhere');
    expect((await readLedger(shop.simulatorUrl)).orders).to.have.length(1);
  });

  it('leads a click on an old page to where the purchase stands', async () => {
    const checkout = await shop.start();
    const shopper = createShopper();
    const page = await shopper.get(await shop.linkOf(checkout));
    const approval = await shopper.follow(await shopper.press(page, 'Pay with PayPal'));
    await shopper.follow(await shopper.press(approval, 'Approve payment'));
    const again = await shopper.follow(await shopper.press(page, 'Pay with PayPal'));
    expect(again.kind).to.equal('number');
    expect((await readLedger(shop.simulatorUrl)).captures).to.have.length(1);
  });

  it('refuses what is not our own form, and changes nothing', async () => {
    const checkout = await shop.start();
    const other = await shop.start();
    const shopper = createShopper();
    const page = await shopper.get(await shop.linkOf(checkout));
    const good = tokenOn(page, 'pay');
    const address = `${shop.origin}/checkouts/${checkout.id}/pay`;
    const foreign = tokenOn(await createShopper().get(await shop.linkOf(checkout)), 'pay');
    const another = tokenOn(await shopper.get(await shop.linkOf(other)), 'pay');
    const before = await shop.rowOf(checkout);
    const cases: [string, number, Promise<Page>][] = [
      ['no token', 400, shopper.post(address, '')],
      ['an empty token', 400, shopper.post(address, 'csrf=')],
      ['a wrong token', 403, shopper.post(address, 'csrf=abc')],
      ['a changed token', 403, shopper.post(address, `csrf=${good.slice(0, -2)}xx`)],
      ['another browser’s token', 403, shopper.post(address, `csrf=${foreign}`)],
      ['another checkout’s token', 403, shopper.post(address, `csrf=${another}`)],
      ['another button’s token', 403, shopper.post(address, `csrf=${tokenOn(page, 'not-mine')}`)],
      ['no cookie', 403, createShopper().post(address, `csrf=${good}`)],
      ['a repeated field', 400, shopper.post(address, `csrf=${good}&csrf=${good}`)],
      ['an unknown field', 400, shopper.post(address, `csrf=${good}&total=1`)],
      ['a large form', 413, shopper.post(address, `csrf=${good}&x=${'x'.repeat(16 * 1024)}`)],
      ['a very large form', 413, shopper.post(address, 'x'.repeat(5_000_000))],
      ['JSON', 415, shopper.post(address, '{}', { 'content-type': 'application/json' })],
      ['plain text', 415, shopper.post(address, `csrf=${good}`, { 'content-type': 'text/plain' })],
      ['another site', 403, shopper.post(address, `csrf=${good}`, { 'sec-fetch-site': 'cross-site' })],
      ['a sister site', 403, shopper.post(address, `csrf=${good}`, { 'sec-fetch-site': 'same-site' })],
      ['another method', 405, shopper.get(address)],
      ['another id', 404, shopper.post(`${shop.origin}/checkouts/nonsense/pay`, `csrf=${good}`)],
    ];
    for (const [what, status, asked] of cases) {
      const answer = await asked;
      expect(answer.status, what).to.equal(status);
      expect(answer.kind, what).to.equal(status === 404 ? 'not-found' : 'error');
    }
    expect(await shop.rowOf(checkout)).to.deep.equal(before);
    expect((await readLedger(shop.simulatorUrl)).requests).to.deep.equal([]);
    expect(
      (await shopper.post(address, `csrf=${good}`, { 'sec-fetch-site': 'same-origin' })).status,
    ).to.equal(303);
  });

  it('takes ten claims a minute from one address', async () => {
    const statuses: number[] = [];
    for (let count = 0; count < 11; count += 1) {
      const shopper = createShopper();
      const page = await shopper.get(await shop.linkOf(await shop.start()));
      statuses.push((await shopper.press(page, 'Pay with PayPal')).status);
    }
    expect(statuses).to.deep.equal([...Array.from({ length: 10 }, () => 303), 429]);
  });

  it('says that nothing is lost when PayPal does not answer, and goes on with the same order', async () => {
    const checkout = await shop.start();
    const shopper = createShopper();
    const page = await shopper.get(await shop.linkOf(checkout));
    await shop.arrange([{ operation: 'create', fault: 'error_503', times: 3 }]);
    const refused = await shopper.press(page, 'Pay with PayPal');
    expect(refused.status).to.equal(503);
    expect(refused.kind).to.equal('error');
    expect(refused.html).to.include('Nothing is lost').and.include(`/checkouts/${checkout.id}"`);
    const again = await shopper.follow(await shopper.get(`${shop.origin}/checkouts/${checkout.id}`));
    expect((await shopper.press(again, 'Pay with PayPal')).status).to.equal(303);
    expect((await readLedger(shop.simulatorUrl)).orders).to.have.length(1);
  });

  it('says so when the checkout ended while its page was open', async () => {
    const checkout = await shop.start();
    const shopper = createShopper();
    const page = await shopper.get(await shop.linkOf(checkout));
    shop.later(3_600_001);
    const answer = await shopper.press(page, 'Pay with PayPal');
    expect(answer.status).to.equal(410);
    expect(answer.kind).to.equal('expired');
  });
});

function tokenOn(page: Page, action: string): string {
  return (
    new RegExp(`/${action}">\\s*<input type="hidden" name="csrf" value="([^"]+)"`, 'u').exec(
      page.html,
    )?.[1] ?? ''
  );
}
