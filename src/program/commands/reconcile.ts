import { isCheckoutError } from '../../checkout/errors.ts';
import { reconcile } from '../../desk/reconcile.ts';
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
        if (isCheckoutError(error, 'payments_unclear')) return say(unanswered(count), 1);
        throw error;
      }
      return say(count === 0 ? 'No differences.' : `${count} differences.`, count === 0 ? 0 : 1);
    }),
};

/** What was found stands above it by then. */
function unanswered(count: number): string {
  return count === 0
    ? 'PayPal did not answer, so not everything was compared: no differences so far. Nothing was changed. Try again later.'
    : `${count} differences so far. PayPal did not answer any more, so the rest was not compared; nothing was changed. Try again later.`;
}
