import { mkdirSync, realpathSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { toOpenFault } from './open-fault.ts';

/** The path that DATABASE_URL names, or `:memory:`. @throws Error when it names none */
export function toDatabaseFile(url: string): string {
  const file = url.startsWith('file://') ? fileURLToPath(url) : url.replace(/^file:/, '');
  if (file === url || file === '')
    throw new Error('DATABASE_URL must name a file, for example file:./data/checkout.db.');
  return file;
}

/** Makes the folder of a database file, for this user alone. @throws Error that names the file, what is wrong and the mend */
export function makeDatabaseFolder(file: string): void {
  try {
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  } catch (error) {
    throw toOpenFault(file, error);
  }
}

/** One spelling for each place: links are followed, whether the file is there already or not. Its folder must be. */
export function toPlace(file: string): string {
  try {
    return realpathSync(file);
  } catch (error) {
    const isMissing = error instanceof Error && 'code' in error && error.code === 'ENOENT';
    if (!isMissing) throw error;
    const whole = resolve(file);
    return join(realpathSync(dirname(whole)), basename(whole));
  }
}
