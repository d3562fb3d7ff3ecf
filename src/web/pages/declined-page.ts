import { isRefused } from '../../checkout/checkout.ts';
import { hasUnreturnedApproval } from '../../checkout/unreturned-approval.ts';
import { checkoutPage } from './checkout-page.ts';
import type { PurchaseView } from '../guards/allowed-status.ts';
import { describeMoment } from '../../words/language.ts';
import { summarise } from './purchase-summary.ts';
import type { SiteContext } from '../site-context.ts';
import type { SiteParts } from '../site-parts.ts';

/** The card was declined: back to the same PayPal order, with another one; unless that one was given and not brought back. */
export function declinedPage(parts: SiteParts) {
  const { assets, csrf, show } = parts;
  const payOnceMore = checkoutPage(parts);
  return async (ctx: SiteContext, view: PurchaseView): Promise<void> => {
    const { checkout, now, payerSession } = view;
    if (hasUnreturnedApproval(checkout, now)) return payOnceMore(ctx, view);
    const checkoutId = checkout.id;
    await show(ctx, 'declined', {
      checkoutId,
      isRefused: isRefused(checkout),
      deadline: describeMoment(checkout.expiresAt, now),
      summary: summarise(checkout, assets),
      payToken: csrf.token({ payerSession, checkoutId, purpose: 'pay' }),
    });
  };
}
