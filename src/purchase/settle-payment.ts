import { type Capture, type Checkout, move } from '../checkout/checkout.ts';
import { closeOrders, type Order, withLiveOrder } from '../checkout/order.ts';
import { CheckoutError } from '../checkout/errors.ts';
import { differenceFrom, goesElsewhere, holdsMoney } from '../checkout/matches-snapshot.ts';
import type { PayerDetails } from '../checkout/payer-details.ts';
import { sealPayer } from '../checkout/payer-seal.ts';
import type { CaptureAnswer, PaymentOrder, Ports } from '../checkout/ports.ts';
import { record } from '../checkout/record.ts';
import type { SignalKind } from '../checkout/signal.ts';
import { flagCheckout } from '../refunds/flag-checkout.ts';
import { newNumber } from '../round-trip/new-number.ts';
import { numberReminders } from './number-reminders.ts';

/** What PayPal said clearly: to a GET (`answered` or `gone`), or to a capture. */
export type ClearAnswer = Exclude<CaptureAnswer, { readonly kind: 'already_captured' }>;

/** What PayPal's answer makes of a payment that was asked for. @throws CheckoutError `payments_unclear` where it does not say */
export async function settlePayment(
  ports: Ports,
  checkout: Checkout,
  order: Order,
  answer: ClearAnswer,
): Promise<Checkout> {
  switch (answer.kind) {
    case 'answered':
      return settleByOrder(ports, checkout, order, answer.order);
    case 'declined':
      return tell(ports, checkout, 'payment_declined', (now) => {
        const approveUrl = answer.retryUrl ?? order.approveUrl;
        const orders = withLiveOrder(checkout, { approveUrl });
        return move(
          checkout,
          'declined',
          { declineIssue: answer.issue, orders, debugId: answer.debugId, lease: undefined },
          now,
        );
      });
    case 'refused':
      return decline(ports, checkout, {
        declineIssue: answer.issue,
        flag: 'capture_refused',
        debugId: answer.debugId,
      });
    case 'not_approved':
      return tell(ports, checkout, 'approval_lost', (now) => {
        const approveUrl = answer.approveUrl ?? order.approveUrl;
        const orders = withLiveOrder(checkout, { approveUrl });
        return move(
          checkout,
          'awaiting_approval',
          { orders, debugId: answer.debugId, lease: undefined },
          now,
        );
      });
    case 'gone':
      return settleByOrder(ports, checkout, order, undefined);
  }
}

/** The order's own status is not the truth about the money; its captures are. */
async function settleByOrder(
  ports: Ports,
  checkout: Checkout,
  order: Order,
  found: PaymentOrder | undefined,
): Promise<Checkout> {
  if (found === undefined || (found.status === 'VOIDED' && found.captures.length === 0)) {
    // What PayPal held back cannot be gone: a person looks.
    if (checkout.status === 'capture_pending')
      return flagCheckout(ports, checkout, 'checkout_mismatch', await ports.store.now(), {
        capture: checkout.capture,
        debugId: found?.debugId,
      });
    return tell(ports, checkout, 'approval_lost', (now) => {
      const orders = closeOrders(checkout);
      return move(checkout, 'claimed', { orders, debugId: found?.debugId, lease: undefined }, now);
    });
  }
  const capture = decisiveCapture(found.captures);
  const flag = differenceFrom(checkout, order, found, ports.settings.merchantId);
  const { debugId } = found;
  if (flag !== undefined)
    return flagCheckout(ports, checkout, flag, await ports.store.now(), {
      // What PayPal held back is not gone because an answer does not list it.
      capture: capture ?? checkout.capture,
      debugId,
    });
  // Whoever paid must be who came back, by PayPal's own word; until it names somebody nothing is said.
  if (capture?.status === 'COMPLETED' || capture?.status === 'PENDING') {
    if (found.payerId === undefined) throw new CheckoutError('payments_unclear', 'no payer named');
    if (found.payerId !== checkout.payerId)
      return flagCheckout(ports, checkout, 'payer_mismatch', await ports.store.now(), { capture, debugId });
    // The country was right before the money was asked for; an answer without an address says nothing new of it.
    if (found.shippingCountry !== undefined && goesElsewhere(checkout, found))
      return flagCheckout(ports, checkout, 'country_mismatch', await ports.store.now(), { capture, debugId });
  }
  if (capture !== undefined) return settleByCapture(ports, checkout, capture, found);
  if (found.status === 'COMPLETED' || checkout.status === 'capture_pending')
    throw new CheckoutError('payments_unclear', 'captured without a capture');
  return reopen(ports, checkout, found);
}

function reopen(ports: Ports, checkout: Checkout, { debugId }: PaymentOrder): Promise<Checkout> {
  return tell(ports, checkout, undefined, (now) =>
    move(checkout, 'awaiting_approval', { debugId, lease: undefined }, now),
  );
}

/** An order may list declined captures before the one that took the money. */
function decisiveCapture(captures: readonly Capture[]): Capture | undefined {
  return captures.find(holdsMoney) ?? captures.at(-1);
}

async function settleByCapture(
  ports: Ports,
  checkout: Checkout,
  capture: Capture,
  { debugId, payer }: PaymentOrder,
): Promise<Checkout> {
  switch (capture.status) {
    case 'COMPLETED':
      return checkout.confirmedAt === undefined
        ? tell(
            ports,
            checkout,
            'payment_arrived',
            (now) => {
              const paid = { capture, paidAt: now, debugId, lease: undefined };
              return move(checkout, 'paid', { ...paid, ...newNumber(ports, checkout, now) }, now);
            },
            payer,
          )
        : tell(
            ports,
            checkout,
            'confirmed',
            (now) => move(checkout, 'confirmed', { capture, paidAt: now, debugId, lease: undefined }, now),
            payer,
          );
    case 'PENDING': {
      // The lease stays until it ends by itself: it spaces out the looks at a payment that PayPal still checks.
      if (checkout.status === 'capture_pending') return checkout;
      const change = (now: number): Checkout => move(checkout, 'capture_pending', { capture, debugId }, now);
      return tell(ports, checkout, 'payment_pending', change, payer);
    }
    case 'DECLINED':
    case 'FAILED':
      return decline(ports, checkout, { declineIssue: capture.status, capture, debugId });
    case 'REFUNDED':
    case 'PARTIALLY_REFUNDED':
      return flagCheckout(ports, checkout, 'checkout_mismatch', await ports.store.now(), {
        capture,
        debugId,
      });
  }
}

/** A decline that ends the order too: the next try needs a new one. */
async function decline(
  ports: Ports,
  checkout: Checkout,
  outcome: Pick<Checkout, 'declineIssue' | 'flag' | 'capture' | 'debugId'>,
): Promise<Checkout> {
  const orders = closeOrders(checkout);
  return tell(ports, checkout, 'payment_declined', (now) =>
    move(checkout, 'declined', { ...outcome, orders, lease: undefined }, now),
  );
}

/** The status change, who pays, and the news of it. */
async function tell(
  ports: Ports,
  before: Checkout,
  kind: SignalKind | undefined,
  change: (now: number) => Checkout,
  payer?: PayerDetails,
): Promise<Checkout> {
  const after = change(await ports.store.now());
  const { status, capture, debugId } = after;
  const event = kind === 'confirmed' ? 'checkout_confirmed' : (kind ?? 'payment_reopened');
  return record(ports, {
    before,
    after,
    tells: kind,
    also: kind === 'payment_arrived' ? numberReminders(ports, after) : [],
    payer: sealPayer(ports.keys, before.id, payer),
    who: 'paypal',
    log: [event, { status, captureId: capture?.captureId, debugId }],
  });
}
