import type { Answer } from './answer.ts';
import { findClosedPage } from './approval-page.ts';
import type { Call, Desk } from './desk.ts';
import { createAccountId } from './ids.ts';
import { findLiveOrder } from './live-order.ts';
import type { Order } from './order.ts';
import { messagePage } from './page.ts';

/** `POST /checkoutnow?token=<order id>`: the payer's button, answered with the way back to the shop. */
export function decideApproval(desk: Desk, call: Call): Answer {
  const order = findLiveOrder(desk, call.orderId);
  const closed = findClosedPage(order);
  if (order === undefined || closed !== undefined) return closed ?? messagePage(404, 'Order not found', '');
  const decision = new URLSearchParams(call.body).get('decision') ?? '';
  switch (decision) {
    case 'approve':
      return approve(desk, order, 'pays');
    case 'decline':
      return approve(desk, order, 'declined');
    case 'cancel':
      return sendTo(order.cancelUrl, { token: order.id }, 'You cancelled. You can close this page.');
    default:
      return messagePage(400, 'Unknown choice', 'Go back and use one of the buttons.');
  }
}

function approve(desk: Desk, order: Order, card: 'pays' | 'declined'): Answer {
  const payer = { payerId: order.payer?.payerId ?? createAccountId(), card };
  desk.books.save({ order: { ...order, status: 'APPROVED', payer, updatedAt: desk.now() } });
  const names = { token: order.id, PayerID: payer.payerId };
  return sendTo(order.returnUrl, names, 'You approved the payment. You can close this page.');
}

function sendTo(address: string | undefined, names: Record<string, string>, otherwise: string): Answer {
  if (address === undefined) return messagePage(200, 'Done', otherwise);
  const url = new URL(address);
  // Setting `search` leaves the shop's own query byte for byte; `searchParams` would spell it anew.
  const added = new URLSearchParams(names).toString();
  url.search = url.search === '' ? added : `${url.search}&${added}`;
  return { status: 303, headers: { location: url.href, 'cache-control': 'no-store' }, body: '' };
}
