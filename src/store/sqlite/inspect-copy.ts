import Sqlite from 'better-sqlite3';
import { z } from 'zod';
import { migrations } from './migrations/migrations.ts';

/** What a copied database turned out to be. */
export type Inspected =
  | ({ readonly verdict: 'ours' } & Contents)
  | { readonly verdict: 'damaged'; readonly reason: string }
  | { readonly verdict: 'not_ours' };

export interface Contents {
  readonly checkouts: number;
  /** Paid, and the number never came back to the chat: what the merchant's settings may give back. */
  readonly unconfirmed: number;
  /** When any of its checkouts last changed; undefined without one. */
  readonly changedAt: number | undefined;
  /** Migrations that this program does not know. */
  readonly newer: readonly string[];
  /** The next start has migrations to apply. */
  readonly isOlder: boolean;
  /** Taken from a database in use, with or without its log: our own backups have none. */
  readonly wasLive: boolean;
}

/** Reads all of a copy, and makes it one file that needs no log beside it. Nobody else may have it open. */
export function inspectCopy(file: string): Inspected {
  try {
    const database = new Sqlite(file, { fileMustExist: true });
    try {
      return inspect(database);
    } finally {
      database.close();
    }
  } catch (error) {
    if (!(error instanceof Sqlite.SqliteError)) throw error;
    if (error.code.startsWith('SQLITE_CORRUPT')) return { verdict: 'damaged', reason: error.message };
    if (error.code === 'SQLITE_NOTADB') return { verdict: 'not_ours' };
    throw error;
  }
}

function inspect(database: Sqlite.Database): Inspected {
  const wasLive = database.pragma('journal_mode', { simple: true }) === 'wal';
  database.pragma('journal_mode = DELETE');
  const found = String(database.pragma('integrity_check(1)', { simple: true }));
  // A heading may stand above the fault.
  if (found !== 'ok') return { verdict: 'damaged', reason: found.split('\n').at(-1) ?? found };
  if (!isShop(database)) return { verdict: 'not_ours' };
  const applied = appliedRows
    .parse(database.prepare('select name from kysely_migration order by name').all())
    .map(({ name }) => name);
  const counts = countRow.parse(database.prepare(counting).get());
  if (counts.unreadable > 0)
    return { verdict: 'damaged', reason: `${counts.unreadable} of its checkouts cannot be read` };
  return {
    verdict: 'ours',
    checkouts: counts.checkouts,
    unconfirmed: counts.unconfirmed,
    changedAt: counts.changed_at ?? undefined,
    newer: applied.filter((name) => !Object.hasOwn(migrations, name)),
    isOlder: Object.keys(migrations).some((name) => !applied.includes(name)),
    wasLive,
  };
}

/** Whether a database holds a shop at all. */
export function isShop(database: Sqlite.Database): boolean {
  const tables = database
    .prepare(
      `select name from sqlite_master where type = 'table' and name in ('checkouts', 'kysely_migration')`,
    )
    .all();
  return tables.length === 2;
}

const counting = `
  select count(*) as checkouts,
    count(*) filter (where status = 'paid' or (status = 'flagged' and flag = 'number_locked')) as unconfirmed,
    count(*) filter (where not json_valid(document)) as unreadable,
    max(updated_at) as changed_at
  from checkouts`;

const appliedRows = z.array(z.object({ name: z.string() }));

const countRow = z.object({
  checkouts: z.number(),
  unconfirmed: z.number(),
  unreadable: z.number(),
  changed_at: z.number().nullable(),
});
