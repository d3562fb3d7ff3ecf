import type { PurchaseView } from '../guards/allowed-status.ts';
import { purchasePath } from '../purchase-address.ts';
import { summarise } from './purchase-summary.ts';
import type { SiteContext } from '../site-context.ts';
import type { SiteParts } from '../site-parts.ts';

/** PayPal has not decided: neither paid nor failed. */
export function pendingPage({ assets, show }: SiteParts) {
  return async (ctx: SiteContext, { checkout }: PurchaseView): Promise<void> => {
    await show(ctx, 'pending', {
      isHeldBack: checkout.status === 'capture_pending',
      checkAgainHref: purchasePath(checkout.id),
      summary: summarise(checkout, assets),
    });
  };
}
