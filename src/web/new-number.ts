import { isCheckoutError } from '../checkout/errors.ts';
import { readGuardedForm } from './guards/guarded-form.ts';
import { purchasePath, seeOther } from './purchase-address.ts';
import type { Handler } from './site-context.ts';
import type { SiteParts } from './site-parts.ts';

/** "Show a new number". The former one leads to nothing from here on. */
export function newNumber(parts: SiteParts): Handler {
  const { flow, origin } = parts;
  return async (ctx) => {
    const { checkoutId, payerSession, drawn } = await readGuardedForm(parts, ctx, 'number');
    try {
      const { checkout } = await flow.viewForPayer({ checkoutId, payerSession });
      const isAnswered = drawn !== undefined && drawn !== checkout.numbersDrawn;
      // A second click on the same form has its new number already; another one would be wasted.
      if (!isAnswered) await flow.drawNewNumber({ checkoutId, payerSession });
    } catch (error) {
      // A second click, or the number has just come back to the chat: the next page tells which.
      if (!isCheckoutError(error, 'status_conflict')) throw error;
    }
    seeOther(ctx, origin + purchasePath(checkoutId));
  };
}
