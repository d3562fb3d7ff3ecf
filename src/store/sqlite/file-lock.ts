import Sqlite from 'better-sqlite3';
import { toPlace } from './database-file.ts';
import { toOpenFault } from './open-fault.ts';

/**
 * Keeps a second program off the same database file, which need not be there yet; its folder must be. The lock is the
 * operating system's, held on a tiny SQLite file beside it, so that it is gone with the process, after kill -9 too.
 * @returns what frees it
 * @throws Error when another program holds it
 */
export function lockFile(file: string): () => void {
  try {
    const lock = new Sqlite(lockOf(file), { timeout: 0 });
    takeOrClose(lock);
    return () => {
      lock.close();
    };
  } catch (error) {
    if (!isBusy(error)) throw toOpenFault(`${file}.lock`, error);
    throw new Error(
      `Another Chat Checkout is running on this file: ${file}. Stop it, or set DATABASE_URL to another file.`,
      { cause: error },
    );
  }
}

/** The file that holds the lock. */
export function lockOf(file: string): string {
  return `${toPlace(file)}.lock`;
}

function takeOrClose(lock: Sqlite.Database): void {
  try {
    lock.exec('begin exclusive');
  } catch (error) {
    lock.close();
    throw error;
  }
}

function isBusy(error: unknown): boolean {
  return error instanceof Sqlite.SqliteError && error.code.startsWith('SQLITE_BUSY');
}
