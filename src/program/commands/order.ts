import { showOrder } from '../../desk/one-order.ts';
import { readConfig } from '../../settings/config.ts';
import { atMerchantDesk } from '../at-desk.ts';
import { print, say } from '../say.ts';
import type { Verb } from './verb.ts';

export const orderVerb: Verb = {
  summary: 'show one purchase: what was bought, by whom, where it goes, all that happened',
  help: `The checkout by its id, by the number on its receipt, or by at least eight characters of the id, in any case.
Who paid and the address are opened with KEYS, and shown nowhere else; below stands what happened, with PayPal's debug ids.`,
  takes: (command) =>
    command.argument('<checkout>', 'its id or receipt number').option('--json', 'one JSON object'),
  run: async ({ json }, environment, [word = '']) =>
    atMerchantDesk(readConfig(environment), async (desk) => {
      const shown = await showOrder(desk, word, { json: json === true });
      if (shown.kind === 'not_found') return say(shown.reason, 1);
      print(shown.text);
      return 0;
    }),
};
