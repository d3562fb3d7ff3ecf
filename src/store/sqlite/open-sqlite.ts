import Sqlite from 'better-sqlite3';
import type { SqliteDatabase } from 'kysely';
import { makeDatabaseFolder } from './database-file.ts';
import { toOpenFault } from './open-fault.ts';

export type SqliteConnection = Sqlite.Database;

/**
 * Opens the file (or `:memory:`) so that what is committed survives a power cut, and defines `database_now()`.
 * @throws Error that names the file, what is wrong and the mend
 */
export function openSqlite(file: string, clock: () => number): SqliteConnection {
  if (file !== ':memory:') makeDatabaseFolder(file);
  try {
    const connection = new Sqlite(file);
    try {
      prepare(connection, clock);
      return connection;
    } catch (error) {
      connection.close();
      throw error;
    }
  } catch (error) {
    throw toOpenFault(file, error);
  }
}

function prepare(connection: SqliteConnection, clock: () => number): void {
  for (const setting of [
    'busy_timeout = 5000',
    'journal_mode = WAL',
    'synchronous = FULL',
    'foreign_keys = ON',
    // What is erased is written over, and stands in no free page or copy of the file.
    'secure_delete = ON',
  ])
    connection.pragma(setting);
  // A bigint arrives in SQL as an integer, a number as a float.
  connection.function('database_now', () => BigInt(Math.trunc(clock())));
  // Fails at once where the file, its folder or its disk cannot be written.
  connection.exec('begin immediate; rollback');
}

/** Prepares each statement once: the program asks the same few hundred questions over and over. */
export function withStatementCache(connection: SqliteConnection): SqliteDatabase {
  const statements = new Map<string, ReturnType<SqliteDatabase['prepare']>>();
  return {
    close: () => {
      connection.close();
    },
    prepare: (text) => {
      const known = statements.get(text);
      if (known !== undefined) return known;
      if (statements.size >= 500) statements.clear();
      const statement = connection.prepare(text);
      statements.set(text, statement);
      return statement;
    },
  };
}
