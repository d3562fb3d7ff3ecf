import type { Checkout, Status } from '../../checkout/checkout.ts';
import { isLate } from '../../checkout/late.ts';
import type { Loaded } from '../../checkout/ports.ts';
import { checkoutIdOf, purchasePath, seeOther } from '../purchase-address.ts';
import type { Handler, SiteContext } from '../site-context.ts';
import type { SiteParts } from '../site-parts.ts';

/** Which statuses each page of a purchase fits. */
export const pageStatuses = {
  checkout: ['open', 'claimed', 'order_submitted', 'awaiting_approval'],
  cancelled: ['claimed'],
  pending: ['capture_submitted', 'capture_pending'],
  declined: ['declined'],
  number: ['paid', 'approved'],
  done: ['confirmed'],
  expired: ['expired', 'cancelled'],
  flagged: ['flagged'],
  refunded: ['refunding', 'refunded'],
} as const satisfies Record<string, readonly Status[]>;

export type PurchasePage = keyof typeof pageStatuses;

/** Where a purchase goes on in each status. A new status without a page does not compile. */
export const homePages: Readonly<Record<Status, PurchasePage>> = {
  open: 'checkout',
  claimed: 'checkout',
  order_submitted: 'checkout',
  awaiting_approval: 'checkout',
  approved: 'number',
  capture_submitted: 'pending',
  capture_pending: 'pending',
  declined: 'declined',
  paid: 'number',
  confirmed: 'done',
  cancelled: 'expired',
  expired: 'expired',
  flagged: 'flagged',
  refunding: 'refunded',
  refunded: 'refunded',
};

/** What a page is shown: a purchase of this browser, in a status that the page fits. */
export interface PurchaseView extends Loaded {
  readonly payerSession: string;
}

/** The one gate before every page of a purchase: only the browser that claimed it, only in a status that fits. */
export function onlyIn(
  page: PurchasePage,
  { flow, cookie, origin }: SiteParts,
  show: (ctx: SiteContext, view: PurchaseView) => Promise<void>,
): Handler {
  const fitting: readonly Status[] = pageStatuses[page];
  return async (ctx) => {
    const checkoutId = checkoutIdOf(ctx);
    const payerSession = cookie.read(ctx) ?? '';
    const loaded = await flow.viewForPayer({ checkoutId, payerSession });
    const status = statusNow(loaded);
    if (!fitting.includes(status)) return seeOther(ctx, origin + purchasePath(checkoutId, homePages[status]));
    await show(ctx, { ...loaded, payerSession });
  };
}

/** The page that this purchase is at. */
export function homePageOf(checkout: Checkout): PurchasePage {
  return homePages[checkout.status];
}

/** A deadline that has passed counts at once, also before the worker has written it down. */
export function statusNow(loaded: Loaded): Status {
  return isLate(loaded) ? 'expired' : loaded.checkout.status;
}
