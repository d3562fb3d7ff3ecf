import type { PurchaseView } from '../guards/allowed-status.ts';
import type { SiteContext } from '../site-context.ts';
import type { SiteParts } from '../site-parts.ts';

/** The checkout is over without a payment: by its deadline, by a newer link, or by the shopper's word in the chat. */
export function expiredPage({ show }: SiteParts) {
  return async (ctx: SiteContext, { checkout }: PurchaseView): Promise<void> => {
    const isCancelled = checkout.status === 'cancelled';
    const ended = isCancelled && checkout.replacedBy === undefined ? 'cancelled' : 'late';
    await show(ctx, 'expired', { ended: checkout.replacedBy === undefined ? ended : 'replaced' }, 410);
  };
}
