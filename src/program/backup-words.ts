import { dirname, join, resolve } from 'node:path';
import type { Config } from '../settings/config.ts';
import { counted } from '../words/counted.ts';
import { toDatabaseFile } from '../store/sqlite/database-file.ts';

export function belongsToShop(file: string): string {
  return `${file} is the database itself, or a file that the shop keeps beside it. Name another file. Nothing was changed.`;
}

export function toDatabase({ databaseUrl }: Pick<Config, 'databaseUrl'>): string {
  return resolve(toDatabaseFile(databaseUrl));
}

export function keysOf({ keys }: Pick<Config, 'keys'>, database: string): string {
  return keys === undefined ? join(dirname(database), 'keys') : 'KEYS';
}

export function toCount(checkouts: number): string {
  return counted(checkouts, 'checkout');
}

export function toSentence(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
