import { eraseOrder } from '../../desk/erase.ts';
import { readConfig } from '../../settings/config.ts';
import { atMerchantDesk } from '../at-desk.ts';
import { say } from '../say.ts';
import type { Verb } from './verb.ts';

export const eraseVerb: Verb = {
  summary: 'erase who paid and who bought one purchase, at once; there is no way back',
  help: `Erases name, e-mail address with its hash, phone and address of the payer, and the shopper's name. What was bought,
the sums, ids and the conversation stay, so that a refund can be made and told. RETENTION_DAYS does the same by itself.

It does not reach: backups made before, PayPal's own records, the channel's messages. Restoring an older backup repeats
the erasures of the database that it replaces.`,
  takes: (command) => command.argument('<checkout>', 'its id or receipt number'),
  run: async (_values, environment, [word = '']) =>
    atMerchantDesk(readConfig(environment), async (desk) => {
      const { isErased, sentences } = await eraseOrder(desk, word);
      for (const sentence of sentences) say(sentence);
      return isErased ? 0 : 1;
    }),
};
