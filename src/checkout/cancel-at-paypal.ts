import { type Checkout, move, withLiveOrder } from './checkout.ts';
import { CheckoutError } from './errors.ts';
import type { PayerRequest } from './flow.ts';
import type { Ports } from './ports.ts';
import { findOrderByNonce } from './return-nonce.ts';
import { sendingLease } from './start.ts';
import { viewForPayer } from './view-for-payer.ts';

type Request = PayerRequest & { readonly nonce: string; readonly orderId: string };

/** Acts once, for the browser that claimed, with the live order's own nonce; after that it only shows what is. */
export async function cancelAtPayPal(ports: Ports, request: Request): Promise<Checkout> {
  const { checkout, now } = await viewForPayer(ports, request);
  const order = findOrderByNonce(checkout, request.nonce);
  if (order === undefined || order.orderId !== request.orderId) throw new CheckoutError('return_invalid');
  const mayTurnBack = checkout.status === 'awaiting_approval' || checkout.status === 'declined';
  if (!order.live || !mayTurnBack) return checkout;
  const after = move(checkout, 'claimed', { orders: withLiveOrder(checkout, { live: false }) }, now);
  const signals = await ports.store.write({
    update: { before: checkout, after },
    signals: [
      {
        checkoutId: checkout.id,
        kind: 'payer_cancelled',
        dueAt: now,
        lease: sendingLease(ports.holder, now),
      },
    ],
  });
  ports.log('payer_cancelled', { checkoutId: checkout.id, orderId: order.orderId });
  ports.signalled(signals);
  return after;
}
