import { beginPayment } from './begin-payment.ts';
import { cancel } from './cancel.ts';
import { cancelAtPayPal } from './cancel-at-paypal.ts';
import type { Checkout } from '../checkout/checkout.ts';
import type { Owner } from '../round-trip/owner.ts';
import { completePayment } from './complete-payment.ts';
import { confirm, type Confirmation } from './confirm.ts';
import { erase, eraseDue } from './erase.ts';
import { expireDue } from './expire.ts';
import { endUnconfirmed } from './end-unconfirmed.ts';
import { handleEvent } from './handle-event.ts';
import { openLink, type OpenedLink } from './open-link.ts';
import type { Loaded, Ports, Reach } from '../checkout/ports.ts';
import type { PayerRequest, PayerSession } from './payer-session.ts';
import { refund, type RefundDecision } from '../refunds/refund.ts';
import type { WebhookEvent } from '../checkout/refund-ports.ts';
import { renewLink } from './renew-link.ts';
import { resume, resumeRefunds, resumeTrackings } from './resume.ts';
import { sealAnew } from './seal-anew.ts';
import { sealPayersAnew } from './seal-payers-anew.ts';
import { ship, type ShipOutcome, type ShipRequest } from './ship.ts';
import { returnFromPayPal } from './return-from-paypal.ts';
import { showNumber, drawNewNumber, type ShownNumber } from './show-number.ts';
import { start, type StartRequest } from './start.ts';
import { lastPurchase, waitsElsewhere } from './purchases-of.ts';
import { viewForPayer } from './view-for-payer.ts';

/** Every use case, in the order of a purchase. All of them throw CheckoutError for what the product refuses. */
export interface CheckoutFlow {
  /** Chat: writes the checkout and the signal that carries its link. Same activity again: the same checkout. @throws `checkout_open`, `rate_limited`, `cart_invalid` */
  start(request: StartRequest): Promise<Checkout>;
  /** Chat: the owner's checkout under way, with the database's time. */
  findActive(owner: Owner): Promise<Loaded | undefined>;
  /** Chat: confirmed purchases of this shopper, newest first; a group may hear of its own alone. */
  history(owner: Owner, limit: number, reach: Reach): Promise<readonly Checkout[]>;
  /** Chat: whether a purchase of this shopper waits for its number in another conversation of the channel. */
  waitsElsewhere(owner: Owner): Promise<boolean>;
  /** Chat: the newest purchase of this very conversation that was paid and is over, however it stands now. */
  lastPurchase(owner: Owner): Promise<Checkout | undefined>;
  /** The link's whole address for a checkout. */
  linkFor(checkout: Checkout): Promise<string>;
  /** Site, GET: inert. Answers what this browser may see. @throws `link_invalid` (404), `link_expired` (410) */
  openLink(linkToken: string, payerSession: PayerSession | undefined): Promise<OpenedLink>;
  /** Site, POST: claims the checkout for this browser and answers where to pay. @throws `claimed_elsewhere`, `link_expired`, `orders_spent`, `rate_limited`, `status_conflict`, `payments_refused`, `payments_unclear` */
  beginPayment(
    request: PayerRequest & { readonly payerSession: PayerSession; readonly clientAddress: string },
  ): Promise<{ approveUrl: string }>;
  /** Site, the way back from PayPal: proves, then completes. @throws `checkout_unknown`, `claimed_elsewhere`, `approved_elsewhere`, `return_invalid`, `payments_unclear` */
  returnFromPayPal(
    request: PayerRequest & { readonly nonce: string; readonly orderId: string; readonly payerId: string },
  ): Promise<Checkout>;
  /** Site: the payer turned back at PayPal. Abandons the order, not the checkout. @throws as `returnFromPayPal` */
  cancelAtPayPal(
    request: PayerRequest & { readonly nonce: string; readonly orderId: string },
  ): Promise<Checkout>;
  /** Site: the checkout as the browser that claimed it may see it. @throws `checkout_unknown`, `claimed_elsewhere` */
  viewForPayer(request: PayerRequest): Promise<Loaded>;
  /** Site: the magic number, only for the browser that came back; undefined digits when its time is over. @throws `claimed_elsewhere`, `status_conflict` */
  showNumber(request: PayerRequest): Promise<ShownNumber>;
  /** Site, POST. @throws `numbers_spent`, `claimed_elsewhere`, `status_conflict` */
  drawNewNumber(request: PayerRequest): Promise<void>;
  /** Chat: an attempt with the pasted number. Never throws for a wrong one. */
  confirm(owner: Owner, digits: string): Promise<Confirmation>;
  /** Chat. The outcome is the checkout's status afterwards: `cancelled`, or what stood in the way. */
  cancel(owner: Owner): Promise<Checkout | undefined>;
  /** Chat: ends the open checkout and starts another with the same items. Undefined when there is none under way; throws `status_conflict` when it is being paid or paid. */
  renewLink(
    owner: Owner,
    activity: { readonly activityId: string; readonly conversationReference: string },
  ): Promise<Checkout | undefined>;
  /** Anybody who has a reason: asks PayPal and settles. Used by the return page, the worker and later the webhook. */
  completePayment(checkoutId: string): Promise<Checkout>;
  /** Worker: ends what is past its deadline. Answers how many. */
  expireDue(): Promise<number>;
  /** Worker: goes on with what a dead process left unclear. */
  resume(): Promise<number>;
  /** Worker: gives back, or flags, what was paid `unconfirmedHours` ago and never confirmed. */
  endUnconfirmed(): Promise<number>;
  /** Worker: goes on with refunds that are not settled. Answers how many. */
  resumeRefunds(): Promise<number>;
  /** Worker: goes on with parcels' numbers that PayPal has not answered. Answers how many. */
  resumeTrackings(): Promise<number>;
  /** Worker: puts numbers that an older one of KEYS has sealed under the first. Answers how many. */
  sealAnew(): Promise<number>;
  /** Worker: the same for payers. */
  sealPayersAnew(): Promise<number>;
  /** Worker: erases payers and shoppers' names that are older than the merchant keeps them. Answers how many. */
  eraseDue(): Promise<number>;
  /** Worker: looks where PayPal points. @throws `payments_unclear` */
  handleEvent(event: WebhookEvent): Promise<'done' | 'not_ours'>;
  /** Merchant. @throws `checkout_unknown`, `refund_impossible`, `refund_under_way`, `refund_too_much` */
  refund(decision: RefundDecision): Promise<Checkout>;
  /** Merchant: the goods are on their way. Refusals are outcomes. @throws `checkout_unknown`, `status_conflict` where it changes again and again */
  ship(request: ShipRequest): Promise<ShipOutcome>;
  /** Merchant: erases who paid and who bought. @throws `checkout_unknown`, `status_conflict` while PayPal may yet tell who pays */
  erase(checkoutId: string): Promise<Checkout>;
}

export function createCheckoutFlow(ports: Ports): CheckoutFlow {
  return {
    start: (request) => start(ports, request),
    findActive: (owner) => ports.store.findActive(owner),
    history: (owner, limit, reach) => ports.store.listForShopper(owner, 'confirmed', limit, reach),
    waitsElsewhere: (owner) => waitsElsewhere(ports, owner),
    lastPurchase: (owner) => lastPurchase(ports, owner),
    linkFor: async ({ id, owner, expiresAt }) =>
      `${ports.settings.publicUrl}/checkout/${await ports.links.seal({ checkoutId: id, owner, expiresAt })}`,
    openLink: (linkToken, payerSession) => openLink(ports, linkToken, payerSession),
    beginPayment: (request) => beginPayment(ports, request),
    returnFromPayPal: (request) => returnFromPayPal(ports, request),
    cancelAtPayPal: (request) => cancelAtPayPal(ports, request),
    viewForPayer: (request) => viewForPayer(ports, request),
    showNumber: (request) => showNumber(ports, request),
    drawNewNumber: (request) => drawNewNumber(ports, request),
    confirm: (owner, digits) => confirm(ports, owner, digits),
    cancel: (owner) => cancel(ports, owner),
    renewLink: (owner, activity) => renewLink(ports, owner, activity),
    completePayment: (checkoutId) => completePayment(ports, checkoutId),
    expireDue: () => expireDue(ports),
    resume: () => resume(ports),
    endUnconfirmed: () => endUnconfirmed(ports),
    resumeRefunds: () => resumeRefunds(ports),
    resumeTrackings: () => resumeTrackings(ports),
    sealAnew: () => sealAnew(ports),
    sealPayersAnew: () => sealPayersAnew(ports),
    eraseDue: () => eraseDue(ports),
    handleEvent: (event) => handleEvent(ports, event),
    refund: (decision) => refund(ports, decision),
    ship: (request) => ship(ports, request),
    erase: (checkoutId) => erase(ports, checkoutId),
  };
}
