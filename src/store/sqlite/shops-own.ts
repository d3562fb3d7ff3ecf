import { existsSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { toPlace } from './database-file.ts';
import { lockOf } from './file-lock.ts';

/**
 * Whether a name leads to one of the files that a shop on this database keeps, by whatever path or link, or to a place
 * where SQLite would look for one of them.
 */
export function isShopsOwn(database: string, file: string): boolean {
  const [hasData, hasFolder] = [database, file].map((one) => existsSync(dirname(resolve(one))));
  if (hasData !== true || hasFolder !== true) return false;
  const place = toPlace(database);
  const folders = [dirname(resolve(database)), dirname(place)];
  const own = [
    ...['', '-wal', '-shm', '-journal'].map((end) => `${place}${end}`),
    lockOf(database),
    ...folders.flatMap((folder) => besides.map((name) => join(folder, name))),
  ];
  return own.map(toPlace).includes(toPlace(file)) || own.some((one) => isSame(one, file));
}

/** Kept in the folder of the database. */
const besides = ['keys', 'channel.db', 'channel.db-wal', 'channel.db-shm', 'simulator.jsonl'];

function isSame(one: string, other: string): boolean {
  const [first, second] = [one, other].map((file) => statSync(file, { throwIfNoEntry: false }));
  return first !== undefined && second !== undefined && first.ino === second.ino && first.dev === second.dev;
}
