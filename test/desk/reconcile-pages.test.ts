import { expect } from 'chai';
import type { Checkout } from '../../src/checkout/checkout.ts';
import type { CheckoutStore } from '../../src/checkout/ports.ts';
import { type Difference, reconcile } from '../../src/desk/reconcile.ts';
import { createTwinStore } from '../model/twin-store.ts';
import { findDifferences } from '../stage/differences.ts';
import { databases } from '../store/databases.ts';
import { times } from '../store/outcome.ts';
import { paidCheckout, shopper } from '../store/sample-checkout.ts';

const now = 1_800_000_000_000;
const pageSize = 3;

/** Nothing here was ever asked of PayPal, so that each capture is a difference that needs no answer. */
const payments = {
  findOrder: () => Promise.reject(new Error('PayPal was asked')),
  findRefund: () => Promise.reject(new Error('PayPal was asked')),
};

/** When each of so many was begun, the first being the newest. */
const moments: Readonly<Record<string, (index: number) => number>> = {
  'all of one moment': () => now,
  'each of its own moment': (index) => now - index,
  'two of each moment': (index) => now - Math.floor(index / 2),
};

interface Shop {
  readonly checkouts: CheckoutStore;
  readonly remove: () => Promise<void>;
}

const shops: Readonly<Record<string, () => Promise<Shop>>> = {
  ...Object.fromEntries(
    databases.map(({ name, open }) => [
      name,
      async () => {
        const { store, remove } = await open();
        return { checkouts: store.checkouts, remove };
      },
    ]),
  ),
  'its twin in the models': async () => ({
    checkouts: createTwinStore({ now }).checkouts,
    remove: async () => undefined,
  }),
};

for (const [name, openShop] of Object.entries(shops))
  describe(`reconciling page by page, on ${name},`, () => {
    let shop: Shop;
    beforeEach(async () => {
      shop = await openShop();
    });
    afterEach(() => shop.remove());

    const insert = async (createdAt: number, changes: Partial<Checkout> = {}): Promise<Checkout> => {
      const made = paidCheckout(createdAt, changes);
      const checkout = { ...made, owner: { ...shopper, conversationId: made.id } };
      await shop.checkouts.write({ insert: checkout });
      return checkout;
    };
    const compared = async (): Promise<string[]> => toIds(await findDifferences(books(shop), pageSize));

    for (const [what, momentOf] of Object.entries(moments))
      for (const count of [0, 1, pageSize - 1, pageSize, pageSize + 1, 2 * pageSize, 301])
        it(`compares each of ${count} purchases once, newest first, ${what}`, async () => {
          const all = await Promise.all(times(count, (index) => insert(momentOf(index))));
          expect(await compared()).to.deep.equal(inOrder(all));
        });

    it('compares each of some hundred once in pages of the usual size', async () => {
      const all = await Promise.all(times(301, () => insert(now)));
      expect(toIds(await findDifferences(books(shop)))).to.deep.equal(inOrder(all));
    });

    for (const [what, createdAt, id] of [
      ['newer than all', now + 1, 'm'],
      ['of the moment of the border and before it', now, 'z'],
      ['of the moment of the border and after it', now, '0'],
    ] as const)
      it(`loses none and repeats none where others come between two pages, ${what}`, async () => {
        const all = await Promise.all(times(7, (index) => insert(now, { id: `a${index}` })));
        const found: string[] = [];
        for await (const { checkoutId } of reconcile(books(shop), pageSize)) {
          found.push(checkoutId);
          if (found.length <= 2 * pageSize && found.length % pageSize === 0)
            await insert(createdAt, { id: `${id}${found.length}` });
        }
        const late = createdAt === now && id === '0' ? ['06', '03'] : [];
        expect(found).to.deep.equal([...inOrder(all), ...late]);
      });

    it('has one page in hand at a time, and asks for no more than what is read', async () => {
      await Promise.all(times(8, (index) => insert(now - index)));
      const found: Difference[] = [];
      const asked: [limit: number, found: number][] = [];
      const watched = books({
        checkouts: {
          list: (limit, after) => {
            asked.push([limit, found.length]);
            return shop.checkouts.list(limit, after);
          },
        },
      });
      for await (const difference of reconcile(watched, pageSize)) found.push(difference);
      expect(asked).to.deep.equal([
        [3, 0],
        [3, 3],
        [3, 6],
        [3, 8],
      ]);
      asked.length = 0;
      expect(await reconcile(watched, pageSize).next()).to.have.property('done', false);
      expect(asked).to.have.length(1);
      asked.length = 0;
      await findDifferences(watched);
      for (const [limit] of asked) expect(limit).to.be.at.most(1_000);
    });
  });

function books(shop: { readonly checkouts: Pick<CheckoutStore, 'list'> }) {
  return { store: { checkouts: shop.checkouts }, payments };
}

function toIds(differences: readonly Difference[]): string[] {
  return differences.map(({ checkoutId }) => checkoutId);
}

function inOrder(checkouts: readonly Checkout[]): string[] {
  return checkouts
    .toSorted((one, other) =>
      one.createdAt === other.createdAt ? compare(other.id, one.id) : other.createdAt - one.createdAt,
    )
    .map(({ id }) => id);
}

function compare(one: string, other: string): number {
  return one < other ? -1 : 1;
}
