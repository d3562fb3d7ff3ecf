import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

/** The secret of a development machine: made once, kept beside the data, readable by its owner alone. */
export function readOrMakeKey(file: string): readonly [Uint8Array] {
  if (!existsSync(file)) {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, `${randomBytes(32).toString('base64')}\n`, { mode: 0o600, flag: 'wx' });
  }
  const bytes = new Uint8Array(Buffer.from(readFileSync(file, 'utf8').trim(), 'base64'));
  if (bytes.length < 32)
    throw new Error(
      `${file} holds no secret of 32 bytes. Delete it, and a new one is made; links given out before stop working.`,
    );
  return [bytes];
}
