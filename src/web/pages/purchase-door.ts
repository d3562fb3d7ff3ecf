import { homePages, statusNow } from '../guards/allowed-status.ts';
import { checkoutIdOf, purchasePath, seeOther } from '../purchase-address.ts';
import type { Handler } from '../site-context.ts';
import type { SiteParts } from '../site-parts.ts';

/** The checkout's own address leads to the page that fits its status. */
export function purchaseDoor({ flow, cookie, origin }: SiteParts): Handler {
  return async (ctx) => {
    const checkoutId = checkoutIdOf(ctx);
    const loaded = await flow.viewForPayer({ checkoutId, payerSession: cookie.read(ctx) });
    seeOther(ctx, origin + purchasePath(checkoutId, homePages[statusNow(loaded)]));
  };
}
