import type { Call, Office } from '../office.ts';
import type { Fault } from './fault-words.ts';
import type { Operation } from '../operations.ts';
import type { Order } from '../orders/order.ts';

const outageMs = 20_000;
const slowMs = 8000;
export const pendingMs = 20_000;

/** The fault that the payer of this order chose, if it strikes this call; an arranged fault goes first. */
export function findTroubleFault(
  office: Office,
  call: Call,
  operation: Operation,
): { readonly fault?: Fault; readonly afterMs?: number } {
  const order = office.books.findOrder(call.resourceId) ?? office.books.findOrderOf(call.resourceId);
  if (order?.trouble === undefined) return {};
  if (order.trouble === 'outage' && isOut(office, order, operation)) return { fault: 'error_503' };
  const takesMoney = operation === 'capture' || operation === 'authorize';
  // Once the money is taken a repetition finds out about it undisturbed.
  if (!takesMoney || order.status !== 'APPROVED') return {};
  switch (order.trouble) {
    case 'pending':
    case 'pending_declined':
      return { fault: order.trouble, afterMs: pendingMs };
    case 'answer_lost':
      return { fault: 'reset_after' };
    case 'slow':
      return { fault: 'slow', afterMs: slowMs };
    default:
      return {};
  }
}

function isOut(office: Office, order: Order, operation: Operation): boolean {
  const isPage = operation === 'page' || operation === 'decide';
  return !isPage && order.payer !== undefined && office.now() - order.updatedAt < outageMs;
}
