import { rmSync, writeFileSync } from 'node:fs';
import { expect } from 'chai';
import { move } from '../../../src/checkout/checkout.ts';
import { restore } from '../../../src/store/sqlite/restore.ts';
import { openStore, type Store } from '../../../src/store/store.ts';
import { sampleCode, saying } from '../sample-codes.ts';
import { paidCheckout, shopper } from '../sample-checkout.ts';
import { change, now, olderSchema, openShopFiles, type ShopFiles } from '../shop-files.ts';

describe('A chat of the merchant that was taken out', () => {
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
  const owner = (name: string) => ({ ...shopper, conversationId: `with-${name}` });
  const letIn = (...names: readonly string[]): Promise<void> =>
    inStore(async ({ merchantChats }) => {
      for (const name of names) {
        await merchantChats.openCode({ ...sampleCode, id: `code of ${name}` });
        await merchantChats.tryCode(saying(owner(name)));
      }
    });
  const putBack = () => restore(files.database, files.backup, new Date(now + 1));
  const states = (): Promise<string[]> =>
    inStore(async ({ merchantChats }) =>
      (await merchantChats.list(9)).map(({ id, state }) => `${id} ${state}`),
    );

  it('hears nothing again by an older backup, nor what waited for it then; the others hear on', async () => {
    await letIn('mia', 'zoe');
    const sold = await inStore(async ({ checkouts }) => {
      const before = paidCheckout(now, { owner: { ...shopper, shopperId: 'bob' } });
      await checkouts.write({ insert: before });
      await checkouts.write({ update: { before, after: move(before, 'confirmed', {}, now) } });
      return before;
    });
    await files.backUp();
    await inStore(({ merchantChats }) => merchantChats.end(1, 'revoked', 'lost telephone'));
    expect(putBack().endedChats).to.equal(1);
    expect(await states()).to.deep.equal(['2 hearing', '1 revoked']);
    const [chat, rows] = await inStore(async ({ merchantChats, merchantEvents }) => [
      await merchantChats.find(1),
      await merchantEvents.listOf(sold.id),
    ]);
    expect(chat).to.include({ conversationReference: '', reason: 'lost telephone', endedAt: now });
    expect(rows.map(({ destination, state }) => `${destination} ${state}`)).to.have.members([
      'chat-1 dropped',
      'chat-2 waiting',
    ]);
  });

  it('is not mistaken for another one with its number', async () => {
    await letIn('mia');
    await files.backUp();
    for (const end of ['', '-wal', '-shm']) rmSync(`${files.database}${end}`, { force: true });
    await letIn('eve');
    await inStore(({ merchantChats }) => merchantChats.end(1, 'revoked'));
    expect(putBack().endedChats).to.equal(0);
    expect(await states()).to.deep.equal(['1 hearing']);
  });

  it('is none where there was no database, or one that cannot be read', async () => {
    await letIn('mia');
    await files.backUp();
    for (const end of ['', '-wal', '-shm']) rmSync(`${files.database}${end}`, { force: true });
    expect(putBack()).to.include({ endedChats: 0, knowsErasures: true });
    writeFileSync(files.database, 'no database at all');
    expect(restore(files.database, files.backup, new Date(now + 2))).to.include({
      endedChats: 0,
      knowsErasures: false,
    });
    expect(await states()).to.deep.equal(['1 hearing']);
  });

  it('is no matter where the backup or the database is of an older version', async () => {
    await letIn('mia');
    await files.backUp();
    change(files.backup, olderSchema);
    expect(putBack()).to.include({ endedChats: 0, isOlder: true });
    // Now the one that is replaced is of that version too.
    expect(restore(files.database, files.backup, new Date(now + 2))).to.include({ endedChats: 0 });
  });

  it('cannot be let in by a code that waited in the backup: it may have been said since', async () => {
    await inStore(({ merchantChats }) => merchantChats.openCode(sampleCode));
    await files.backUp();
    putBack();
    const outcome = await inStore(({ merchantChats }) => merchantChats.tryCode(saying(owner('mia'))));
    expect(outcome).to.deep.equal({ kind: 'refused' });
  });
});
