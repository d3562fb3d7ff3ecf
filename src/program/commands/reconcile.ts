import { isCheckoutError } from '../../checkout/errors.ts';
import { reconcile } from '../../desk/reconcile.ts';
import { reconciledSentence } from '../../desk/reconciled.ts';
import { readConfig } from '../../settings/config.ts';
import { atMerchantDesk } from '../at-desk.ts';
import { say } from '../say.ts';
import type { Verb } from './verb.ts';

export const reconcileVerb: Verb = {
  summary: "compare captures and refunds here with PayPal's, row by row",
  help: 'Prints every difference and ends with 1 when there is any; prints none at rest.',
  run: async (_values, environment) =>
    atMerchantDesk(readConfig(environment), async (desk) => {
      let count = 0;
      try {
        for await (const { checkoutId, what, here, atPayPal } of reconcile(desk)) {
          count += 1;
          say(`${checkoutId}  ${what}  here: ${here}  at PayPal: ${atPayPal}`);
        }
      } catch (error) {
        if (isCheckoutError(error, 'payments_unclear')) return say(reconciledSentence(count, false), 1);
        throw error;
      }
      return say(reconciledSentence(count, true), count === 0 ? 0 : 1);
    }),
};
