import { linkSync, readFileSync, symlinkSync } from 'node:fs';
import { mkdir, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { expect } from 'chai';
import { isShopsOwn } from '../../../src/store/sqlite/shops-own.ts';
import { listStored } from '../../stage/stored-rows.ts';
import { change, damage, now, olderSchema, openShopFiles, reasonOf, type ShopFiles } from '../shop-files.ts';

describe('A backup of a database', () => {
  let files: ShopFiles;
  let folder: string;
  let database: string;
  let backup: string;

  beforeEach(async () => {
    files = await openShopFiles();
    ({ folder, database, backup } = files);
  });
  afterEach(() => files.remove());

  it('tells what is in it, is readable by its owner alone, and is one file that needs no log', async () => {
    expect(await files.backUp()).to.deep.include({
      checkouts: 2,
      unconfirmed: 1,
      changedAt: now,
      newer: [],
      isOlder: false,
    });
    expect((await stat(backup)).mode & 0o777).to.equal(0o600);
    const opened = new Sqlite(backup, { readonly: true });
    expect(opened.pragma('journal_mode', { simple: true })).to.equal('delete');
    opened.close();
    expect(Object.keys(files.listing())).to.have.members(['checkout.db', 'shop.backup']);
  });

  it('is of one moment, however often the shop writes meanwhile, and ends', async () => {
    change(database, `insert into bot_state values ('large', hex(zeroblob(8000000)), 0)`);
    const shop = new Sqlite(database);
    let steps = 0;
    const onProgress = (): void => {
      steps += 1;
      if (steps < 40) shop.exec(`insert into bot_state values ('step ${steps}', 'x', 0)`);
    };
    expect(await files.backUp({ onProgress })).to.deep.include({ checkouts: 2 });
    shop.close();
    expect(steps).to.be.within(3, 39);
    const opened = new Sqlite(backup, { readonly: true });
    const keys = opened.prepare('select key from bot_state').pluck().all();
    opened.close();
    expect(keys).to.deep.equal(['large']);
  });

  it('does not bring an older database up to date: what is copied stays as it is', async () => {
    change(database, olderSchema);
    const before = files.listing();
    expect((await files.backUp()).isOlder).to.equal(true);
    expect(files.listing()).to.deep.include(before);
  });

  it('leaves nothing behind when it is stopped halfway', async () => {
    change(database, `insert into bot_state values ('large', hex(zeroblob(8000000)), 0)`);
    const before = files.listing();
    const onProgress = ({ bytes }: { bytes: number }): void => {
      if (bytes > 4_000_000) throw new Error('Stopped.');
    };
    expect(await reasonOf(() => files.backUp({ onProgress }))).to.equal('Stopped.');
    expect(files.listing()).to.deep.equal(before);
  });

  it('replaces a file only where that was said, and whole', async () => {
    await writeFile(backup, 'letters');
    expect(await reasonOf(() => files.backUp())).to.equal(
      `${backup} is there already. Name another file, or say --force to replace it.`,
    );
    expect(readFileSync(backup, 'utf8')).to.equal('letters');
    expect((await files.backUp({ overwrite: true })).checkouts).to.equal(2);
    symlinkSync(join(folder, 'nowhere'), join(folder, 'link'));
    expect(await reasonOf(() => files.backUp({ target: join(folder, 'link') }))).to.contain(
      'is there already',
    );
  });

  it('goes to one of two who ask for the same name at once', async () => {
    const ended = await Promise.all([1, 2, 3].map(() => reasonOf(() => files.backUp())));
    expect(ended.filter((end) => end === 'done')).to.have.length(1);
    expect(ended.filter((end) => end.includes('is there already'))).to.have.length(2);
    expect(listStored(backup)).to.have.length(2);
  });

  describe('is refused, and nothing is left,', () => {
    const refusals: Record<
      string,
      { prepare: () => Promise<unknown> | void; reason: RegExp; target?: string }
    > = {
      'without a database': {
        prepare: () => rm(database),
        reason: /no database .* yet.*Start the shop once/u,
      },
      'of a database without a shop': {
        prepare: () => change(database, 'drop table kysely_migration'),
        reason: /holds no shop/u,
      },
      'of a file that is no database': {
        prepare: () => writeFile(database, 'Dear diary. '.repeat(1000)),
        reason: /is not a SQLite database, or is damaged/u,
      },
      'of a damaged database': {
        prepare: () => damage(database),
        reason: /is damaged .*checkout\.db-wal together/u,
      },
      'into a folder that is not there': {
        prepare: () => undefined,
        target: 'nowhere/shop.backup',
        reason: /The folder .*nowhere is not there. Make it first/u,
      },
      'under the name of a folder': {
        prepare: () => mkdir(backup),
        reason: /is a folder. Name a file in it/u,
      },
      'beside the log of another database': {
        prepare: () => writeFile(`${backup}-wal`, 'log'),
        reason: /-wal is there, the log of another database/u,
      },
      'under a name that no file can have': {
        prepare: () => undefined,
        target: 'x'.repeat(250),
        reason: /could not be written \(ENAMETOOLONG/u,
      },
    };
    for (const [what, { prepare, reason, target }] of Object.entries(refusals)) {
      it(what, async () => {
        await prepare();
        const before = files.listing();
        const wanted = target === undefined ? backup : join(folder, target);
        expect(await reasonOf(() => files.backUp({ target: wanted, overwrite: true }))).to.match(reason);
        expect(files.listing()).to.deep.equal(before);
      });
    }
  });

  it('may never take the place of a file of the shop, by whatever name one comes to it', async () => {
    const data = join(folder, 'data');
    symlinkSync(database, join(folder, 'symbolic'));
    linkSync(database, join(folder, 'hard'));
    symlinkSync(data, join(folder, 'other-way'));
    await writeFile(join(data, 'keys'), 'secret');
    const own =
      `checkout.db checkout.db-wal checkout.db-shm checkout.db-journal checkout.db.lock keys channel.db
      simulator.jsonl ../data/checkout.db ../symbolic ../hard ../other-way/checkout.db ../other-way/checkout.db-wal
      ../other-way/keys`.split(/\s+/u);
    expect(own.filter((name) => !isShopsOwn(database, join(data, name)))).to.deep.equal([]);
    const elsewhere = [
      'checkout.db.replaced-2026',
      'shop.backup',
      '../checkout.db',
      '../nowhere/checkout.db',
    ];
    expect(elsewhere.filter((name) => isShopsOwn(database, join(data, name)))).to.deep.equal([]);
    expect(isShopsOwn(join(folder, 'nowhere', 'checkout.db'), backup)).to.equal(false);
  });
});
