import type { Checkout } from '../../checkout/checkout.ts';
import { pageWords } from '../../words/pages.ts';
import type { SiteContext } from '../site-context.ts';
import type { PurchaseView } from '../guards/allowed-status.ts';
import { describeMoment } from '../../words/moment.ts';
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
      lastWay: lastWayOf(checkout),
    });
  };
}

/** Why nothing came of the last way to PayPal, where this browser does not know it. */
function lastWayOf({ status, orders }: Checkout): string {
  const isElsewhere = status === 'claimed' && orders.at(-1)?.approvedElsewhere === true;
  return isElsewhere ? pageWords.checkout.lastWay.approvedElsewhere : '';
}
