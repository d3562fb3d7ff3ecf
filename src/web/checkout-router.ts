import Router from '@koa/router';
import { onlyIn } from './guards/allowed-status.ts';
import { cancelAtPayPal } from './cancel.ts';
import { cancelledPage } from './pages/cancelled-page.ts';
import { checkoutPage } from './pages/checkout-page.ts';
import { declinedPage } from './pages/declined-page.ts';
import { donePage } from './pages/done-page.ts';
import { expiredPage } from './pages/expired-page.ts';
import { flaggedPage } from './pages/flagged-page.ts';
import { goodbyePage } from './pages/goodbye-page.ts';
import { limitVisits } from './guards/visit-limit.ts';
import { linkPage } from './pages/link-page.ts';
import { newNumber } from './new-number.ts';
import { notMine } from './not-mine.ts';
import { numberPage } from './pages/number-page.ts';
import { pay } from './pay.ts';
import { pendingPage } from './pages/pending-page.ts';
import { purchaseDoor } from './pages/purchase-door.ts';
import { refundedPage } from './pages/refunded-page.ts';
import { returnFromPayPal } from './return.ts';
import type { SiteState } from './site-context.ts';
import type { SiteParts } from './site-parts.ts';

/** Every address of a purchase, in the order in which a shopper meets them. */
export function createCheckoutRouter(parts: SiteParts): Router<SiteState, object> {
  const router = new Router<SiteState, object>({ sensitive: true });
  router.get('/checkout/:linkToken', limitVisits(parts.mayVisit, parts.trustedProxies), linkPage(parts));
  router.post('/checkouts/:id/pay', pay(parts));
  router.post('/checkouts/:id/not-mine', notMine(parts));
  router.get('/goodbye', goodbyePage(parts));
  router.get('/checkouts/:id/return/:nonce', returnFromPayPal(parts));
  router.get('/checkouts/:id/cancel/:nonce', cancelAtPayPal(parts));
  router.get('/checkouts/:id', purchaseDoor(parts));
  router.get('/checkouts/:id/checkout', onlyIn('checkout', parts, checkoutPage(parts)));
  router.get('/checkouts/:id/cancelled', onlyIn('cancelled', parts, cancelledPage(parts)));
  router.get('/checkouts/:id/declined', onlyIn('declined', parts, declinedPage(parts)));
  router.get('/checkouts/:id/pending', onlyIn('pending', parts, pendingPage(parts)));
  router.get('/checkouts/:id/number', onlyIn('number', parts, numberPage(parts)));
  router.post('/checkouts/:id/number', newNumber(parts));
  router.get('/checkouts/:id/done', onlyIn('done', parts, donePage(parts)));
  router.get('/checkouts/:id/expired', onlyIn('expired', parts, expiredPage(parts)));
  router.get('/checkouts/:id/flagged', onlyIn('flagged', parts, flaggedPage(parts)));
  router.get('/checkouts/:id/refunded', onlyIn('refunded', parts, refundedPage(parts)));
  return router;
}
