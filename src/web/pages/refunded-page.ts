import type { PurchaseView } from '../guards/allowed-status.ts';
import { summarise } from './purchase-summary.ts';
import type { SiteContext } from '../site-context.ts';
import type { SiteParts } from '../site-parts.ts';

/** The money went back, or is on its way. */
export function refundedPage({ assets, show }: SiteParts) {
  return async (ctx: SiteContext, { checkout }: PurchaseView): Promise<void> => {
    const isFinished = checkout.status === 'refunded';
    const isReversed = checkout.flag === 'reversed';
    await show(ctx, 'refunded', { summary: summarise(checkout, assets), isFinished, isReversed });
  };
}
