import Sqlite from 'better-sqlite3';
import { z } from 'zod';

const rows = z.array(z.record(z.string(), z.unknown()));
const names = z.array(z.object({ name: z.string() }));

/** What tells the story of these checkouts in a database file, row by row, as another program reads it. */
export function readStored(file: string, ids: readonly string[]): Record<string, unknown> {
  const database = new Sqlite(file);
  const among = `(${ids.map(() => '?').join(', ')})`;
  const read = (sql: string) => rows.parse(database.prepare(sql).all(...ids));
  const stored = {
    checkouts: read(`select * from checkouts where id in ${among} order by id`),
    ledger: read(`select * from ledger where checkout_id in ${among} order by id`),
    signals: read(`select * from signals where checkout_id in ${among} order by id`),
  };
  database.close();
  return stored;
}

/** The ids of all checkouts in a database file; none where it has no such table. */
export function listStored(file: string): string[] {
  const database = new Sqlite(file);
  const tables = names.parse(database.prepare(`select name from sqlite_master where type = 'table'`).all());
  const ids = tables.some(({ name }) => name === 'checkouts')
    ? z.array(z.object({ id: z.string() })).parse(database.prepare('select id from checkouts').all())
    : [];
  database.close();
  return ids.map(({ id }) => id);
}
