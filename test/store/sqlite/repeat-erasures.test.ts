import { readFileSync, writeFileSync } from 'node:fs';
import { expect } from 'chai';
import type { Checkout } from '../../../src/checkout/checkout.ts';
import { eraseFrom } from '../../../src/checkout/erasure.ts';
import { restore } from '../../../src/store/sqlite/restore.ts';
import { openStore, type Store } from '../../../src/store/store.ts';
import { sampleCheckout, shopper } from '../sample-checkout.ts';
import { change, now, olderSchema, openShopFiles, type ShopFiles } from '../shop-files.ts';

const dayMs = 86_400_000;
const retentionMs = 180 * dayMs;

describe('An erasure', () => {
  let files: ShopFiles;
  beforeEach(async () => {
    files = await openShopFiles();
  });
  afterEach(() => files.remove());

  async function inStore<T>(act: (store: Store) => Promise<T>): Promise<T> {
    const store = await openStore({ url: `file:${files.database}`, holder: 'test', clock: () => now });
    try {
      await store.migrate();
      return await act(store);
    } finally {
      await store.close();
    }
  }
  /** A purchase that is over, with who paid. */
  const sell = (name: string, changes: Partial<Checkout> = {}): Promise<Checkout> =>
    inStore(async ({ checkouts }) => {
      const owner = { ...shopper, conversationId: `c${Math.random()}` };
      const conversationReference = JSON.stringify({ user: { id: 'u', name } });
      const begun = sampleCheckout(now, {
        owner,
        shopperName: name,
        conversationReference,
        ...changes,
        status: 'claimed',
      });
      const after = { ...begun, status: changes.status ?? 'confirmed', version: 2 } as const;
      await checkouts.write({ insert: begun });
      const payer = { checkoutId: begun.id, sealed: `key.${name}`, emailHash: `key.${name} hashed` };
      await checkouts.write({ update: { before: begun, after }, payer });
      return after;
    });
  const erase = (before: Checkout): Promise<unknown> =>
    inStore(({ checkouts }) =>
      checkouts.write({ update: { before, after: eraseFrom(before, now) }, who: 'merchant' }),
    );
  const look = ({ id }: Pick<Checkout, 'id'>) =>
    inStore(async ({ checkouts, ledger }) => ({
      name: (await checkouts.find(id))?.checkout.shopperName,
      payers: await checkouts.findPayers([id]),
      lines: (await ledger(id)).map(({ what }) => what),
      loaded: await checkouts.find(id),
    }));

  it('takes the countries of payers out of an older backup too', async () => {
    const order = {
      number: 1,
      requestId: 'request-1',
      live: false,
      nonceKeyId: 'key',
      nonceHash: 'hash',
      publicUrl: '',
      merchantName: '',
      captures: 0,
      approvedFor: 'LU',
    };
    const ada = await sell('Ada Lovelace', { orders: [order] });
    await files.backUp();
    await erase(ada);
    restore(files.database, files.backup, new Date(now), retentionMs);
    const [left] = (await look(ada)).loaded?.checkout.orders ?? [];
    expect(left).to.include({ requestId: 'request-1' }).and.not.have.property('approvedFor');
  });

  it('is repeated in an older backup that takes the place of the database, and nobody else loses a name', async () => {
    const [ada, eve] = [await sell('Ada Lovelace'), await sell('Eve Kept')];
    await files.backUp();
    await erase(ada);
    const restored = restore(files.database, files.backup, new Date(now), retentionMs);
    expect(restored).to.include({ erased: 1, knowsErasures: true });
    const erased = await look(ada);
    expect([erased.name, erased.payers, erased.lines.at(-1)]).to.deep.equal(['', [], 'erased']);
    expect(erased.loaded?.checkout).to.deep.include({ erasedAt: now, items: ada.items, owner: ada.owner });
    const kept = await look(eve);
    expect([kept.name, kept.payers.length]).to.deep.equal(['Eve Kept', 1]);
    const bytes = readFileSync(files.database).toString('latin1');
    expect(bytes).to.include('Eve Kept').and.not.include('Ada Lovelace');
  });

  it('stays one over a second restore, and is not written down twice', async () => {
    const ada = await sell('Ada Lovelace');
    await files.backUp();
    await erase(ada);
    restore(files.database, files.backup, new Date(now), retentionMs);
    await files.backUp({ overwrite: true });
    expect(restore(files.database, files.backup, new Date(now + 1), retentionMs).erased).to.equal(0);
    expect((await look(ada)).lines.filter((what) => what === 'erased')).to.have.length(1);
  });

  it('comes with the restore for what is older than it is kept, but for what is disputed or under way', async () => {
    const createdAt = now - retentionMs - 1;
    const old = await sell('Old Name', { createdAt });
    const disputed = await sell('Disputed Name', { createdAt, dispute: 'open' });
    const waiting = await sell('Waiting Name', { createdAt, status: 'paid', paidAt: now });
    const young = await sell('Young Name', { createdAt: createdAt + 1 });
    await files.backUp();
    expect(restore(files.database, files.backup, new Date(now), retentionMs).erased).to.equal(1);
    expect((await look(old)).name).to.equal('');
    for (const one of [disputed, waiting, young]) {
      const { name, payers } = await look(one);
      expect([name, payers.length]).to.deep.equal([one.shopperName, 1]);
    }
  });

  it('is repeated in a backup of an older version, which the next start brings up to date', async () => {
    const ada = await sell('Ada Lovelace');
    await files.backUp();
    await erase(ada);
    change(files.backup, olderSchema);
    expect(restore(files.database, files.backup, new Date(now), retentionMs)).to.include({
      erased: 1,
      isOlder: true,
    });
    const { name, lines, loaded } = await look(ada);
    expect([name, lines.at(-1), loaded?.checkout.erasedAt]).to.deep.equal(['', 'erased', now]);
    expect(await inStore(({ checkouts }) => checkouts.listErasable(now + 1, 10))).to.deep.equal([]);
  });

  it('is not known where the database that was there is damaged; that is said, and the backup is put back', async () => {
    await sell('Ada Lovelace');
    await files.backUp();
    writeFileSync(files.database, 'no database at all');
    const restored = restore(files.database, files.backup, new Date(now), retentionMs);
    expect(restored).to.include({ checkouts: 3, erased: 0, knowsErasures: false });
  });

  it('leaves the name in no page of the file, once its log is written back', async () => {
    const ada = await sell('Ada Lovelace');
    await erase(ada);
    change(files.database, 'pragma wal_checkpoint(truncate)');
    expect(readFileSync(files.database).toString('latin1')).not.to.match(/Ada Lovelace/u);
  });
});
