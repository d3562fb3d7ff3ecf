import type { PurchaseView } from '../guards/allowed-status.ts';
import { describeMoment } from '../../words/language.ts';
import { summarise } from './purchase-summary.ts';
import type { SiteContext } from '../site-context.ts';
import type { SiteParts } from '../site-parts.ts';

/** The payer turned back at PayPal: payment is offered again. */
export function cancelledPage({ assets, csrf, show }: SiteParts) {
  return async (ctx: SiteContext, { checkout, now, payerSession }: PurchaseView): Promise<void> => {
    const checkoutId = checkout.id;
    await show(ctx, 'cancelled', {
      checkoutId,
      deadline: describeMoment(checkout.expiresAt, now),
      summary: summarise(checkout, assets),
      payToken: csrf.token({ payerSession, checkoutId, purpose: 'pay' }),
    });
  };
}
