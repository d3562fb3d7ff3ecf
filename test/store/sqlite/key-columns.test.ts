import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { active, statuses } from '../../../src/checkout/checkout.ts';
import { openStore, type Store } from '../../../src/store/store.ts';
import { newFolder } from '../databases.ts';
import { paidCheckout, shopper } from '../sample-checkout.ts';
import { change, now, olderSchema } from '../shop-files.ts';

describe('a database of a version that did not write down its keys', () => {
  let folder: string;
  let store: Store;
  const open = () => openStore({ url: `file:${join(folder, 'shop.db')}`, holder: 'test', clock: () => now });

  beforeEach(async () => {
    folder = await newFolder();
    store = await open();
    await store.migrate();
    for (const status of statuses) {
      const order = { requestId: 'r', nonceHash: 'h', publicUrl: '', merchantName: '', captures: 0 };
      const insert = paidCheckout(now, {
        status,
        owner: { ...shopper, conversationId: status },
        number: { hash: 'h.hash', sealed: `${status}-key.iv.sealed`, expiresAt: now + 1_000, attempts: 0 },
        orders: [
          { ...order, number: 1, live: false, nonceKeyId: 'dead' },
          { ...order, number: 2, live: true, nonceKeyId: 'live' },
        ],
      });
      await store.checkouts.write({ insert });
    }
    const owner = { ...shopper, conversationId: 'without a number' };
    await store.checkouts.write({ insert: paidCheckout(now, { owner, number: undefined }) });
    await store.close();
    change(join(folder, 'shop.db'), olderSchema);
    store = await open();
  });
  afterEach(async () => {
    await store.close();
    rmSync(folder, { recursive: true });
  });

  it('says what needs which key once it is brought up to date, and of links that nobody knows', async () => {
    await store.migrate();
    const links = { what: 'links', keyId: '', count: active.length + 1 };
    expect(await store.countKeyUses()).to.have.deep.members([
      links,
      { what: 'numbers', keyId: 'paid-key', count: 1 },
      { what: 'numbers', keyId: 'approved-key', count: 1 },
      { what: 'orders', keyId: 'live', count: 1 },
    ]);
  });

  it('has its numbers found, and says the same after each is written again', async () => {
    await store.migrate();
    const before = await store.countKeyUses();
    const found = await store.checkouts.listSealedUnder(['paid-key'], 10);
    expect(found.map(({ status }) => status)).to.deep.equal(['paid']);
    for (const checkout of await store.checkouts.list(100))
      await store.checkouts.write({
        update: { before: checkout, after: { ...checkout, version: checkout.version + 1 } },
      });
    expect(await store.countKeyUses()).to.have.deep.members([...before]);
  });
});
