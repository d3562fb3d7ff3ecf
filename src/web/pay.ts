import { isCheckoutError } from '../checkout/errors.ts';
import { clientAddress } from './guards/client-address.ts';
import { readGuardedForm } from './guards/guarded-form.ts';
import { purchasePath, seeOther } from './purchase-address.ts';
import type { Handler } from './site-context.ts';
import type { SiteParts } from './site-parts.ts';

/** "Pay with PayPal": claims the checkout for this browser and leads to PayPal. */
export function pay(parts: SiteParts): Handler {
  const { flow, origin, trustedProxies } = parts;
  return async (ctx) => {
    const { checkoutId, payerSession } = await readGuardedForm(parts, ctx, 'pay');
    try {
      const { approveUrl } = await flow.beginPayment({
        checkoutId,
        payerSession,
        clientAddress: clientAddress(ctx.req, trustedProxies),
      });
      seeOther(ctx, approveUrl);
    } catch (error) {
      // Another click was faster: this one goes where that one has led.
      if (!isCheckoutError(error, 'status_conflict')) throw error;
      seeOther(ctx, origin + purchasePath(checkoutId));
    }
  };
}
