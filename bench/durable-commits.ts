import { closeSync, openSync, readSync } from 'node:fs';

/**
 * How many transactions were committed to this SQLite file since it was opened, as SQLite counts them itself: the
 * WAL-index (`-shm`) begins with a header whose third word, iChange, grows by one with every commit that wrote, and
 * outlives checkpoints. With `synchronous=FULL` each of them was one flush to the disk. Reading it costs the program
 * nothing. See https://www.sqlite.org/walformat.html.
 */
export function countDurableCommits(databaseFile: string): number {
  const descriptor = openSync(`${databaseFile}-shm`, 'r');
  try {
    const header = new Uint32Array(3);
    readSync(descriptor, header, 0, header.byteLength, 0);
    return header[2] ?? 0;
  } finally {
    closeSync(descriptor);
  }
}
