import { setTimeout } from 'node:timers/promises';
import { type Checkout, move } from '../checkout/checkout.ts';
import { closeOrders, liveOrder, type Order } from '../checkout/order.ts';
import { capturePayment } from './capture-payment.ts';
import { CheckoutError, isCheckoutError } from '../checkout/errors.ts';
import { expire } from './expire.ts';
import { holdsSession, type PayerRequest } from './payer-session.ts';
import { flagCheckout } from '../refunds/flag-checkout.ts';
import { isLate } from '../checkout/late.ts';
import { isHeld, leaseMs } from '../round-trip/lease.ts';
import { loadCheckout } from '../checkout/load-checkout.ts';
import { differenceFrom, goesElsewhere, holdsMoney } from '../checkout/matches-snapshot.ts';
import { newNumber } from '../round-trip/new-number.ts';
import { numberReminders } from './number-reminders.ts';
import { sealPayer } from '../checkout/payer-seal.ts';
import type { PaymentOrder, Ports } from '../checkout/ports.ts';
import { record } from '../checkout/record.ts';
import { abandonForCountry } from './other-country.ts';
import { submitCapture } from './submit-capture.ts';
import { type BroughtBack, returnElsewhere } from './approved-elsewhere.ts';
import { findOrderByNonce } from './find-order-by-nonce.ts';
import { waitWhile } from './wait-while.ts';

type Request = PayerRequest & BroughtBack;

/**
 * The proof that the payer came back: the browser that claimed, the live order's unused nonce, the order's own id, and
 * PayPal's own word that this payer approved our amount. Then the payment is completed. Coming again shows what is.
 */
export async function returnFromPayPal(ports: Ports, request: Request): Promise<Checkout> {
  const loaded = await loadCheckout(ports.store, request.checkoutId);
  if (!holdsSession(loaded.checkout, request.payerSession)) return returnElsewhere(ports, loaded, request);
  const { checkout, now } = loaded;
  const order = findOrderByNonce(checkout, request.nonce);
  if (order === undefined || order.orderId !== request.orderId) throw new CheckoutError('return_invalid');
  if (checkout.status === 'capture_submitted') return afterTheOther(ports, checkout.id);
  const mayReturn = checkout.status === 'awaiting_approval' || checkout.status === 'declined';
  if (!order.live || !mayReturn) return checkout;
  if (isLate({ checkout, now })) return endLate(ports, checkout, now);
  try {
    const found = await findApproved(ports, request.orderId);
    return await prove(ports, checkout, order, found, request.payerId);
  } catch (error) {
    const mayWait = ports.settings.capture === 'on_return' || checkout.confirmedAt !== undefined;
    if (isCheckoutError(error, 'payments_unclear') && mayWait)
      return await keepReturn(ports, checkout, request.payerId);
    // The same return a second time, a chat that cancelled, a deadline: whoever was first has decided.
    if (!isCheckoutError(error, 'status_conflict')) throw error;
    // Unless only PayPal's own news of this approval was written down meanwhile.
    return (await isStillAwaited(ports, checkout, order))
      ? returnFromPayPal(ports, request)
      : afterTheOther(ports, checkout.id);
  }
}

/** PayPal may note an approval a moment after it has sent the payer back. */
async function findApproved({ payments }: Ports, orderId: string): Promise<PaymentOrder | undefined> {
  for (const pauseMs of [300, 700]) {
    const found = await payments.findOrder(orderId);
    const mayChange = found !== undefined && !decided.has(found.status);
    if (!mayChange) return found;
    await setTimeout(pauseMs);
  }
  return payments.findOrder(orderId);
}

const decided: ReadonlySet<PaymentOrder['status']> = new Set(['APPROVED', 'COMPLETED', 'VOIDED']);

async function prove(
  ports: Ports,
  checkout: Checkout,
  order: Order,
  found: PaymentOrder | undefined,
  payerId: string,
): Promise<Checkout> {
  const now = await ports.store.now();
  // PayPal may have taken its time to answer.
  if (isLate({ checkout, now })) return endLate(ports, checkout, now);
  if (found === undefined || found.status === 'VOIDED')
    return loseOrder(ports, checkout, found?.debugId, now);
  if (found.status !== 'APPROVED' && found.status !== 'COMPLETED') return checkout;
  const flag = differenceFrom(checkout, order, found, ports.settings.merchantId);
  const taken = found.captures.find(holdsMoney);
  const { debugId } = found;
  if (flag !== undefined) return flagCheckout(ports, checkout, flag, now, { capture: taken, debugId });
  // Somebody took the money without being asked to by this checkout.
  if (taken !== undefined && order.captures === 0)
    return flagCheckout(ports, checkout, 'late_capture', now, { capture: taken, debugId });
  if (found.payerId !== payerId) throw new CheckoutError('return_invalid', 'payer');
  if (goesElsewhere(checkout, found)) return abandonForCountry(ports, checkout, found);
  const proof = { payerId, debugId };
  const waitsForNumberFirst =
    ports.settings.capture === 'on_confirmation' && checkout.confirmedAt === undefined;
  return waitsForNumberFirst
    ? approve(ports, checkout, proof, found, now)
    : capture(ports, checkout, proof, found, now);
}

type Proof = Pick<Checkout, 'payerId' | 'debugId'>;

/** `on_confirmation`: the number is shown, and nothing is taken before it has come back to the chat. */
function approve(
  ports: Ports,
  checkout: Checkout,
  proof: Proof,
  { payer }: PaymentOrder,
  now: number,
): Promise<Checkout> {
  const after = move(checkout, 'approved', { ...proof, ...newNumber(ports, checkout, now) }, now);
  return record(ports, {
    before: checkout,
    after,
    tells: 'approval_arrived',
    also: numberReminders(ports, after),
    payer: sealPayer(ports.keys, checkout.id, payer),
    who: 'payer',
    log: ['payment_approved', { debugId: proof.debugId }],
  });
}

/** The return proof and the intent to capture, with the lease for asking, in one step. */
async function capture(
  ports: Ports,
  checkout: Checkout,
  proof: Proof,
  found: PaymentOrder,
  now: number,
): Promise<Checkout> {
  const lease = { holder: ports.holder, until: now + leaseMs };
  const submitted = submitCapture(checkout, { ...proof, lease }, now);
  const { captureRequestId: requestId } = submitted;
  const log = ['capture_submitted', { orderId: found.orderId, requestId }] as const;
  await record(ports, { before: checkout, after: submitted, who: 'payer', log });
  return capturePayment(ports, submitted, found);
}

/**
 * PayPal cannot be asked just now. The browser's part of the proof is kept, and the worker goes on: nothing is taken
 * before PayPal's own answer names this payer and our amount.
 */
async function keepReturn(ports: Ports, checkout: Checkout, payerId: string): Promise<Checkout> {
  const now = await ports.store.now();
  if (isLate({ checkout, now })) return endLate(ports, checkout, now);
  const lease = { holder: ports.holder, until: now + 2_000 };
  const after = submitCapture(checkout, { payerId, lease }, now);
  const log = ['return_kept', { requestId: after.captureRequestId }] as const;
  return record(ports, { before: checkout, after, who: 'payer', log });
}

/** The order is over at PayPal: it expired there, or was voided. The checkout goes on with a fresh one. */
function loseOrder(
  ports: Ports,
  checkout: Checkout,
  debugId: string | undefined,
  now: number,
): Promise<Checkout> {
  const after = move(checkout, 'claimed', { orders: closeOrders(checkout), debugId }, now);
  return record(ports, { before: checkout, after, who: 'paypal', log: ['order_gone', { debugId }] });
}

async function isStillAwaited(
  { store }: Ports,
  { id, status, version }: Checkout,
  { number, captures }: Order,
): Promise<boolean> {
  const { checkout } = await loadCheckout(store, id);
  const live = liveOrder(checkout);
  const isSame = live?.number === number && live.captures === captures;
  return checkout.version !== version && checkout.status === status && isSame;
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
  return (await loadCheckout(ports.store, checkout.id)).checkout;
}
