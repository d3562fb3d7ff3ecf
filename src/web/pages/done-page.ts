import type { PurchaseView } from '../guards/allowed-status.ts';
import { summarise } from './purchase-summary.ts';
import type { SiteContext } from '../site-context.ts';
import type { SiteParts } from '../site-parts.ts';

/** Paid and confirmed in the chat. */
export function donePage({ assets, show }: SiteParts) {
  return async (ctx: SiteContext, { checkout }: PurchaseView): Promise<void> => {
    await show(ctx, 'done', { summary: summarise(checkout, assets) });
  };
}
