import { randomBytes } from 'node:crypto';
import { closeSync, linkSync, lstatSync, openSync, renameSync, rmSync, statSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import Sqlite from 'better-sqlite3';
import { z } from 'zod';
import { toCopyFault } from './copy-fault.ts';
import { flushFile, flushName } from './flush.ts';
import { type Contents, inspectCopy, isShop } from './inspect-copy.ts';
import { toOpenFault } from './open-fault.ts';

export interface BackupOptions {
  readonly database: string;
  /** A whole path. */
  readonly target: string;
  /** Whether a file that is there already may be replaced. */
  readonly overwrite: boolean;
  /** Told now and then; what it throws ends the backup, and nothing is left of it. */
  readonly onProgress: (done: { readonly bytes: number; readonly of: number }) => void;
}

/**
 * One moment of the database as one file, also while a shop writes to it. It appears under its name when it is whole,
 * checked and on the disk, or not at all.
 * @throws Error that names the file, what is wrong and the mend
 */
export async function backUp(options: BackupOptions): Promise<Contents & { readonly bytes: number }> {
  const { database, target, overwrite } = options;
  const source = openSource(database);
  try {
    refuseTarget(target, overwrite);
    const found = await viaPart(target, overwrite, async (part) => {
      const counted = await copySnapshot(source, part, options.onProgress);
      const copied = inspectCopy(part);
      if (copied.verdict !== 'ours' || copied.checkouts !== counted) throw damaged(database, copied);
      return copied;
    });
    return { ...found, bytes: statSync(target).size };
  } catch (error) {
    throw isCorrupt(error) ? corrupt(database, error) : toCopyFault(target, error);
  } finally {
    source.close();
  }
}

/** What is written to a file beside it gets its name when that has gone well. */
async function viaPart<T>(
  target: string,
  overwrite: boolean,
  write: (part: string) => Promise<T>,
): Promise<T> {
  const part = `${target}.${randomBytes(6).toString('hex')}.part`;
  closeSync(openSync(part, 'wx', 0o600));
  try {
    const written = await write(part);
    flushFile(part);
    place(part, target, overwrite);
    flushName(target);
    return written;
  } finally {
    for (const end of ['', '-journal', '-wal', '-shm']) rmSync(`${part}${end}`, { force: true });
  }
}

function refuseTarget(target: string, overwrite: boolean): void {
  const folder = statSync(dirname(target), { throwIfNoEntry: false });
  if (folder?.isDirectory() !== true)
    throw new Error(`The folder ${dirname(target)} is not there. Make it first, or name another one.`);
  const there = lstatSync(target, { throwIfNoEntry: false });
  if (there?.isDirectory() === true)
    throw new Error(`${target} is a folder. Name a file in it, for example ${target}/checkout.backup.`);
  if (there !== undefined && !there.isFile() && !there.isSymbolicLink())
    throw new Error(`${target} is no file. Name one.`);
  if (there !== undefined && !overwrite) throw isThere(target);
  // SQLite would read it into whatever bears the name before it.
  const log = ['-wal', '-journal'].map((end) => `${target}${end}`).find((file) => isPresent(file));
  if (log !== undefined)
    throw new Error(
      `${log} is there, the log of another database. Name another file, or move that one away.`,
    );
}

function isThere(target: string): Error {
  return new Error(`${target} is there already. Name another file, or say --force to replace it.`);
}

function isPresent(file: string): boolean {
  return lstatSync(file, { throwIfNoEntry: false }) !== undefined;
}

function openSource(database: string): Sqlite.Database {
  if (!isPresent(database))
    throw new Error(
      `There is no database ${database} yet, so there is nothing to back up. Start the shop once, or set DATABASE_URL.`,
    );
  try {
    const source = new Sqlite(database, { fileMustExist: true, timeout: 5000 });
    try {
      if (isShop(source)) return source;
    } catch (error) {
      source.close();
      throw error;
    }
    source.close();
  } catch (error) {
    throw isCorrupt(error) ? corrupt(database, error) : toOpenFault(database, error);
  }
  throw new Error(
    `The database ${database} holds no shop, so there is nothing to back up. Start the shop once, or set DATABASE_URL.`,
  );
}

/** An open reading transaction holds the moment still: without it the copy begins anew each time the shop writes. */
async function copySnapshot(
  source: Sqlite.Database,
  part: string,
  onProgress: BackupOptions['onProgress'],
): Promise<number> {
  const pageSize = Number(source.pragma('page_size', { simple: true }));
  source.exec('begin');
  const { counted } = countRow.parse(source.prepare('select count(*) as counted from checkouts').get());
  await source.backup(part, {
    progress: ({ totalPages, remainingPages }) => {
      onProgress({ bytes: (totalPages - remainingPages) * pageSize, of: totalPages * pageSize });
      return pagesAtOnce;
    },
  });
  source.exec('rollback');
  return counted;
}

const pagesAtOnce = 1000;
const countRow = z.object({ counted: z.number() });

function isCorrupt(error: unknown): error is Error {
  return error instanceof Sqlite.SqliteError && error.code.startsWith('SQLITE_CORRUPT');
}

function corrupt(database: string, { message }: Error): Error {
  return damaged(database, { verdict: 'damaged', reason: message });
}

function damaged(database: string, found: ReturnType<typeof inspectCopy>): Error {
  const reason = found.verdict === 'damaged' ? found.reason : 'the copy lacks some of its checkouts';
  return new Error(
    `The database ${database} is damaged (${reason}), so no backup was made of it. ` +
      `Stop the shop, copy ${basename(database)} and ${basename(database)}-wal together to a safe place, and restore an older backup.`,
  );
}

/** A link fails where a file has come in between, a renaming would replace it. */
function place(part: string, target: string, overwrite: boolean): void {
  if (overwrite) {
    renameSync(part, target);
    return;
  }
  try {
    linkSync(part, target);
  } catch {
    if (isPresent(target)) throw isThere(target);
    // A file system without links.
    renameSync(part, target);
  }
}
