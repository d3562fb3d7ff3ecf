import { readLedger } from '../../desk/ledger.ts';
import { readConfig } from '../../settings/config.ts';
import { atMerchantDesk } from '../at-desk.ts';
import { say } from '../say.ts';
import type { Verb } from './verb.ts';

export const ledgerVerb: Verb = {
  summary: 'show what happened to a checkout, when, and by whom',
  help: "Lines are only ever added. The last column is PayPal's debug id, for its support.",
  takes: (command) => command.argument('<checkout>', 'its id or receipt number'),
  run: async (_values, environment, [word = '']) =>
    atMerchantDesk(readConfig(environment), async ({ store }) => {
      const read = await readLedger(store, word);
      if (read.kind === 'not_found') return say(read.reason, 1);
      for (const line of read.lines) say(line);
      return 0;
    }),
};
