import { announce } from '../webhooks/announce.ts';
import type { Answer } from '../answer.ts';
import { findClosedPage } from './approval-page.ts';
import type { Call, Office } from '../office.ts';
import { createAccountId } from '../ids.ts';
import { findLiveOrder } from '../orders/live-order.ts';
import { orderNews } from '../webhooks/news.ts';
import type { Order } from '../orders/order.ts';
import { type Account, findSampleAccount } from '../orders/payer-account.ts';
import { messagePage } from './page.ts';
import { isTrouble, type Trouble } from '../faults/trouble-words.ts';

/** `POST /checkoutnow?token=<order id>`: the payer's button, answered with the way back to the shop. */
export function decideApproval(office: Office, call: Call): Answer {
  const order = findLiveOrder(office, call.resourceId);
  const closed = findClosedPage(order);
  if (order === undefined || closed !== undefined) return closed ?? messagePage(404, 'Order not found', '');
  const form = new URLSearchParams(call.body);
  const trouble = form.get('trouble') ?? '';
  const chosen = isTrouble(trouble) ? trouble : undefined;
  // One that a tester arranged is not for choosing; the form always says the first one where nobody chose.
  const account = office.books.arrangedAccount() ?? findSampleAccount(form.get('account') ?? '');
  switch (form.get('decision')) {
    case 'approve':
      return approve(office, order, {
        card: chosen === 'decline' ? 'declined' : 'pays',
        trouble: chosen,
        account,
      });
    case 'decline':
      return approve(office, order, { card: 'declined', trouble: chosen, account });
    case 'cancel':
      return sendTo(order.cancelUrl, { token: order.id }, 'You cancelled. You can close this page.');
    default:
      return messagePage(400, 'Unknown choice', 'Go back and use one of the buttons.');
  }
}

interface Choice {
  readonly card: 'pays' | 'declined';
  readonly trouble: Trouble | undefined;
  /** The usual one where it is missing. */
  readonly account: Account | undefined;
}

function approve(office: Office, order: Order, { card, trouble, account }: Choice): Answer {
  const payer = { payerId: order.payer?.payerId ?? createAccountId(), card, account };
  const approved: Order = { ...order, status: 'APPROVED', payer, trouble, updatedAt: office.now() };
  const news = orderNews('CHECKOUT.ORDER.APPROVED', approved, office.settings);
  office.books.save({ order: approved, ...announce(office, approved, [news]) });
  const names = { token: order.id, PayerID: payer.payerId };
  const words = 'You approved the payment. You can close this page.';
  return sendTo(trouble === 'lost_return' ? undefined : order.returnUrl, names, words);
}

function sendTo(
  address: string | undefined,
  names: Readonly<Record<string, string>>,
  otherwise: string,
): Answer {
  if (address === undefined) return messagePage(200, 'Done', otherwise);
  const url = new URL(address);
  // Setting `search` leaves the shop's own query byte for byte; `searchParams` would spell it anew.
  const added = new URLSearchParams(names).toString();
  url.search = url.search === '' ? added : `${url.search}&${added}`;
  return { status: 303, headers: { location: url.href, 'cache-control': 'no-store' }, body: '' };
}
