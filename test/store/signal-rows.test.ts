import { expect } from 'chai';
import type { SqliteDatabase } from 'kysely';
import { signalStatuses } from '../../src/checkout/signal.ts';
import { parseSignalRow } from '../../src/store/insert-signals.ts';
import { openStore } from '../../src/store/store.ts';
import type { SignalRow } from '../../src/store/tables.ts';
import { sampleCheckout } from './sample-checkout.ts';

const row: SignalRow = {
  id: 7,
  checkout_id: 'one',
  kind: 'link_ready',
  due_at: 1,
  try_at: 2,
  lease_holder: null,
  lease_until: null,
  tries: 3,
  unclear_tries: 4,
  state: 'waiting',
  reason: null,
  created_at: 5,
  ended_at: null,
};

describe('the row of a signal', () => {
  it('has every field of the signal', () => {
    const read = {
      id: 7,
      checkoutId: 'one',
      dueAt: 1,
      lease: undefined,
      tries: 3,
      unclearTries: 4,
      createdAt: 5,
    };
    for (const kind of Object.keys(signalStatuses))
      expect(parseSignalRow({ ...row, kind })).to.deep.equal({ ...read, kind });
    const leased = parseSignalRow({ ...row, lease_holder: 'one', lease_until: 9 });
    expect(leased.lease).to.deep.equal({ holder: 'one', until: 9 });
  });

  for (const kind of ['', 'paid', 'Link_ready', 'toString', '__proto__'])
    it(`of the kind ${JSON.stringify(kind)}, which is none, is not read as a signal`, () => {
      expect(() => parseSignalRow({ ...row, kind })).to.throw(
        `The database holds a signal of a kind that is unknown here: ${kind}.`,
      );
    });

  it('is answered in the order in which it was written, however the database answers', async () => {
    const store = await openStore({ url: 'file::memory:', holder: 'test', around: backwards });
    try {
      await store.migrate();
      const insert = sampleCheckout(Date.now());
      const kinds = ['link_ready', 'deadline_near', 'expired'] as const;
      const signals = kinds.map((kind) => ({ checkoutId: insert.id, kind, dueAt: 0 }));
      const written = await store.checkouts.write({ insert, signals });
      expect(written.map(({ kind }) => kind)).to.deep.equal(kinds);
    } finally {
      await store.close();
    }
  });
});

/** SQLite promises no order for what it returns of rows that it has just written. */
function backwards(database: SqliteDatabase): SqliteDatabase {
  return {
    close: () => database.close(),
    prepare: (text) => {
      const statement = database.prepare(text);
      if (!text.includes(' returning ')) return statement;
      return {
        reader: statement.reader,
        all: (parameters) => statement.all(parameters).toReversed(),
        run: (parameters) => statement.run(parameters),
        iterate: (parameters) => statement.iterate(parameters),
      };
    },
  };
}
