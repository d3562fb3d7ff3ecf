import { createHmac } from 'node:crypto';
import { type Checkout, move, type Status } from '../checkout/checkout.ts';
import { closeOrders, liveOrder, type Order } from '../checkout/order.ts';
import { createOrder } from './create-order.ts';
import { CheckoutError, isCheckoutError } from '../checkout/errors.ts';
import { isLate } from '../checkout/late.ts';
import { expire } from './expire.ts';
import type { PayerRequest } from './payer-session.ts';
import { isHeld, leaseMs, takeLease } from '../round-trip/lease.ts';
import { claimsPerMinute, numbersPerCheckout, ordersPerCheckout } from '../checkout/limits.ts';
import { loadCheckout } from '../checkout/load-checkout.ts';
import { hashSession } from '../round-trip/browser-session.ts';
import { holdsSession } from './payer-session.ts';
import type { Loaded, Ports } from '../checkout/ports.ts';
import { record } from '../checkout/record.ts';
import { newNonce } from '../round-trip/return-nonce.ts';
import { hasUnreturnedApproval } from '../checkout/unreturned-approval.ts';
import { waitWhile } from './wait-while.ts';

const payable: ReadonlySet<Status> = new Set(['open', 'claimed', 'awaiting_approval', 'declined']);

type Request = PayerRequest & { readonly payerSession: string; readonly clientAddress: string };

/** Binds the checkout to this browser, asks PayPal for an order, and answers where to pay. A second click gets the same answer. */
export async function beginPayment(ports: Ports, request: Request): Promise<{ approveUrl: string }> {
  const loaded = await loadCheckout(ports.store, request.checkoutId);
  await refuseWhatIsOver(ports, loaded);
  const isClaimed = loaded.checkout.payerSessionHash !== undefined;
  if (isClaimed && !holdsSession(loaded.checkout, request.payerSession))
    throw new CheckoutError('claimed_elsewhere');
  try {
    return await goOn(ports, loaded, request);
  } catch (error) {
    if (!isCheckoutError(error, 'status_conflict')) throw error;
    // A second click was faster, another browser, or the chat: where that changed anything, it decides what this one gets.
    const later = await loadCheckout(ports.store, request.checkoutId);
    if (later.checkout.version === loaded.checkout.version) throw error;
    return beginPayment(ports, request);
  }
}

async function goOn(ports: Ports, loaded: Loaded, request: Request): Promise<{ approveUrl: string }> {
  const { checkout, now } = loaded;
  if (checkout.status === 'order_submitted') return goOnWithOrder(ports, loaded, request);
  if (!payable.has(checkout.status)) throw new CheckoutError('status_conflict', checkout.status);
  // A decline may have ended its order; and nobody has proved to be who gave an approval that was never brought back.
  const approveUrl = hasUnreturnedApproval(checkout, now) ? undefined : liveOrder(checkout)?.approveUrl;
  return approveUrl === undefined ? submitOrder(ports, loaded, request) : { approveUrl };
}

async function refuseWhatIsOver(ports: Ports, loaded: Loaded): Promise<void> {
  const { checkout, now } = loaded;
  if (checkout.status === 'cancelled' || checkout.status === 'expired')
    throw new CheckoutError('link_expired');
  if (!isLate(loaded)) return;
  await expire(ports, checkout, now);
  throw new CheckoutError('link_expired');
}

/** Writes the claim and the intent in one transaction, and only then asks. */
async function submitOrder(
  ports: Ports,
  { checkout, now }: Loaded,
  request: Request,
): Promise<{ approveUrl: string }> {
  // Each approval that waits for its number draws one.
  const mayDraw = checkout.confirmedAt !== undefined || checkout.numbersDrawn < numbersPerCheckout;
  if (checkout.orders.length >= ordersPerCheckout || !mayDraw) throw new CheckoutError('orders_spent');
  const order = nextOrder(ports, checkout);
  const orders = [...closeOrders(checkout), order];
  const lease = { holder: ports.holder, until: now + leaseMs };
  const payerSessionHash = checkout.payerSessionHash ?? hashSession(request.payerSession);
  const after = move(checkout, 'order_submitted', { payerSessionHash, orders, lease }, now);
  await record(ports, {
    before: checkout,
    after,
    who: 'payer',
    limits: [claimLimit(ports, request.clientAddress)],
    log: ['order_submitted', { requestId: order.requestId }],
  });
  return createOrder(ports, after);
}

function nextOrder({ keys, settings }: Ports, checkout: Checkout): Order {
  const number = checkout.orders.length + 1;
  const requestId = `${checkout.id}-order-${number}`;
  const nonce = newNonce(keys, requestId);
  const { publicUrl, merchantName } = settings;
  return {
    number,
    requestId,
    invoiceId: `${checkout.id}-${number}`,
    live: true,
    nonceKeyId: nonce.keyId,
    nonceHash: nonce.hash,
    publicUrl,
    merchantName,
    captures: 0,
  };
}

/** Somebody has asked already: wait for that answer; ask again with the same request id if whoever asked is gone. */
async function goOnWithOrder(
  ports: Ports,
  { checkout }: Loaded,
  request: Request,
): Promise<{ approveUrl: string }> {
  const later = await waitWhile(
    ports.store,
    checkout.id,
    (current) => current.checkout.status === 'order_submitted' && isHeld(current.checkout, current.now),
  );
  if (later.checkout.status !== 'order_submitted') return goOn(ports, later, request);
  return createOrder(ports, await takeLease(ports, later.checkout, later.now));
}

/** The address is kept only as an HMAC: it counts, and says nothing about anybody. */
function claimLimit(
  { keys }: Ports,
  clientAddress: string,
): { name: 'claims'; key: string; windowMs: number; max: number } {
  const key = createHmac('sha256', keys('address')[0].bytes).update(clientAddress).digest('hex').slice(0, 32);
  return { name: 'claims', key, windowMs: 60_000, max: claimsPerMinute };
}
