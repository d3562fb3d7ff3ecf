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
      const differences = await reconcile(desk).catch((error: unknown) => {
        if (isCheckoutError(error, 'payments_unclear')) return undefined;
        throw error;
      });
      if (differences === undefined)
        return say(
          'PayPal did not answer, so nothing was compared and nothing was changed. Try again later.',
          1,
        );
      for (const { checkoutId, what, here, atPayPal } of differences) {
        say(`${checkoutId}  ${what}  here: ${here}  at PayPal: ${atPayPal}`);
      }
      return say(
        differences.length === 0 ? 'No differences.' : `${differences.length} differences.`,
        differences.length === 0 ? 0 : 1,
      );
    }),
};
