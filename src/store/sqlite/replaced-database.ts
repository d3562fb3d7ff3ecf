import { existsSync } from 'node:fs';
import Sqlite from 'better-sqlite3';

/** What the database that a copy replaces still knows; `missing` where there is none, undefined where it cannot be read any more. */
export function readReplaced<T>(
  place: string,
  read: (database: Sqlite.Database) => T,
  missing: T,
): T | undefined {
  if (!existsSync(place)) return missing;
  try {
    const database = new Sqlite(place, { readonly: true, fileMustExist: true });
    try {
      return read(database);
    } finally {
      database.close();
    }
  } catch (error) {
    if (error instanceof Sqlite.SqliteError) return undefined;
    throw error;
  }
}

/** An older version has fewer tables. */
export function hasTable(database: Sqlite.Database, name: string): boolean {
  return (
    database.prepare(`select 1 from sqlite_schema where type = 'table' and name = ?`).get(name) !== undefined
  );
}
