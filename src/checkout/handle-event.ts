import {
  type AskedRefund,
  type Capture,
  type Checkout,
  liveOrder,
  move,
  revise,
  withLiveOrder,
} from './checkout.ts';
import { completePayment } from './complete-payment.ts';
import { sendingLease } from './lease.ts';
import { holdsMoney } from './matches-snapshot.ts';
import type { Loaded, PaymentOrder, Ports } from './ports.ts';
import { isGivenBack, refundable, settleRefund, submitRefund, toOutcome, toRefunded } from './refund.ts';
import type { WebhookEvent } from './refund-ports.ts';

/**
 * An event's words are never the truth: they only say where to look. What PayPal answers to our own GET decides. It
 * confirms nothing, shows no number, and moves no checkout to another browser.
 */
export async function handleEvent(ports: Ports, event: WebhookEvent): Promise<'done' | 'not_ours'> {
  const loaded = await locate(ports, event);
  if (loaded === undefined) return 'not_ours';
  const { checkout } = loaded;
  ports.log('event_received', { checkoutId: checkout.id, eventId: event.eventId, type: event.type });
  if (event.type.startsWith('CUSTOMER.DISPUTE.')) await noteDispute(ports, checkout, event.type);
  else if (event.refundId !== undefined) await noteRefund(ports, checkout, event.refundId);
  else await lookAgain(ports, checkout);
  return 'done';
}

async function locate({ store }: Ports, event: WebhookEvent): Promise<Loaded | undefined> {
  const byCustomId = event.customId === undefined ? undefined : await store.find(event.customId);
  if (byCustomId !== undefined) return byCustomId;
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
  for (const { orderId, live } of checkout.orders) {
    const found = orderId === undefined ? undefined : await ports.payments.findOrder(orderId);
    if (live && (found === undefined || found.status === 'VOIDED')) await loseApproval(ports, checkout.id);
    if (live && found?.status === 'PAYER_ACTION_REQUIRED') await loseApproval(ports, checkout.id);
    for (const capture of found?.captures ?? []) await noteCapture(ports, checkout.id, capture, found);
  }
}

/** PayPal withdrew what the payer had approved: nothing can be taken on it. */
async function loseApproval(ports: Ports, checkoutId: string): Promise<void> {
  const loaded = await ports.store.find(checkoutId);
  if (loaded?.checkout.status !== 'approved') return;
  const { checkout, now } = loaded;
  const orders = withLiveOrder(checkout, { live: false });
  const after = move(checkout, 'claimed', { orders, number: undefined }, now);
  const lease = sendingLease(ports.holder, now);
  const signals = [{ checkoutId, kind: 'approval_lost', dueAt: now, lease }] as const;
  ports.signalled(await ports.store.write({ update: { before: checkout, after }, signals, who: 'paypal' }));
}

/** A capture that no live purchase of ours asked for, or that completed after it was flagged, goes back. */
async function noteCapture(
  ports: Ports,
  checkoutId: string,
  capture: Capture,
  found: PaymentOrder | undefined,
): Promise<void> {
  const loaded = await ports.store.find(checkoutId);
  if (loaded === undefined || capture.status !== 'COMPLETED' || !holdsMoney(capture)) return;
  const { checkout, now } = loaded;
  if (checkout.refunds.some(({ status }) => status === 'submitted')) return;
  const isOwn = checkout.capture?.captureId === capture.captureId;
  const isKnown = isOwn || checkout.strayCaptures.some(({ captureId }) => captureId === capture.captureId);
  const isExpected = liveOrder(checkout)?.orderId === found?.orderId && checkout.flag === undefined;
  const wasHeldBack = isOwn && checkout.status === 'flagged' && checkout.capture?.status === 'PENDING';
  if ((isKnown && !wasHeldBack) || (!isKnown && isExpected)) return;
  await sendBack(ports, checkout, capture, now);
}

async function sendBack(ports: Ports, checkout: Checkout, capture: Capture, now: number): Promise<void> {
  const isFirst = checkout.capture === undefined || checkout.capture.captureId === capture.captureId;
  const known = isFirst
    ? { ...checkout, capture }
    : { ...checkout, strayCaptures: [...checkout.strayCaptures, capture] };
  const mayBeFlagged = [
    'open',
    'claimed',
    'order_submitted',
    'awaiting_approval',
    'approved',
    'declined',
    'cancelled',
    'expired',
  ];
  const flag = checkout.flag ?? 'late_capture';
  const orders = checkout.orders.map((order) => ({ ...order, live: false }));
  const flagged = mayBeFlagged.includes(checkout.status)
    ? move(known, 'flagged', { flag, orders, number: undefined, lease: undefined }, now)
    : revise(known, { flag }, now);
  const amount = refundable(flagged, capture);
  const asked = submitRefund(
    ports,
    flagged,
    { captureId: capture.captureId, amount, reason: 'late_capture' },
    now,
  );
  const after = { ...asked, version: flagged.version };
  const lease = sendingLease(ports.holder, now);
  const signals =
    flagged.status === 'flagged'
      ? ([{ checkoutId: checkout.id, kind: 'flagged', dueAt: now, lease }] as const)
      : [];
  ports.signalled(await ports.store.write({ update: { before: checkout, after }, signals, who: 'paypal' }));
  ports.log('capture_sent_back', { checkoutId: checkout.id, captureId: capture.captureId });
  await settleRefund(ports, after);
}

/** A refund that was made at PayPal, or one of ours whose end PayPal tells. */
async function noteRefund(ports: Ports, checkout: Checkout, refundId: string): Promise<void> {
  const found = await ports.payments.findRefund(refundId);
  const captureId = found?.captureId ?? checkout.capture?.captureId;
  if (found === undefined || captureId === undefined) return;
  const now = await ports.store.now();
  const loaded = await ports.store.find(checkout.id);
  if (loaded === undefined) return;
  const before = loaded.checkout;
  // One of ours whose answer is not stored yet settles by its own request id.
  if (before.refunds.some((one) => one.status === 'submitted' && one.captureId === captureId)) {
    return void (await settleRefund(ports, before));
  }
  const { status } = toOutcome(found);
  const known = before.refunds.find((one) => one.refundId === refundId);
  if (known?.status === status) return;
  const entry: AskedRefund = known ?? {
    requestId: `${before.id}-refund-${before.refunds.length + 1}`,
    captureId,
    amount: found.amount,
    reason: 'at_paypal',
    status,
    refundId,
    askedAt: now,
  };
  const refunds = [...before.refunds.filter((one) => one !== known), { ...entry, status }];
  await writeRefunds(ports, before, { ...before, refunds }, now);
}

async function writeRefunds(ports: Ports, before: Checkout, changed: Checkout, now: number): Promise<void> {
  const isWhole = isGivenBack(changed);
  const after = isWhole ? toRefunded(changed, now) : revise(changed, {}, now);
  const kind = isWhole ? 'refunded' : 'refunded_in_part';
  const signals = [
    { checkoutId: before.id, kind, dueAt: now, lease: sendingLease(ports.holder, now) },
  ] as const;
  ports.signalled(await ports.store.write({ update: { before, after }, signals, who: 'paypal' }));
  ports.log('refund_noted', { checkoutId: before.id, status: after.status });
}

async function noteDispute(ports: Ports, checkout: Checkout, type: string): Promise<void> {
  const dispute = type === 'CUSTOMER.DISPUTE.RESOLVED' ? 'closed' : 'open';
  if (checkout.dispute === dispute) return;
  const now = await ports.store.now();
  const after = revise(checkout, { dispute }, now);
  const kind = dispute === 'open' ? 'dispute_opened' : 'dispute_closed';
  const signals = [
    { checkoutId: checkout.id, kind, dueAt: now, lease: sendingLease(ports.holder, now) },
  ] as const;
  ports.signalled(await ports.store.write({ update: { before: checkout, after }, signals, who: 'paypal' }));
}
