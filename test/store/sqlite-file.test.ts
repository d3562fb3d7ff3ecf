import { existsSync } from 'node:fs';
import { expect } from 'chai';
import { mkdir, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { lockFile } from '../../src/store/sqlite/file-lock.ts';
import { openSqlite } from '../../src/store/sqlite/open-sqlite.ts';
import { openStore, type Store } from '../../src/store/store.ts';
import { type Child, startChild } from './child-process.ts';
import { newFolder } from './databases.ts';
import { fullCheckout, sampleCheckout, shopper } from './sample-checkout.ts';

const now = 1_800_000_000_000;

describe('A store in a SQLite file', () => {
  let folder: string;
  let file: string;
  const opened: Store[] = [];
  const children: Child[] = [];

  beforeEach(async () => {
    folder = await newFolder();
    file = join(folder, 'data', 'checkout.db');
  });
  afterEach(async () => {
    for (const child of children.splice(0)) await child.kill();
    for (const store of opened.splice(0)) await store.close();
    await rm(folder, { recursive: true });
  });

  const open = async (holder: string, lock = false): Promise<Store> => {
    const store = await openStore({ url: `file:${file}`, holder, lock, clock: () => now });
    opened.push(store);
    await store.migrate();
    return store;
  };
  const close = async (store: Store): Promise<void> => {
    opened.splice(opened.indexOf(store), 1);
    await store.close();
  };
  const child = (task: 'hold' | 'write', limit?: number): Child => {
    const started = startChild(`file:${file}`, task, limit);
    children.push(started);
    return started;
  };
  const refusal = async (): Promise<string> => {
    const fault: unknown = await open('second', true).catch((error: unknown) => error);
    return fault instanceof Error ? fault.message : 'opened';
  };

  it('makes its folder, migrates once, and is ready', async () => {
    const store = await openStore({ url: `file:${file}`, holder: 'one' });
    opened.push(store);
    expect(await store.check()).to.contain('not migrated: 001-first-tables');
    expect(await store.migrate()).to.include('001-first-tables');
    expect(await store.migrate()).to.deep.equal([]);
    expect(await store.check()).to.equal('ok');
  });

  it('is told to flush each commit to the disk', () => {
    const connection = openSqlite(file, Date.now);
    const settings = ['journal_mode', 'synchronous', 'foreign_keys', 'busy_timeout'];
    const values = settings.map((setting) => connection.pragma(setting, { simple: true }));
    connection.close();
    expect(values).to.deep.equal(['wal', 2, 1, 5000]);
  });

  it('folds its log into the file by itself, so that the log stays small however much is written', async () => {
    const store = await open('one');
    for (let index = 0; index < 40; index += 1)
      await store.botState.write({ [`large ${index}`]: { text: 'x'.repeat(1_000_000) } });
    expect((await stat(file)).size).to.be.above(30_000_000);
    expect((await stat(`${file}-wal`)).size).to.be.below(8_000_000);
    await close(store);
    expect(existsSync(`${file}-wal`)).to.equal(false);
  });

  it('keeps all of it over a restart', async () => {
    const first = await open('one', true);
    const { lease, ...checkout } = fullCheckout(now);
    const signals = await first.checkouts.write({
      insert: { ...checkout, lease },
      signals: [{ checkoutId: checkout.id, kind: 'flagged', dueAt: now }],
      limits: [{ name: 'checkouts', key: 'ada', windowMs: 1000, max: 1 }],
    });
    await first.botState.write({ ada: { turn: 1 } });
    await close(first);
    const second = await open('two', true);
    const found = (await second.checkouts.find(checkout.id))?.checkout;
    expect(found).to.deep.equal({ ...checkout, lease: undefined });
    expect((await second.signals.claimDue('two', 1000, 10)).map(({ id }) => id)).to.deep.equal(
      signals.map(({ id }) => id),
    );
    expect(await second.botState.read(['ada'])).to.deep.equal({ ada: { turn: 1 } });
    const again = second.checkouts.write({
      limits: [{ name: 'checkouts', key: 'ada', windowMs: 1000, max: 1 }],
    });
    expect(await again.catch((error: unknown) => error)).to.include({ code: 'rate_limited' });
  });

  it('is refused to a second one that serves, and still open to the merchant', async () => {
    const first = await open('one', true);
    expect(await refusal()).to.contain(`Another Chat Checkout is running on this file: ${file}`);
    const merchant = await open('merchant');
    expect(await merchant.checkouts.list(10)).to.deep.equal([]);
    await close(first);
    expect(await refusal()).to.equal('opened');
  });

  it('is not touched before the lock is had, so that a file which is being replaced is never the one served', async () => {
    await mkdir(join(folder, 'data'));
    const unlock = lockFile(file);
    expect(await refusal()).to.contain(`Another Chat Checkout is running on this file: ${file}`);
    expect(existsSync(file)).to.equal(false);
    unlock();
    expect(await refusal()).to.equal('opened');
  });

  it('is freed by kill -9 of the process that held it', async () => {
    const holder = child('hold');
    await holder.line('ready');
    expect(await refusal()).to.contain('Another Chat Checkout is running on this file');
    await holder.kill();
    expect(await refusal()).to.equal('opened');
  });

  it('has everything that was acknowledged before a kill -9', async () => {
    const writer = child('write');
    await writer.line('stored');
    await writer.kill();
    const stored = writer.lines.filter((line) => line.startsWith('stored ')).map((line) => line.slice(7));
    const store = await open('two', true);
    const found = new Set((await store.checkouts.list(100_000)).map(({ id }) => id));
    expect(stored).to.have.length.greaterThan(0);
    expect(stored.filter((id) => !found.has(id))).to.deep.equal([]);
    expect(found.size - stored.length).to.be.lessThan(10_000);
  });

  it('frees the leases of the dead for the one that serves next', async () => {
    const lease = { holder: 'dead', until: now + 60_000 };
    const dead = await open('another name');
    const checkout = sampleCheckout(now, { status: 'capture_submitted', lease });
    await dead.checkouts.write({
      insert: checkout,
      signals: [{ checkoutId: checkout.id, kind: 'link_ready', dueAt: now, lease }],
    });
    await close(dead);
    const merchant = await open('merchant');
    expect(await merchant.checkouts.listUnleased(['capture_submitted'], 10)).to.deep.equal([]);
    expect(await merchant.signals.claimDue('merchant', 1000, 10)).to.deep.equal([]);
    const next = await open('next', true);
    expect(await next.checkouts.listUnleased(['capture_submitted'], 10)).to.have.length(1);
    expect((await next.signals.claimDue('next', 1000, 10)).map(({ tries }) => tries)).to.deep.equal([1]);
  });

  it('frees its own leases when it closes, and nobody else’s', async () => {
    const store = await open('one');
    for (const holder of ['one', 'two']) {
      const owner = { ...shopper, conversationId: holder };
      const lease = { holder, until: now + 60_000 };
      await store.checkouts.write({ insert: sampleCheckout(now, { owner, lease }) });
    }
    await close(store);
    const unleased = await (await open('three')).checkouts.listUnleased(['open'], 10);
    expect(unleased.map(({ owner }) => owner.conversationId)).to.deep.equal(['one']);
  });

  it('finishes what is being written before it closes', async () => {
    const store = await open('one');
    const checkout = sampleCheckout(now);
    const writing = store.checkouts.write({ insert: checkout });
    await close(store);
    await writing;
    expect((await (await open('two')).checkouts.find(checkout.id))?.checkout.id).to.equal(checkout.id);
  });

  it('refuses what a full disk cannot keep, tells so, still reads, and goes on when there is room', async () => {
    const writer = child('write', 2000);
    await writer.line('reads 1');
    await writer.ended;
    expect(writer.lines.find((line) => line.startsWith('refused'))).to.match(/disk|full|I\/O/);
    expect(writer.lines.find((line) => line.startsWith('check'))).to.match(/disk|full|I\/O/);
    const stored = writer.lines.filter((line) => line.startsWith('stored ')).map((line) => line.slice(7));
    const store = await open('two', true);
    const found = (await store.checkouts.list(100_000)).map(({ id }) => id);
    expect(found).to.have.members(stored);
    expect(await store.check()).to.equal('ok');
    await store.checkouts.write({ insert: sampleCheckout(now) });
  });

  it('notices that its file was deleted under it', async () => {
    const store = await open('one');
    await rm(file);
    expect(await store.check()).to.equal('the database file was moved or deleted while in use');
  });

  describe('names the file, the fault and the mend when it cannot open', () => {
    it('a file that is no database', async () => {
      await mkdir(join(folder, 'data'));
      await writeFile(file, 'Dear diary, this is no database. '.repeat(100));
      expect(await refusal()).to.equal(
        `The database file ${file} is not a SQLite database, or is damaged. Restore it from a backup, or set DATABASE_URL to another file.`,
      );
    });

    it('a folder that is a file', async () => {
      await writeFile(join(folder, 'data'), '');
      expect(await refusal()).to.contain(
        `The database file ${file} is no place for a file. A part of its path`,
      );
    });

    it('a file that is a folder', async () => {
      await mkdir(file, { recursive: true });
      expect(await refusal()).to.contain(`The database file ${file} cannot be opened: it is a folder`);
    });

    it('a schema of a newer program', async () => {
      await close(await open('one'));
      const future = new Sqlite(file);
      future.exec(`insert into kysely_migration (name, timestamp) values ('999-future', 'then')`);
      future.close();
      expect(await refusal()).to.equal(
        `The database file ${file} was written by a newer Chat Checkout (999-future). Start that version, or restore a backup from before it.`,
      );
    });

    it('an address that names no file', async () => {
      for (const url of ['checkout.db', 'file:', 'postgres://localhost/checkout']) {
        const fault: unknown = await openStore({ url, holder: 'one' }).catch((error: unknown) => error);
        expect(fault, url).to.be.an('error').with.property('message').that.contains('DATABASE_URL must name');
      }
    });
  });
});
