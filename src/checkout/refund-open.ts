import type { AskedRefund } from './checkout.ts';

/** Asked for, and neither through nor refused. */
export function isRefundOpen({ status }: Pick<AskedRefund, 'status'>): boolean {
  return status === 'submitted' || status === 'pending';
}
