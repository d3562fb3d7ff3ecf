import type { PurchaseView } from '../guards/allowed-status.ts';
import { describeMoment } from '../../words/language.ts';
import { summarise } from './purchase-summary.ts';
import type { SiteContext } from '../site-context.ts';
import type { SiteParts } from '../site-parts.ts';

/** Paid, or approved and not charged yet: the magic number, only in the browser that came back from PayPal. */
export function numberPage({ flow, csrf, assets, show }: SiteParts) {
  return async (ctx: SiteContext, { checkout, payerSession }: PurchaseView): Promise<void> => {
    const checkoutId = checkout.id;
    const shown = await flow.showNumber({ checkoutId, payerSession });
    await show(ctx, 'number', {
      checkoutId,
      isCharged: checkout.status === 'paid',
      digits: shown.digits ?? '',
      validUntil: describeMoment(shown.expiresAt, shown.now),
      numbersDrawn: checkout.numbersDrawn,
      numbersLeft: shown.numbersLeft,
      summary: summarise(checkout, assets),
      numberToken: csrf.token({ payerSession, checkoutId, purpose: 'number' }),
    });
  };
}
