import { existsSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { type Config, readConfig } from '../settings/config.ts';
import { backUp } from '../store/sqlite/backup.ts';
import { toDatabaseFile } from '../store/sqlite/database-file.ts';
import { restore, type Restored } from '../store/sqlite/restore.ts';
import { isShopsOwn } from '../store/sqlite/shops-own.ts';
import type { Verb } from './verb.ts';

export const backupVerb: Verb = {
  summary: 'copy the database into one file, also while the shop runs',
  help: `chat-checkout backup <file>

Copies one moment of the database, with what is still in its log (-wal), checks the copy and only then gives it its
name. A plain copy of the database file lacks the newest purchases.

In it: checkouts with their ledger, messages to shoppers that are not told yet, PayPal's events, carts and
conversations' state. Not in it: KEYS (or the file keys beside the database), settings, the catalogue and its pictures;
and, of a development machine, the local chat (channel.db) and the simulated PayPal (simulator.jsonl).

  --force   replace a file that is there already`,
  options: { force: { type: 'boolean' } },
  arguments: { min: 1, max: 1 },
  run: async ({ force }, environment, [file = '']) => {
    const config = readConfig(environment);
    const [database, target] = [toDatabase(config), resolve(file)];
    if (database === undefined) return refuse(inMemory, 1);
    if (isShopsOwn(database, target)) return refuse(belongsToShop(target), 2);
    const watch = watchProgress();
    try {
      const done = await backUp({ database, target, overwrite: force === true, onProgress: watch.told });
      const changed = done.changedAt === undefined ? '' : `, last changed ${toMoment(done.changedAt)}`;
      const size = `${(done.bytes * 1e-6).toFixed(1)} MB${changed}`;
      say(`Backed up ${toCount(done.checkouts)} (${size}) to ${target}.`);
      say(
        `There are no keys in it. Keep ${keysOf(config, database)} with it, but in another place: without them the numbers and links under way cannot be read.`,
      );
      return 0;
    } catch (error) {
      return refuse(`${toSentence(error)} No backup was written, and nothing was changed.`, 1);
    } finally {
      watch.end();
    }
  },
};

export const restoreVerb: Verb = {
  summary: 'put a backup in the place of the database; the shop must not run',
  help: `chat-checkout restore <file>

Checks the backup, keeps the present database (with its -wal and -shm) under a dated name beside it, and puts the
backup in its place. Stop the shop first, and run no other command meanwhile; run it as the user who serves. An older
backup is brought up to date at the next start, one of a newer program is refused.

KEYS (or the file keys beside the database) must be those of the time. Purchases that were open then go on. Messages
that were waiting then may be told a second time. Purchases begun since are known to PayPal alone: reconcile compares
those that the backup knows. The local chat and the simulated PayPal of a development machine are left as they are.`,
  options: {},
  arguments: { min: 1, max: 1 },
  run: async (_values, environment, [file = '']) => {
    const config = readConfig(environment);
    const [database, backup] = [toDatabase(config), resolve(file)];
    if (database === undefined) return refuse(inMemory, 1);
    if (isShopsOwn(database, backup)) return refuse(belongsToShop(backup), 2);
    try {
      const restored = restore(database, backup, new Date());
      say(`Restored ${toCount(restored.checkouts)} from ${backup} into ${database}.`);
      for (const sentence of toNext(restored, config, database)) say(sentence);
      return 0;
    } catch (error) {
      return refuse(`${toSentence(error)} Nothing was changed.`, 1);
    }
  },
};

const inMemory = 'DATABASE_URL names a database in memory, which has no file. Set it to a file.';

function belongsToShop(file: string): string {
  return `${file} is the database itself, or a file that the shop keeps beside it. Name another file. Nothing was changed.`;
}

/** What to do before and after the next start. */
function* toNext(restored: Restored, config: Config, database: string): Iterable<string> {
  const { keptAs, unconfirmed, changedAt, wasLive, isOlder } = restored;
  if (keptAs !== undefined) yield `What was there before is kept as ${keptAs}`;
  if (wasLive)
    yield 'This file was not made by backup. If it was copied from a running shop without its -wal, the newest purchases are missing.';
  const keys = keysOf(config, database);
  yield config.keys === undefined && !existsSync(keys)
    ? `Before you start: ${keys} is not there. Put the one of that time back, or the numbers and links under way cannot be read.`
    : `Before you start: ${keys} must be those of that time, or the numbers and links under way cannot be read.`;
  if (unconfirmed > 0 && config.unconfirmed === 'refund')
    yield `Before you start: ${unconfirmed} paid ${unconfirmed === 1 ? 'purchase waits' : 'purchases wait'} for the number in this backup. What was confirmed since would be given back a day after it was paid. Set UNCONFIRMED=keep until you have looked through them.`;
  if (isOlder) yield 'The backup is of an older version; the start brings it up to date.';
  yield 'Then start the shop: purchases that were open go on.';
  yield 'Then run: npx chat-checkout reconcile';
  const since = changedAt === undefined ? '' : ` (its last change: ${toMoment(changedAt)})`;
  yield `Purchases begun after the backup${since} are known to PayPal alone: look through PayPal's own list of payments since then.`;
}

function toDatabase(config: Config): string | undefined {
  const file = toDatabaseFile(config.databaseUrl);
  return file === ':memory:' ? undefined : resolve(file);
}

function keysOf(config: Config, database: string): string {
  return config.keys === undefined ? join(dirname(database), 'keys') : 'KEYS';
}

function toCount(checkouts: number): string {
  return checkouts === 1 ? '1 checkout' : `${checkouts} checkouts`;
}

function toMoment(at: number): string {
  return `${new Date(at).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}

function toSentence(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** A line every second, so that a small database shows none. Being told to stop ends the copying. */
function watchProgress(): {
  told(done: { readonly bytes: number; readonly of: number }): void;
  end(): void;
} {
  let saidAt = Date.now();
  let isStopped = false;
  const stop = (): void => {
    isStopped = true;
  };
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, stop);
  return {
    told: ({ bytes, of }) => {
      if (isStopped) throw new Error('Stopped.');
      if (Date.now() - saidAt < 1000) return;
      saidAt = Date.now();
      process.stderr.write(`${Math.floor((100 * bytes) / of)} % of ${(of * 1e-6).toFixed(0)} MB copied\n`);
    },
    end: () => {
      for (const signal of ['SIGINT', 'SIGTERM']) process.off(signal, stop);
    },
  };
}

function say(sentence: string): void {
  process.stdout.write(`${sentence}\n`);
}

function refuse(sentence: string, exitCode: number): number {
  process.stderr.write(`${sentence}\n`);
  return exitCode;
}
