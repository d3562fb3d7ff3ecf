import { z } from 'zod';
import { CheckoutError } from '../checkout/errors.ts';
import { homePageOf, homePages } from './guards/allowed-status.ts';
import { checkoutIdOf, purchasePath, seeOther } from './purchase-address.ts';
import { refuseMachines } from './return.ts';
import type { Handler } from './site-context.ts';
import type { SiteParts } from './site-parts.ts';

const cancelSchema = z.object({ token: z.string().regex(/^[A-Z0-9]{1,36}$/u) });

/** The payer turned back at PayPal. */
export function cancelAtPayPal({ flow, cookie, origin }: SiteParts): Handler {
  return async (ctx) => {
    if (refuseMachines(ctx)) return;
    const checkoutId = checkoutIdOf(ctx);
    const payerSession = cookie.read(ctx);
    const query = cancelSchema.safeParse({ ...ctx.query });
    try {
      if (!query.success) throw new CheckoutError('return_invalid', 'parameters');
      const nonce = ctx.params['nonce'] ?? '';
      const checkout = await flow.cancelAtPayPal({
        checkoutId,
        payerSession,
        nonce,
        orderId: query.data.token,
      });
      const page = checkout.status === 'claimed' ? 'cancelled' : homePageOf(checkout);
      seeOther(ctx, origin + purchasePath(checkoutId, page));
    } catch (error) {
      if (!(error instanceof CheckoutError)) throw error;
      const { checkout } = await flow.viewForPayer({ checkoutId, payerSession });
      if (homePages[checkout.status] === 'checkout' && checkout.status !== 'claimed') throw error;
      seeOther(ctx, origin + purchasePath(checkoutId));
    }
  };
}
