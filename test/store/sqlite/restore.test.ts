import { chmodSync, chownSync, copyFileSync, readdirSync, readFileSync } from 'node:fs';
import { mkdir, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import { lockFile } from '../../../src/store/sqlite/file-lock.ts';
import { restore } from '../../../src/store/sqlite/restore.ts';
import { openStore } from '../../../src/store/store.ts';
import { listStored } from '../../stage/stored-rows.ts';
import { change, damage, now, olderSchema, openShopFiles, reasonOf, type ShopFiles } from '../shop-files.ts';

describe('A backup that is put back', () => {
  let files: ShopFiles;
  let folder: string;
  let database: string;
  let backup: string;

  beforeEach(async () => {
    files = await openShopFiles();
    ({ folder, database, backup } = files);
  });
  afterEach(() => files.remove());

  it('replaces the database, which is kept to the byte under a dated name', async () => {
    await files.backUp();
    await files.sell(1);
    const { 'checkout.db': old } = files.listing();
    const restored = restore(database, backup, new Date(now));
    expect(restored).to.include({ checkouts: 2, keptAs: `${database}.replaced-2027-01-15T08-00-00-000Z` });
    expect(files.listing()).to.have.property('checkout.db.replaced-2027-01-15T08-00-00-000Z', old);
    expect(listStored(database)).to.have.length(2);
    await files.sell(1);
    expect(listStored(database)).to.have.length(3);
    expect(listStored(backup)).to.have.length(2);
  });

  it('makes the folder where there is none, for this user alone', async () => {
    await files.backUp();
    await rm(join(folder, 'data'), { recursive: true });
    expect(restore(database, backup, new Date(now)).keptAs).to.equal(undefined);
    expect((await stat(join(folder, 'data'))).mode & 0o777).to.equal(0o700);
    expect((await stat(database)).mode & 0o777).to.equal(0o600);
    expect(listStored(database)).to.have.length(2);
  });

  it('can be written to though the backup could not, and belongs to whom the old one belonged', async () => {
    await files.backUp();
    chmodSync(backup, 0o400);
    if (process.getuid?.() === 0) chownSync(database, 12_345, 12_345);
    const { uid } = await stat(database);
    const before = readFileSync(backup);
    restore(database, backup, new Date(now));
    expect((await stat(database)).mode & 0o777).to.equal(0o600);
    expect((await stat(database)).uid).to.equal(uid);
    expect(readFileSync(backup).equals(before)).to.equal(true);
  });

  it('leaves no log of the old one, whatever lies there', async () => {
    await files.backUp();
    await rm(database);
    for (const end of ['-wal', '-shm', '-journal']) await writeFile(`${database}${end}`, 'left over');
    const { keptAs = '' } = restore(database, backup, new Date(now));
    expect(readdirSync(join(folder, 'data')).filter((name) => /\.db-/u.test(name))).to.deep.equal([]);
    expect(readFileSync(`${keptAs}-wal`, 'utf8')).to.equal('left over');
    expect(listStored(database)).to.have.length(2);
  });

  it('is brought up to date by the next start when it is older', async () => {
    await files.backUp();
    change(backup, olderSchema);
    expect(restore(database, backup, new Date(now)).isOlder).to.equal(true);
    const store = await openStore({ url: `file:${database}`, holder: 'next', lock: true });
    expect(await store.migrate()).to.deep.equal([
      '003-unclear-tries',
      '004-indexes',
      '005-key-columns',
      '006-merchant-events',
      '007-payers',
      '008-trackings',
      '009-merchant-chats',
    ]);
    await store.close();
  });

  it('says when it was no backup but a copy of a database in use', async () => {
    copyFileSync(database, backup);
    expect(restore(database, backup, new Date(now))).to.include({ wasLive: true, checkouts: 2 });
    await files.backUp({ overwrite: true });
    expect(restore(database, backup, new Date(now + 1))).to.include({ wasLive: false, checkouts: 2 });
  });

  describe('is refused, and nothing is changed,', () => {
    const refusals: Record<string, { prepare: () => Promise<unknown> | void; reason: RegExp }> = {
      'when it is not there': { prepare: () => rm(backup), reason: /There is no file/u },
      'when it is a folder': {
        prepare: async () => {
          await rm(backup);
          await mkdir(backup);
        },
        reason: /is no file/u,
      },
      'when it is empty': {
        prepare: () => writeFile(backup, ''),
        reason: /is no backup of a Chat Checkout/u,
      },
      'when it is a text': {
        prepare: () => writeFile(backup, 'Dear diary. '.repeat(1000)),
        reason: /is no backup of a Chat Checkout/u,
      },
      'when it is a database of something else': {
        prepare: async () => {
          await rm(backup);
          change(backup, 'create table checkouts (id); create table songs (title)');
        },
        reason: /is no backup of a Chat Checkout/u,
      },
      'when its end is missing': {
        prepare: async () => truncate(backup, (await stat(backup)).size - 8192),
        reason: /is damaged/u,
      },
      'when it is damaged in its middle': { prepare: () => damage(backup), reason: /is damaged/u },
      'when a purchase in it cannot be read': {
        prepare: () =>
          change(backup, `update checkouts set document = substr(document, 2) where status = 'paid'`),
        reason: /is damaged \(1 of its checkouts cannot be read\)/u,
      },
      'when a newer program wrote it': {
        prepare: () => change(backup, `insert into kysely_migration values ('999-future', 'then')`),
        reason: /was written by a newer Chat Checkout \(999-future\)/u,
      },
    };
    for (const [what, { prepare, reason }] of Object.entries(refusals)) {
      it(what, async () => {
        await files.backUp();
        await prepare();
        const before = files.listing();
        expect(await reasonOf(() => restore(database, backup, new Date(now)))).to.match(reason);
        expect(files.listing()).to.deep.equal(before);
      });
    }

    it('when a shop runs on the database, or on the file itself', async () => {
      await files.backUp();
      const before = files.listing();
      for (const busy of [database, backup]) {
        const unlock = lockFile(busy);
        expect(await reasonOf(() => restore(database, backup, new Date(now)))).to.contain(
          `Another Chat Checkout is running on this file: ${busy}`,
        );
        unlock();
      }
      expect(files.listing()).to.deep.equal(before);
    });
  });
});
