import { closeSync, fsyncSync, openSync } from 'node:fs';
import { dirname } from 'node:path';

/** What this file holds survives a power cut from here on. */
export function flushFile(file: string): void {
  const opened = openSync(file, 'r+');
  try {
    fsyncSync(opened);
  } finally {
    closeSync(opened);
  }
}

/** So does its name. Windows flushes no folder, and needs none. */
export function flushName(file: string): void {
  if (process.platform === 'win32') return;
  const opened = openSync(dirname(file), 'r');
  try {
    fsyncSync(opened);
  } finally {
    closeSync(opened);
  }
}
