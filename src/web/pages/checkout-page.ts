import type { Checkout } from '../../checkout/checkout.ts';
import { describeMoment, pageWords } from '../../words/language.ts';
import { hasUnreturnedApproval } from '../../checkout/unreturned-approval.ts';
import type { SiteContext } from '../site-context.ts';
import type { PurchaseView } from '../guards/allowed-status.ts';
import { summarise } from './purchase-summary.ts';
import type { SiteParts } from '../site-parts.ts';

/** The checkout page again, in the browser that has claimed it and has not paid. */
export function checkoutPage({ csrf, assets, show }: SiteParts) {
  return async (ctx: SiteContext, { checkout, now, payerSession }: PurchaseView): Promise<void> => {
    const checkoutId = checkout.id;
    await show(ctx, 'checkout', {
      checkoutId,
      summary: summarise(checkout, assets),
      deadline: describeMoment(checkout.expiresAt, now),
      payToken: csrf.token({ payerSession, checkoutId, purpose: 'pay' }),
      notMineToken: csrf.token({ payerSession, checkoutId, purpose: 'not-mine' }),
      isClaimed: true,
      lastWay: lastWayOf(checkout, now),
    });
  };
}

/** Why nothing came of the last way to PayPal, where this browser does not know it. */
function lastWayOf(checkout: Checkout, now: number): string {
  const { lastWay } = pageWords.checkout;
  if (hasUnreturnedApproval(checkout, now)) return lastWay.notBroughtBack;
  const last = checkout.orders.at(-1);
  const chosen = checkout.shipping?.country;
  if (checkout.status === 'claimed' && last?.approvedFor !== undefined && chosen !== undefined)
    return lastWay.otherCountry(chosen, last.approvedFor);
  const isElsewhere = checkout.status === 'claimed' && last?.approvedElsewhere === true;
  return isElsewhere ? lastWay.approvedElsewhere : '';
}
