import { type Checkout, liveOrder, move, withLiveOrder } from './checkout.ts';
import { completePayment } from './complete-payment.ts';
import { sendingLease } from './lease.ts';
import { noteDispute } from './note-dispute.ts';
import { noteRefund } from './note-refund.ts';
import { noteReversal } from './note-reversal.ts';
import type { Loaded, PaymentOrder, Ports } from './ports.ts';
import { findCaptureOf } from './refundable.ts';
import type { WebhookEvent } from './refund-ports.ts';
import { sendBack } from './send-back.ts';

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
    await noteDispute(ports, loaded, event);
    return 'done';
  }
  await lookAgain(ports, checkout);
  if (event.type === 'PAYMENT.CAPTURE.REVERSED') await noteReversal(ports, id, event);
  else if (event.refundId !== undefined) await noteRefund(ports, id, event.refundId);
  return 'done';
}

async function locate({ store }: Ports, event: WebhookEvent): Promise<Loaded | undefined> {
  for (const id of [event.customId, event.invoiceId]) {
    const found = id === undefined ? undefined : await store.find(id);
    if (found !== undefined) return found;
  }
  const captures = [event.captureId, ...event.sellerTransactionIds].filter((id) => id !== undefined);
  for (const captureId of captures) {
    const found = await store.findByCapture(captureId);
    if (found !== undefined) return found;
  }
  return event.orderId === undefined ? undefined : store.findByOrder(event.orderId);
}

/** Our own GET of every order of this checkout. */
async function lookAgain(ports: Ports, checkout: Checkout): Promise<void> {
  if (checkout.status === 'capture_submitted' || checkout.status === 'capture_pending') {
    await completePayment(ports, checkout.id);
  }
  for (const { orderId } of checkout.orders) {
    if (orderId === undefined) continue;
    const found = await ports.payments.findOrder(orderId);
    if (found?.status !== 'APPROVED' && found?.status !== 'COMPLETED')
      await loseApproval(ports, checkout.id, orderId);
    if (found !== undefined) await noteCaptures(ports, checkout.id, found);
  }
}

/** PayPal withdrew what the payer had approved: nothing can be taken on it. */
async function loseApproval(ports: Ports, checkoutId: string, orderId: string): Promise<void> {
  const loaded = await ports.store.find(checkoutId);
  if (loaded?.checkout.status !== 'approved' || liveOrder(loaded.checkout)?.orderId !== orderId) return;
  const { checkout, now } = loaded;
  const orders = withLiveOrder(checkout, { live: false });
  const after = move(checkout, 'claimed', { orders, number: undefined }, now);
  const lease = sendingLease(ports.holder, now);
  const signals = [{ checkoutId, kind: 'approval_lost', dueAt: now, lease }] as const;
  ports.signalled(await ports.store.write({ update: { before: checkout, after }, signals, who: 'paypal' }));
}

/** What was captured without this checkout waiting for it goes back. */
async function noteCaptures(ports: Ports, checkoutId: string, found: PaymentOrder): Promise<void> {
  for (const capture of found.captures) {
    const loaded = await ports.store.find(checkoutId);
    if (loaded === undefined) return;
    const { checkout, now } = loaded;
    const isTold = capture.status !== 'DECLINED' && capture.status !== 'FAILED';
    const isAsked = checkout.status === 'capture_submitted' || checkout.status === 'capture_pending';
    const isAwaited = isAsked && liveOrder(checkout)?.orderId === found.orderId;
    const isKnown = findCaptureOf(checkout, capture.captureId) !== undefined;
    if (isTold && !isAwaited && !isKnown) await sendBack(ports, checkout, capture, found, now);
  }
}
