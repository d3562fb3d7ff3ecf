import { z } from 'zod';
import { CheckoutError } from '../checkout/errors.ts';
import { homePageOf, homePages } from './guards/allowed-status.ts';
import { checkoutIdOf, purchasePath, seeOther } from './purchase-address.ts';
import { Refusal } from './refusal.ts';
import type { Handler, SiteContext } from './site-context.ts';
import type { SiteParts } from './site-parts.ts';

const returnSchema = z.object({
  token: z.string().regex(/^[A-Z0-9]{1,36}$/u),
  PayerID: z.string().regex(/^[\w-]{1,64}$/u),
});

/** The way back from PayPal after the approval. Proves, completes, and leaves this address at once. */
export function returnFromPayPal({ flow, cookie, origin }: SiteParts): Handler {
  return async (ctx) => {
    if (refuseMachines(ctx)) return;
    const checkoutId = checkoutIdOf(ctx);
    const payerSession = cookie.read(ctx);
    const query = returnSchema.safeParse({ ...ctx.query });
    try {
      if (!query.success) throw new CheckoutError('return_invalid', 'parameters');
      const { token: orderId, PayerID: payerId } = query.data;
      const nonce = ctx.params['nonce'] ?? '';
      const checkout = await flow.returnFromPayPal({ checkoutId, payerSession, nonce, orderId, payerId });
      seeOther(ctx, origin + purchasePath(checkoutId, homePageOf(checkout)));
    } catch (error) {
      if (!(error instanceof CheckoutError) || error.code === 'approved_elsewhere') throw error;
      // A reload, or a way back that was taken before: this browser sees where its purchase stands.
      const { checkout } = await flow.viewForPayer({ checkoutId, payerSession });
      if (homePages[checkout.status] === 'checkout') throw error;
      seeOther(ctx, origin + purchasePath(checkoutId, homePageOf(checkout)));
    }
  };
}

/** A prefetcher must not act, and must not keep the answer for the person; a HEAD gets no more than its headers. */
export function refuseMachines(ctx: SiteContext): boolean {
  const purpose = `${ctx.get('Sec-Purpose')} ${ctx.get('Purpose')} ${ctx.get('X-Moz')}`;
  if (/prefetch|prerender|preview/iu.test(purpose)) throw new Refusal('prefetch');
  if (ctx.method !== 'HEAD') return false;
  ctx.status = 204;
  return true;
}
