import type { Checkout } from './checkout.ts';
import { liveOrder } from './order.ts';

/** How long a browser may take from PayPal's approval back to us, before the shopper is told that none came. */
export const approvalPatienceMs = 60_000;

/**
 * PayPal has had an approval for a while, and no browser has brought it back. Nobody has proved to be who gave it:
 * nothing is charged on it, and the payer begins again with a new order.
 */
export function hasUnreturnedApproval(checkout: Pick<Checkout, 'status' | 'orders'>, now: number): boolean {
  const seenAt = unreturnedSince(checkout);
  return seenAt !== undefined && now >= seenAt + approvalPatienceMs;
}

/** When PayPal first told of the approval that the live order waits for. */
function unreturnedSince({ status, orders }: Pick<Checkout, 'status' | 'orders'>): number | undefined {
  const mayReturn = status === 'awaiting_approval' || status === 'declined';
  return mayReturn ? liveOrder({ orders })?.approvalSeenAt : undefined;
}
