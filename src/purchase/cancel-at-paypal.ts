import { type Checkout, move } from '../checkout/checkout.ts';
import { closeOrders, type Order } from '../checkout/order.ts';
import { CheckoutError, isCheckoutError } from '../checkout/errors.ts';
import { isLate } from '../checkout/late.ts';
import { expire } from './expire.ts';
import type { PayerRequest } from './payer-session.ts';
import type { Ports } from '../checkout/ports.ts';
import { record } from '../checkout/record.ts';
import { findOrderByNonce } from './find-order-by-nonce.ts';
import { viewForPayer } from './view-for-payer.ts';

type Request = PayerRequest & { readonly nonce: string; readonly orderId: string };

/** Acts once, for the browser that claimed, with the live order's own nonce; after that it only shows what is. */
export async function cancelAtPayPal(ports: Ports, request: Request): Promise<Checkout> {
  const { checkout, now } = await viewForPayer(ports, request);
  const order = findOrderByNonce(checkout, request.nonce);
  if (order === undefined || order.orderId !== request.orderId) throw new CheckoutError('return_invalid');
  const mayTurnBack = checkout.status === 'awaiting_approval' || checkout.status === 'declined';
  if (!order.live || !mayTurnBack) return checkout;
  if (isLate({ checkout, now })) {
    await expire(ports, checkout, now);
    return asItIs(ports, request);
  }
  try {
    return await abandonOrder(ports, checkout, order, now);
  } catch (error) {
    // The same address twice at once, or a chat that cancelled: whoever was first has decided.
    if (isCheckoutError(error, 'status_conflict')) return asItIs(ports, request);
    throw error;
  }
}

function abandonOrder(ports: Ports, checkout: Checkout, { orderId }: Order, now: number): Promise<Checkout> {
  const after = move(checkout, 'claimed', { orders: closeOrders(checkout) }, now);
  const log = ['payer_cancelled', { orderId }] as const;
  return record(ports, { before: checkout, after, tells: 'payer_cancelled', who: 'payer', log });
}

async function asItIs(ports: Ports, request: Request): Promise<Checkout> {
  return (await viewForPayer(ports, request)).checkout;
}
