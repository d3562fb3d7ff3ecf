import { type Checkout, type Flag, liveOrder, move, type Order, withLiveOrder } from './checkout.ts';
import { settle } from './complete-payment.ts';
import { CheckoutError, isCheckoutError } from './errors.ts';
import { expire } from './expire.ts';
import type { PayerRequest } from './flow.ts';
import { flagCheckout } from './flag-checkout.ts';
import { isHeld, leaseMs } from './lease.ts';
import { differenceFrom } from './matches-snapshot.ts';
import type { PaymentOrder, Ports } from './ports.ts';
import { findOrderByNonce } from './return-nonce.ts';
import { viewForPayer } from './view-for-payer.ts';
import { waitWhile } from './wait-while.ts';

type Request = PayerRequest & { readonly nonce: string; readonly orderId: string; readonly payerId: string };

/**
 * The proof that the payer came back: the browser that claimed, the live order's unused nonce, the order's own id, and
 * PayPal's own word that this payer approved our amount. Then the payment is completed. Coming again shows what is.
 */
export async function returnFromPayPal(ports: Ports, request: Request): Promise<Checkout> {
  const { checkout, now } = await viewForPayer(ports, request);
  const order = findOrderByNonce(checkout, request.nonce);
  if (order === undefined || order.orderId !== request.orderId) throw new CheckoutError('return_invalid');
  if (checkout.status === 'capture_submitted') return afterTheOther(ports, checkout.id);
  const mayReturn = checkout.status === 'awaiting_approval' || checkout.status === 'declined';
  if (!order.live || !mayReturn) return checkout;
  if (now >= checkout.expiresAt) return endLate(ports, checkout, now);
  const found = await ports.payments.findOrder(request.orderId);
  try {
    return await prove(ports, checkout, found, request.payerId);
  } catch (error) {
    // The same return a second time, a chat that cancelled, a deadline: whoever was first has decided.
    if (isCheckoutError(error, 'status_conflict')) return afterTheOther(ports, checkout.id);
    throw error;
  }
}

async function prove(
  ports: Ports,
  checkout: Checkout,
  found: PaymentOrder | undefined,
  payerId: string,
): Promise<Checkout> {
  const order = liveOrder(checkout);
  const now = await ports.store.now();
  // PayPal may have taken its time to answer.
  if (now >= checkout.expiresAt) return endLate(ports, checkout, now);
  if (found === undefined || found.status === 'VOIDED' || order === undefined)
    return loseOrder(ports, checkout, now);
  if (found.status !== 'APPROVED' && found.status !== 'COMPLETED') return checkout;
  const flag: Flag | undefined = differenceFrom(checkout, order, found, ports.settings.merchantId);
  if (flag !== undefined) return flagCheckout(ports, checkout, flag, now);
  if (found.payerId === undefined || found.payerId !== payerId)
    throw new CheckoutError('return_invalid', 'payer');
  const submitted = submitCapture(ports, checkout, order, found, now);
  await ports.store.write({ update: { before: checkout, after: submitted } });
  ports.log('capture_submitted', {
    checkoutId: checkout.id,
    orderId: found.orderId,
    requestId: submitted.captureRequestId,
  });
  return settle(ports, submitted, found);
}

/** The return proof and the intent to capture, with the lease for asking, in one step. */
function submitCapture(
  ports: Ports,
  checkout: Checkout,
  order: Order,
  found: PaymentOrder,
  now: number,
): Checkout {
  const captures = order.captures + 1;
  const changes = {
    payerId: found.payerId,
    orders: withLiveOrder(checkout, { captures }),
    captureRequestId: `${order.requestId}-capture-${captures}`,
    declineIssue: undefined,
    debugId: found.debugId,
    lease: { holder: ports.holder, until: now + leaseMs },
  };
  return move(checkout, 'capture_submitted', changes, now);
}

/** The order is over at PayPal: it expired there, or was voided. The checkout goes on with a fresh one. */
async function loseOrder(ports: Ports, checkout: Checkout, now: number): Promise<Checkout> {
  const after = move(checkout, 'claimed', { orders: withLiveOrder(checkout, { live: false }) }, now);
  await ports.store.write({ update: { before: checkout, after } });
  ports.log('order_gone', { checkoutId: checkout.id });
  return after;
}

async function afterTheOther(ports: Ports, checkoutId: string): Promise<Checkout> {
  const { checkout } = await waitWhile(
    ports.store,
    checkoutId,
    (current) => current.checkout.status === 'capture_submitted' && isHeld(current.checkout, current.now),
  );
  return checkout;
}

/** Past its deadline: ended, unless somebody ended it in another way just now. */
async function endLate(ports: Ports, checkout: Checkout, now: number): Promise<Checkout> {
  await expire(ports, checkout, now);
  const loaded = await ports.store.find(checkout.id);
  if (loaded === undefined) throw new CheckoutError('checkout_unknown');
  return loaded.checkout;
}
