import { expect } from 'chai';
import { Kysely, SqliteDialect } from 'kysely';
import {
  openSqlite,
  type SqliteConnection,
  withStatementCache,
} from '../../../src/store/sqlite/open-sqlite.ts';
import { createTransact, type Transact } from '../../../src/store/sqlite/transactions.ts';
import type { Tables } from '../../../src/store/tables.ts';
import { times } from '../outcome.ts';
import { noteStatements } from '../statements.ts';

describe('transactions on SQLite', () => {
  let file: SqliteConnection;
  let db: Kysely<Tables>;
  let transact: Transact;
  let statements: string[];
  /** Statements that fail instead of being run, each with what is thrown. */
  let broken: Map<string, unknown>;

  beforeEach(() => {
    file = openSqlite(':memory:', Date.now);
    file.exec('create table bot_state (key text primary key, value text, updated_at integer)');
    statements = [];
    broken = new Map();
    const database = noteStatements(withStatementCache(file), (text) => {
      statements.push(text.startsWith('insert') ? 'insert' : text);
      if (broken.has(text)) throw broken.get(text);
    });
    db = new Kysely<Tables>({ dialect: new SqliteDialect({ database }) });
    transact = createTransact(db);
  });
  afterEach(() => db.destroy());

  const write = (key: string, then: () => unknown = () => key): Promise<unknown> =>
    transact(async (trx) => {
      await trx.insertInto('bot_state').values({ key, value: '', updated_at: 0 }).execute();
      return then();
    });
  const refuse = (reason: unknown) => (): never => {
    throw reason;
  };
  const kept = (): unknown[] => file.prepare('select key from bot_state order by key').pluck().all();
  const outcomes = async (acts: readonly Promise<unknown>[]): Promise<unknown[]> =>
    (await Promise.allSettled(acts)).map((end) => (end.status === 'fulfilled' ? end.value : end.reason));

  it('cost one that is alone no more than a beginning and a commit', async () => {
    expect(await write('a')).to.equal('a');
    expect(statements).to.deep.equal(['begin immediate', 'insert', 'commit']);
    expect(kept()).to.deep.equal(['a']);
  });

  it('share one commit where they come together, each kept apart', async () => {
    const apart = ['savepoint job', 'insert', 'release job'];
    expect(await outcomes([write('a'), write('b')])).to.deep.equal(['a', 'b']);
    expect(statements).to.deep.equal(['begin immediate', ...apart, ...apart, 'commit']);
    expect(kept()).to.deep.equal(['a', 'b']);
  });

  for (const [count, commits] of [
    [1, 1],
    [2, 1],
    [100, 1],
    [101, 2],
    [200, 2],
    [250, 3],
  ])
    it(`are committed ${commits} times where ${count} come together, in their order`, async () => {
      const keys = times(count ?? 0, (index) => String(index).padStart(3, '0'));
      const ended: unknown[] = [];
      await Promise.all(keys.map(async (key) => ended.push(await write(key))));
      expect(statements.filter((text) => text === 'commit')).to.have.length(commits ?? 0);
      expect(ended).to.deep.equal(keys);
      expect(kept()).to.deep.equal(keys);
    });

  it('that come while others are written are written after them', async () => {
    const late: Promise<unknown>[] = [];
    await write('a', () => late.push(write('b')));
    expect(await outcomes(late)).to.deep.equal(['b']);
    expect(statements.filter((text) => text === 'commit')).to.have.length(2);
    expect(await write('c')).to.equal('c');
    expect(kept()).to.deep.equal(['a', 'b', 'c']);
  });

  it('undo one that is refused alone, and go on', async () => {
    const reason = new Error('refused');
    expect(await outcomes([write('a', refuse(reason))])).to.deep.equal([reason]);
    expect(statements).to.deep.equal(['begin immediate', 'insert', 'rollback']);
    expect(kept()).to.deep.equal([]);
    expect(await write('b')).to.equal('b');
    expect(kept()).to.deep.equal(['b']);
  });

  for (const refused of [0, 1, 2])
    it(`undo nothing but the refused one of three, the ${['first', 'second', 'third'][refused]}`, async () => {
      const reason = new Error('refused');
      const ended = await outcomes(
        ['a', 'b', 'c'].map((key, index) => (index === refused ? write(key, refuse(reason)) : write(key))),
      );
      expect(ended).to.deep.equal(['a', 'b', 'c'].map((key, index) => (index === refused ? reason : key)));
      expect(kept()).to.deep.equal(['a', 'b', 'c'].filter((_, index) => index !== refused));
      expect(statements.filter((text) => text === 'rollback to job')).to.have.length(1);
      expect(statements.filter((text) => text === 'release job')).to.have.length(3);
    });

  it('tell a refusal only after the commit that it rests on', async () => {
    let atRefusal: readonly string[] = [];
    const refused = write('b', refuse(new Error('refused'))).catch(() => {
      atRefusal = [...statements];
    });
    await Promise.all([write('a'), refused]);
    expect(atRefusal.at(-1)).to.equal('commit');
  });

  for (const count of [1, 2])
    it(`keep nothing and refuse each with the reason where the commit of ${count} fails`, async () => {
      const reason = new Error('the disk is full');
      broken.set('commit', reason);
      const keys = ['a', 'b'].slice(0, count);
      expect(await outcomes(keys.map((key) => write(key)))).to.deep.equal(keys.map(() => reason));
      expect(statements.at(-1)).to.equal('rollback');
      broken.clear();
      expect(kept()).to.deep.equal([]);
      expect(await write('c')).to.equal('c');
      expect(kept()).to.deep.equal(['c']);
    });

  it('say why they failed, and not that there is nothing left to roll back', async () => {
    const reason = new Error('the disk is full');
    broken.set('commit', reason).set('rollback', new Error('no transaction is active'));
    expect(await outcomes([write('a')])).to.deep.equal([reason]);
  });

  it('refuse each with the reason where not even a beginning is to be had', async () => {
    const reason = new Error('the database is locked');
    broken.set('begin immediate', reason);
    expect(await outcomes([write('a'), write('b')])).to.deep.equal([reason, reason]);
    expect(statements).to.deep.equal(['begin immediate']);
    broken.clear();
    expect(await write('c')).to.equal('c');
    expect(kept()).to.deep.equal(['c']);
  });

  it('refuse all of a group with the reason of the first where SQLite has undone all by itself', async () => {
    const reason = new Error('the disk is full');
    broken.set('rollback to job', new Error('no such savepoint: job'));
    const ended = await outcomes([write('a'), write('b', refuse(reason)), write('c')]);
    expect(ended).to.deep.equal([reason, reason, reason]);
    expect(kept()).to.deep.equal([]);
    broken.clear();
    expect(await write('d')).to.equal('d');
  });
});
