import { readConfig } from '../../settings/config.ts';
import { atMerchantDesk } from '../at-desk.ts';
import { say } from '../say.ts';
import type { Verb } from './verb.ts';

export const ledgerVerb: Verb = {
  summary: 'show what happened to a checkout, when, and by whom',
  help: "chat-checkout ledger <checkout>\n\nLines are only ever added. The last column is PayPal's debug id, for its support.",
  options: {},
  arguments: { min: 1, max: 1 },
  run: async (_values, environment, [checkoutId = '']) =>
    atMerchantDesk(readConfig(environment), async ({ store }) => {
      const lines = await store.ledger(checkoutId);
      for (const { at, who, what, debugId } of lines) {
        say(
          `${new Date(at).toISOString()}  ${who.padEnd(8)}  ${what}${debugId === undefined ? '' : `  ${debugId}`}`,
        );
      }
      return lines.length === 0 ? say(`There is no checkout ${checkoutId}.`, 1) : 0;
    }),
};
