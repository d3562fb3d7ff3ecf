import { findCheckout } from '../../desk/find-checkout.ts';
import { describeOrder } from '../../desk/order.ts';
import { readConfig } from '../../settings/config.ts';
import { atMerchantDesk } from '../at-desk.ts';
import { print, say } from '../say.ts';
import type { Verb } from './verb.ts';

export const orderVerb: Verb = {
  summary: 'show one purchase: what was bought, for how much, how it stands',
  help: 'The checkout by its id, by the number on its receipt, or by at least eight characters of the id, in any case.',
  takes: (command) => command.argument('<checkout>', 'its id or receipt number'),
  run: async (_values, environment, [word = '']) =>
    atMerchantDesk(readConfig(environment), async ({ store }) => {
      const found = await findCheckout(store, word);
      if (found.kind === 'not_found') return say(found.reason, 1);
      print(`${describeOrder(found.checkout).join('\n')}\n`);
      return 0;
    }),
};
