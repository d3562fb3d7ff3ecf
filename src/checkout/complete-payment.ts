import { type Capture, type Checkout, liveOrder, move, revise, withLiveOrder } from './checkout.ts';
import { CheckoutError, isCheckoutError } from './errors.ts';
import { flagCheckout } from './flag-checkout.ts';
import { differenceFrom } from './matches-snapshot.ts';
import { newNumber } from './new-number.ts';
import type { CaptureAnswer, PaymentOrder, Ports } from './ports.ts';
import type { NewSignal, SignalKind } from './signal.ts';
import { sendingLease } from './start.ts';

/** Longer than the calls under it, so that two processes never ask at once; no lease may be older than 60 s. */
export const captureLeaseMs = 30_000;

const minuteMs = 60_000;

/** Asks PayPal about a checkout whose return proof is recorded, and settles it. Somebody else's lease is respected. */
export async function completePayment(ports: Ports, checkoutId: string): Promise<Checkout> {
  const loaded = await ports.store.find(checkoutId);
  if (loaded === undefined) throw new CheckoutError('checkout_unknown');
  const { checkout, now } = loaded;
  const isUnsettled = checkout.status === 'capture_submitted' || checkout.status === 'capture_pending';
  const isHeld = checkout.lease !== undefined && checkout.lease.until > now;
  if (!isUnsettled || isHeld) return checkout;
  const leased = revise(checkout, { lease: { holder: ports.holder, until: now + captureLeaseMs } }, now);
  await ports.store.write({ update: { before: checkout, after: leased } });
  return settle(ports, leased, undefined);
}

/** GET first (`known` is one that was just made), then the capture with its stored request id, then GET if that was unclear. */
export async function settle(
  ports: Ports,
  checkout: Checkout,
  known: PaymentOrder | undefined,
): Promise<Checkout> {
  const orderId = liveOrder(checkout)?.orderId;
  const requestId = checkout.captureRequestId;
  if (orderId === undefined || requestId === undefined)
    throw new CheckoutError('status_conflict', 'no live order');
  try {
    const found = known ?? (await ports.payments.findOrder(orderId));
    const isOurTurn = found?.status === 'APPROVED' && found.captures.length === 0;
    if (!isOurTurn) return await settleByOrder(ports, checkout, found);
    return await settleByAnswer(
      ports,
      checkout,
      orderId,
      await ports.payments.captureOrder({ orderId, requestId }),
    );
  } catch (error) {
    if (isCheckoutError(error, 'payments_unclear')) return settleUnclear(ports, checkout, orderId);
    throw error;
  }
}

async function settleByAnswer(
  ports: Ports,
  checkout: Checkout,
  orderId: string,
  answer: CaptureAnswer,
): Promise<Checkout> {
  switch (answer.kind) {
    case 'answered':
      return settleByOrder(ports, checkout, answer.order);
    case 'already_captured':
      return settleByOrder(ports, checkout, await ports.payments.findOrder(orderId));
    case 'declined':
      return tell(ports, checkout, 'payment_declined', (now) => {
        const approveUrl = answer.retryUrl ?? liveOrder(checkout)?.approveUrl;
        const orders = withLiveOrder(checkout, { approveUrl });
        return move(
          checkout,
          'declined',
          { declineIssue: answer.issue, orders, debugId: answer.debugId, lease: undefined },
          now,
        );
      });
    case 'refused':
      return decline(ports, checkout, answer.issue);
    case 'not_approved':
      return tell(ports, checkout, undefined, (now) => {
        const orders = withLiveOrder(checkout, {
          approveUrl: answer.approveUrl ?? liveOrder(checkout)?.approveUrl,
        });
        return move(
          checkout,
          'awaiting_approval',
          { orders, debugId: answer.debugId, lease: undefined },
          now,
        );
      });
    case 'gone':
      return settleByOrder(ports, checkout, undefined);
  }
}

/** The order's own status is not the truth about the money; its captures are. */
async function settleByOrder(
  ports: Ports,
  checkout: Checkout,
  found: PaymentOrder | undefined,
): Promise<Checkout> {
  const order = liveOrder(checkout);
  if (found === undefined || order === undefined || found.status === 'VOIDED') {
    return tell(ports, checkout, 'payer_cancelled', (now) =>
      move(checkout, 'claimed', { orders: withLiveOrder(checkout, { live: false }), lease: undefined }, now),
    );
  }
  const [capture] = found.captures;
  const flag = differenceFrom(checkout, order, found, ports.settings.merchantId);
  if (flag !== undefined) return flagCheckout(ports, checkout, flag, await ports.store.now(), { capture });
  if (capture !== undefined) return settleByCapture(ports, checkout, capture, found.debugId);
  if (found.status === 'COMPLETED')
    throw new CheckoutError('payments_unclear', 'completed without a capture');
  return tell(ports, checkout, undefined, (now) =>
    move(checkout, 'awaiting_approval', { lease: undefined }, now),
  );
}

async function settleByCapture(
  ports: Ports,
  checkout: Checkout,
  capture: Capture,
  debugId: string | undefined,
): Promise<Checkout> {
  switch (capture.status) {
    case 'COMPLETED':
      return tell(ports, checkout, 'payment_arrived', (now) =>
        move(
          checkout,
          'paid',
          { capture, paidAt: now, debugId, lease: undefined, ...newNumber(ports, checkout, now) },
          now,
        ),
      );
    case 'PENDING': {
      // The lease stays until it ends by itself: it spaces out the looks at a payment that PayPal still checks.
      if (checkout.status === 'capture_pending') return checkout;
      return tell(ports, checkout, 'payment_pending', (now) =>
        move(checkout, 'capture_pending', { capture, debugId }, now),
      );
    }
    case 'DECLINED':
    case 'FAILED':
      return decline(ports, checkout, capture.status);
    case 'REFUNDED':
    case 'PARTIALLY_REFUNDED':
      return flagCheckout(ports, checkout, 'checkout_mismatch', await ports.store.now(), { capture });
  }
}

/** A decline that ends the order too: the next try needs a new one. */
async function decline(ports: Ports, checkout: Checkout, issue: string): Promise<Checkout> {
  return tell(ports, checkout, 'payment_declined', (now) => {
    const orders = withLiveOrder(checkout, { live: false });
    return move(checkout, 'declined', { declineIssue: issue, orders, lease: undefined }, now);
  });
}

/** Nothing is told before it is clear: one more look, then the worker goes on with the same request id. */
async function settleUnclear(ports: Ports, checkout: Checkout, orderId: string): Promise<Checkout> {
  const found = await ports.payments.findOrder(orderId).catch((error: unknown) => {
    if (isCheckoutError(error, 'payments_unclear')) return undefined;
    throw error;
  });
  if (found !== undefined && found.captures.length > 0) return settleByOrder(ports, checkout, found);
  const now = await ports.store.now();
  const after = revise(checkout, { lease: { holder: ports.holder, until: now + 5_000 } }, now);
  await ports.store.write({ update: { before: checkout, after } });
  ports.log('capture_unclear', { checkoutId: checkout.id, orderId, requestId: checkout.captureRequestId });
  return after;
}

/** The status change and the signal that tells of it, in one transaction. */
async function tell(
  ports: Ports,
  before: Checkout,
  kind: SignalKind | undefined,
  change: (now: number) => Checkout,
): Promise<Checkout> {
  const now = await ports.store.now();
  const after = change(now);
  const signals = kind === undefined ? [] : toSignals(before.id, kind, ports.holder, now);
  const written = await ports.store.write({ update: { before, after }, signals });
  ports.log(kind ?? 'payment_reopened', {
    checkoutId: before.id,
    status: after.status,
    captureId: after.capture?.captureId,
    debugId: after.debugId,
  });
  ports.signalled(written);
  return after;
}

function toSignals(checkoutId: string, kind: SignalKind, holder: string, now: number): readonly NewSignal[] {
  const first: NewSignal = { checkoutId, kind, dueAt: now, lease: sendingLease(holder, now) };
  if (kind !== 'payment_arrived') return [first];
  const reminders = [2, 15].map((minutes): NewSignal => ({
    checkoutId,
    kind: 'number_reminder',
    dueAt: now + minutes * minuteMs,
  }));
  return [first, ...reminders];
}
