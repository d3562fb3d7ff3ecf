import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { type Config, readConfig } from '../../settings/config.ts';
import { restore, type Restored } from '../../store/sqlite/restore.ts';
import { isShopsOwn } from '../../store/sqlite/shops-own.ts';
import { belongsToShop, keysOf, toCount, toDatabase, toSentence } from '../backup-words.ts';
import { toMoment } from '../../desk/moment.ts';
import { counted } from '../../words/counted.ts';
import { describeHours } from '../../words/language.ts';
import { refuse, say } from '../say.ts';
import type { Verb } from './verb.ts';

export const restoreVerb: Verb = {
  summary: 'put a backup in the place of the database; the shop must not run',
  help: `Checks the backup, keeps the present database (with its -wal and -shm) under a dated name beside it, and puts the
backup in its place. Stop the shop first, and run no other command meanwhile; run it as the user who serves. An older
backup is brought up to date at the next start, one of a newer program is refused.

KEYS (or the file keys beside the database) must be those of the time. Purchases that were open then go on. Messages
that were waiting then may be told a second time. Purchases begun since are known to PayPal alone: reconcile compares
those that the backup knows. What was erased since the backup is erased in it again, and what is older than
RETENTION_DAYS; a chat that was taken out since (merchant-chat) stays out. The local chat and the simulated PayPal of a development machine are left as they are.`,
  takes: (command) => command.argument('<file>', 'a backup'),
  run: async (_values, environment, [file = '']) => {
    const config = readConfig(environment);
    const [database, backup] = [toDatabase(config), resolve(file)];
    if (isShopsOwn(database, backup)) return refuse(belongsToShop(backup), 2);
    try {
      const restored = restore(database, backup, new Date(), config.checkout.retentionMs);
      say(`Restored ${toCount(restored.checkouts)} from ${backup} into ${database}.`);
      for (const sentence of toNext(restored, config, database)) say(sentence);
      return 0;
    } catch (error) {
      return refuse(`${toSentence(error)} Nothing was changed.`, 1);
    }
  },
};

/** What to do before and after the next start. */
function* toNext(
  restored: Restored,
  config: Pick<Config, 'keys' | 'checkout'>,
  database: string,
): Iterable<string> {
  const { keptAs, unconfirmed, changedAt, wasLive, isOlder, erased, knowsErasures, endedChats } = restored;
  if (keptAs !== undefined) yield `What was there before is kept as ${keptAs}`;
  if (erased > 0)
    yield `Names were erased in ${toCount(erased)}: erased since the backup, or older than RETENTION_DAYS.`;
  if (!knowsErasures)
    yield 'The database that was there cannot be read: what was erased since the backup is not known here. Erase it again, and look at merchant-chat --list.';
  if (endedChats > 0)
    yield `${endedChats === 1 ? '1 chat' : `${endedChats} chats`} of yours heard in the backup and had ended since: it stays so.`;
  if (wasLive)
    yield 'This file was not made by backup. If it was copied from a running shop without its -wal, the newest purchases are missing.';
  const keys = keysOf(config, database);
  yield config.keys === undefined && !existsSync(keys)
    ? `Before you start: ${keys} is not there. Put the one of that time back, or the numbers and links under way cannot be read.`
    : `Before you start: ${keys} must be those of that time, or the numbers and links under way cannot be read.`;
  if (unconfirmed > 0 && config.checkout.unconfirmed === 'refund')
    yield `Before you start: ${counted(unconfirmed, 'paid purchase waits', 'paid purchases wait')} for the number in this backup. What was confirmed since would be given back ${describeHours(config.checkout.policies.unconfirmedHours)} after it was paid. Set UNCONFIRMED=keep until you have looked through ${unconfirmed === 1 ? 'it' : 'them'}.`;
  if (isOlder) yield 'The backup is of an older version; the start brings it up to date.';
  yield 'Then start the shop: purchases that were open go on.';
  yield 'Then run: npx chat-checkout reconcile';
  const since = changedAt === undefined ? '' : ` (its last change: ${toMoment(changedAt)})`;
  yield `Purchases begun after the backup${since} are known to PayPal alone: look through PayPal's own list of payments since then.`;
}
