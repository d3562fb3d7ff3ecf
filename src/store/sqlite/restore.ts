import { randomBytes } from 'node:crypto';
import {
  accessSync,
  chmodSync,
  chownSync,
  closeSync,
  constants,
  copyFileSync,
  existsSync,
  linkSync,
  openSync,
  readSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs';
import { dirname } from 'node:path';
import { toCopyFault } from './copy-fault.ts';
import { makeDatabaseFolder, toPlace } from './database-file.ts';
import { lockFile, lockOf } from './file-lock.ts';
import { flushFile, flushName } from './flush.ts';
import { type Contents, inspectCopy } from './inspect-copy.ts';
import { listErased, repeatErasures } from './repeat-erasures.ts';
import { listEndedChats, repeatRevocations } from './repeat-revocations.ts';

export interface Restored extends Contents {
  /** Where the database that was there is kept; undefined when there was none. */
  readonly keptAs: string | undefined;
  /** In how many of its checkouts names were erased, again or because their time has come. */
  readonly erased: number;
  /** Whether it is known what was erased in the database that was there. */
  readonly knowsErasures: boolean;
  /** Chats of the merchant that heard in the backup, and had ended in the database that was there. */
  readonly endedChats: number;
}

/**
 * Puts a backup in the place of the database. What was there is kept under a dated name; until the last step nothing
 * of it is changed. What was erased in it stays erased, what is older than `retentionMs` is erased as well, and chats that
 * the merchant took out hear nothing again, before anybody can be served from it.
 * @throws Error that names the file, what is wrong and the mend
 */
export function restore(
  database: string,
  backup: string,
  now: Date,
  retentionMs = Number.POSITIVE_INFINITY,
): Restored {
  refuseSource(backup);
  makeDatabaseFolder(database);
  const unlock = lockFile(database);
  const place = toPlace(database);
  const part = `${place}.${randomBytes(6).toString('hex')}.part`;
  try {
    const contents = takeIn(backup, part);
    const known = listErased(place);
    const times = { now: now.getTime(), begunBefore: now.getTime() - retentionMs };
    const erased = repeatErasures(part, known ?? [], times);
    const endedChats = repeatRevocations(part, listEndedChats(place), now.getTime());
    flushFile(part);
    const owner = statSync(place, { throwIfNoEntry: false }) ?? statSync(dirname(place));
    for (const file of [part, lockOf(place)]) giveTo(file, owner);
    const keptAs = keepAside(place, `${place}.replaced-${now.toISOString().replaceAll(/[:.]/gu, '-')}`);
    // What is old is whole under its other name. A log that stayed would be read into the new file.
    for (const end of logs) rmSync(`${place}${end}`, { force: true });
    renameSync(part, place);
    flushName(place);
    return { ...contents, keptAs, erased, knowsErasures: known !== undefined, endedChats };
  } catch (error) {
    throw toCopyFault(place, error);
  } finally {
    for (const end of ['', ...logs]) rmSync(`${part}${end}`, { force: true });
    unlock();
  }
}

const logs = ['-wal', '-shm', '-journal'];

function refuseSource(backup: string): void {
  const found = statSync(backup, { throwIfNoEntry: false });
  if (found === undefined) throw new Error(`There is no file ${backup}. Name the file that backup wrote.`);
  if (!found.isFile()) throw new Error(`${backup} is no file. Name the file that backup wrote.`);
  try {
    accessSync(backup, constants.R_OK);
  } catch (error) {
    throw new Error(`${backup} cannot be read by this user. Give it read access.`, { cause: error });
  }
  // Freed at once: it tells whether somebody writes to this file just now.
  if (existsSync(`${backup}.lock`)) lockFile(backup)();
}

/** Copies first and looks at the copy: a backup may lie where nothing can be written, and is never touched. */
function takeIn(backup: string, part: string): Contents {
  closeSync(openSync(part, 'wx', 0o600));
  copyFileSync(backup, part, constants.COPYFILE_FICLONE);
  // The copy comes with the rights of the backup, which may be a file to be read only.
  chmodSync(part, 0o600);
  const log = `${backup}-wal`;
  if (hasLog(backup) && existsSync(log)) copyFileSync(log, `${part}-wal`);
  const found = inspectCopy(part);
  if (found.verdict === 'damaged')
    throw new Error(`${backup} is damaged (${found.reason}). Take another backup.`);
  if (found.verdict === 'not_ours')
    throw new Error(`${backup} is no backup of a Chat Checkout. Name the file that backup wrote.`);
  if (found.newer.length > 0)
    throw new Error(
      `${backup} was written by a newer Chat Checkout (${found.newer.join(', ')}). Install that version, and restore it there.`,
    );
  return found;
}

/** Only then may the log beside it belong to it: SQLite notes in the 19th byte whether a database writes one. */
function hasLog(file: string): boolean {
  const head = Buffer.alloc(20);
  const opened = openSync(file, 'r');
  try {
    readSync(opened, head, 0, 20, 0);
  } finally {
    closeSync(opened);
  }
  return head[18] === 2;
}

/** A second name for each file, so that nothing is away for a moment. Its log keeps its bearing to it by its name. */
function keepAside(place: string, kept: string): string | undefined {
  const there = ['', ...logs].filter((end) => existsSync(`${place}${end}`));
  try {
    for (const end of there) nameAlso(`${place}${end}`, `${kept}${end}`);
    flushName(place);
  } catch (error) {
    for (const end of there) rmSync(`${kept}${end}`, { force: true });
    throw error;
  }
  return there.length === 0 ? undefined : kept;
}

function nameAlso(file: string, name: string): void {
  try {
    linkSync(file, name);
  } catch {
    // A file system without links.
    copyFileSync(file, name, constants.COPYFILE_EXCL);
    flushFile(name);
  }
}

/** Restored by root, a shop that is served by another user must still be able to write to it. */
function giveTo(file: string, owner: { readonly uid: number; readonly gid: number }): void {
  if (process.getuid?.() === 0) chownSync(file, owner.uid, owner.gid);
}
