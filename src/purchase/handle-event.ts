import { type Checkout, move } from '../checkout/checkout.ts';
import { closeOrders } from '../checkout/order.ts';
import { completePayment } from './complete-payment.ts';
import { loadCheckout } from '../checkout/load-checkout.ts';
import { holdsMoney } from '../checkout/matches-snapshot.ts';
import { noteApproval } from './note-approval.ts';
import { noteDispute } from '../refunds/note-dispute.ts';
import { isBeingPaid, noteRefund } from '../refunds/note-refund.ts';
import { noteReversal } from '../refunds/note-reversal.ts';
import type { Loaded, PaymentOrder, Ports } from '../checkout/ports.ts';
import { record } from '../checkout/record.ts';
import { findCaptureOf } from '../refunds/refundable.ts';
import type { WebhookEvent } from '../checkout/refund-ports.ts';
import { sendBack } from '../refunds/send-back.ts';

/**
 * An event's words are never the truth: they only say where to look. What PayPal answers to our own GET decides. It
 * confirms nothing, shows no number, and moves no checkout to another browser.
 */
export async function handleEvent(ports: Ports, event: WebhookEvent): Promise<'done' | 'not_ours'> {
  const loaded = await locate(ports, event);
  if (loaded === undefined) return 'not_ours';
  const { checkout } = loaded;
  const { id } = checkout;
  ports.log('event_received', { checkoutId: id, eventId: event.eventId, type: event.type });
  if (event.type.startsWith('CUSTOMER.DISPUTE.')) {
    await noteDispute(ports, await withItsCaptures(ports, loaded, event), event);
    return 'done';
  }
  await lookAgain(ports, checkout, event);
  if (event.type === 'PAYMENT.CAPTURE.REVERSED') await noteReversal(ports, id, event);
  else if (event.refundId !== undefined) await noteRefund(ports, id, event.refundId);
  return 'done';
}

/** News of a dispute may come before that of the payment, where nobody here has asked for it: then we look first. */
async function withItsCaptures(ports: Ports, loaded: Loaded, event: WebhookEvent): Promise<Loaded> {
  const { checkout } = loaded;
  const { sellerTransactionIds } = event;
  const isKnown = (captureId: string): boolean => findCaptureOf(checkout, captureId) !== undefined;
  if (sellerTransactionIds.length === 0 || sellerTransactionIds.some(isKnown)) return loaded;
  await lookAgain(ports, checkout, event);
  return loadCheckout(ports.store, checkout.id);
}

/** By the name that we gave it before PayPal's own ids. */
async function locate({ store }: Ports, event: WebhookEvent): Promise<Loaded | undefined> {
  const { customId, invoiceId, captureId, sellerTransactionIds, orderId } = event;
  return (
    (await findFirst([customId, checkoutOf(invoiceId)], (id) => store.find(id))) ??
    (await findFirst([captureId, ...sellerTransactionIds], (id) => store.findByCapture(id))) ??
    (await findFirst([orderId], (id) => store.findByOrder(id)))
  );
}

/** An invoice is a checkout's id, with the number of its order behind it where the order has an invoice of its own. */
function checkoutOf(invoiceId: string | undefined): string | undefined {
  return invoiceId?.replace(/^([a-z2-7]{26})-\d$/u, '$1');
}

async function findFirst(
  ids: readonly (string | undefined)[],
  find: (id: string) => Promise<Loaded | undefined>,
): Promise<Loaded | undefined> {
  for (const id of ids) {
    const found = id === undefined ? undefined : await find(id);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** How PayPal's check of a payment ends. */
const endsOfCheck: ReadonlySet<string> = new Set([
  'PAYMENT.CAPTURE.COMPLETED',
  'PAYMENT.CAPTURE.DECLINED',
  'PAYMENT.CAPTURE.DENIED',
]);

/** Our own GET of every order of this checkout. */
async function lookAgain(ports: Ports, checkout: Checkout, event: WebhookEvent): Promise<void> {
  await completePayment(ports, checkout.id, endsOfCheck.has(event.type));
  for (const { orderId } of checkout.orders) {
    if (orderId === undefined) continue;
    const found = await ports.payments.findOrder(orderId);
    if (found?.status !== 'APPROVED' && found?.status !== 'COMPLETED')
      await loseApproval(ports, checkout.id, orderId, found?.debugId);
    if (found?.status === 'APPROVED') await noteApproval(ports, checkout.id, found, event);
    if (found !== undefined) await noteCaptures(ports, checkout.id, found);
  }
}

/** PayPal withdrew what the payer had approved: nothing can be taken on it. */
async function loseApproval(
  ports: Ports,
  checkoutId: string,
  orderId: string,
  debugId: string | undefined,
): Promise<void> {
  const { checkout, now } = await loadCheckout(ports.store, checkoutId);
  if (checkout.status !== 'approved' || !isLive(checkout, orderId)) return;
  const orders = closeOrders(checkout);
  const after = move(checkout, 'claimed', { orders, number: undefined, debugId }, now);
  const log = ['approval_lost', { orderId, debugId }] as const;
  await record(ports, { before: checkout, after, tells: 'approval_lost', who: 'paypal', log });
}

/** What was captured without this checkout waiting for it goes back. */
async function noteCaptures(ports: Ports, checkoutId: string, found: PaymentOrder): Promise<void> {
  for (const capture of found.captures.filter(holdsMoney)) {
    const { checkout, now } = await loadCheckout(ports.store, checkoutId);
    const isAwaited = isBeingPaid(checkout) && isLive(checkout, found.orderId);
    const isKnown = findCaptureOf(checkout, capture.captureId) !== undefined;
    if (!isAwaited && !isKnown) await sendBack(ports, checkout, capture, found, now);
  }
}

function isLive({ orders }: Checkout, orderId: string): boolean {
  return orders.some((order) => order.live && order.orderId === orderId);
}
