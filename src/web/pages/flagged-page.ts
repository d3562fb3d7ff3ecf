import type { PurchaseView } from '../guards/allowed-status.ts';
import type { SiteContext } from '../site-context.ts';
import type { SiteParts } from '../site-parts.ts';

/** Something about this purchase needs a person of the shop. */
export function flaggedPage({ show }: SiteParts) {
  return async (ctx: SiteContext, { checkout }: PurchaseView): Promise<void> => {
    await show(ctx, 'flagged', {
      checkoutId: checkout.id,
      flag: checkout.flag ?? 'checkout_mismatch',
      requestId: ctx.state.requestId,
    });
  };
}
