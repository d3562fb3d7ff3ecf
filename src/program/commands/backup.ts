import { resolve } from 'node:path';
import { readConfig } from '../../settings/config.ts';
import { backUp } from '../../store/sqlite/backup.ts';
import { isShopsOwn } from '../../store/sqlite/shops-own.ts';
import { belongsToShop, keysOf, toCount, toDatabase, toSentence } from '../backup-words.ts';
import { toMoment } from '../../desk/moment.ts';
import { refuse, say } from '../say.ts';
import type { Verb } from './verb.ts';

export const backupVerb: Verb = {
  summary: 'copy the database into one file, also while the shop runs',
  help: `Copies one moment of the database, with what is still in its log (-wal), checks the copy and only then gives it its
name. A plain copy of the database file lacks the newest purchases.

In it: checkouts with their ledger, messages to shoppers that are not told yet, PayPal's events, carts and
conversations' state. Not in it: KEYS (or the file keys beside the database), settings, the catalogue and its pictures;
and, of a development machine, the local chat (channel.db) and the simulated PayPal (simulator.jsonl).`,
  takes: (command) =>
    command
      .argument('<file>', 'where the copy goes')
      .option('--force', 'replace a file that is there already'),
  run: async ({ force }, environment, [file = '']) => {
    const config = readConfig(environment);
    const [database, target] = [toDatabase(config), resolve(file)];
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
