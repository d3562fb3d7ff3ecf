import { expect } from 'chai';
import { type Status, statuses } from '../../../src/checkout/checkout.ts';
import { homePages, pageStatuses, statusNow } from '../../../src/web/guards/allowed-status.ts';
import { createShopper, payWith, type Shopper } from '../../stage/page-visitor.ts';
import { openShop, type Shop } from '../../stage/site-harness.ts';

const pages = [
  'checkout',
  'cancelled',
  'pending',
  'declined',
  'number',
  'done',
  'expired',
  'flagged',
  'refunded',
] as const;

/** What the page says that it is, where that is not its own name. */
const kinds = new Map<string, string>([
  ['flagged', 'error'],
  ['refunded', 'done'],
]);

describe('the pages of a purchase and their statuses', () => {
  let shop: Shop;
  let shopper: Shopper;
  let id: string;
  before(async () => {
    shop = await openShop();
    shopper = createShopper();
    const checkout = await shop.start();
    ({ id } = checkout);
    await payWith(shopper, await shop.linkOf(checkout));
  });
  after(() => shop.close());

  it('has a page for each status, and each page fits the statuses that lead to it', () => {
    expect(Object.keys(pageStatuses)).to.have.members([...pages]);
    for (const status of statuses) {
      const fitting: readonly Status[] = pageStatuses[homePages[status]];
      expect(fitting, status).to.include(status);
    }
  });

  it('lets a deadline count from its own moment, and only where there is still one', async () => {
    const row = await shop.rowOf({ id });
    const at = (status: Status, ms: number): Status =>
      statusNow({ checkout: { ...row, status }, now: row.expiresAt + ms });
    expect([at('open', -1), at('open', 0), at('open', 1)]).to.deep.equal(['open', 'expired', 'expired']);
    expect([at('paid', 1), at('cancelled', 1)]).to.deep.equal(['paid', 'cancelled']);
  });

  for (const status of statuses) {
    it(`shows ${status} at its own page and leads every other page there`, async () => {
      await shop.force({ id }, { status });
      const home = `${shop.origin}/checkouts/${id}/${homePages[status]}`;
      for (const page of pages) {
        const fitting: readonly Status[] = pageStatuses[page];
        const answer = await shopper.get(`${shop.origin}/checkouts/${id}/${page}`);
        if (fitting.includes(status)) {
          expect(answer.status, page).to.equal(page === 'expired' ? 410 : 200);
          expect(answer.kind).to.equal(kinds.get(page) ?? page);
        } else {
          expect(answer.status, page).to.equal(303);
          expect(answer.location).to.equal(home);
        }
      }
      const door = await shopper.get(`${shop.origin}/checkouts/${id}`);
      expect(door.status).to.equal(303);
      expect(door.location).to.equal(home);
    });
  }

  it('counts a deadline that has passed before anybody has written it down', async () => {
    const checkout = await shop.start();
    const late = createShopper();
    await late.press(await late.get(await shop.linkOf(checkout)), 'Pay with PayPal');
    shop.later(3_600_001);
    const page = await late.follow(await late.get(`${shop.origin}/checkouts/${checkout.id}/checkout`));
    expect(page.kind).to.equal('expired');
    expect((await shop.rowOf(checkout)).status).to.equal('awaiting_approval');
  });

  it('opens for the browser that claimed the checkout and for no other', async () => {
    for (const page of ['', ...pages.map((name) => `/${name}`)]) {
      const seen = await createShopper().get(`${shop.origin}/checkouts/${id}${page}`);
      expect(seen.status).to.equal(403);
      expect(seen.kind).to.equal('elsewhere');
    }
  });

  it('answers 404 for a checkout that does not exist, and for an id that cannot', async () => {
    for (const odd of ['a'.repeat(26), 'nonsense', '..%2f..', 'A'.repeat(26)]) {
      const seen = await shopper.get(`${shop.origin}/checkouts/${odd}/number`);
      expect(seen.status, odd).to.equal(404);
      expect(seen.kind).to.equal('not-found');
    }
  });
});
