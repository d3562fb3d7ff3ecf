import { type Capture, type Checkout, type Flag, move } from './checkout.ts';
import { sendingLease } from './lease.ts';
import type { Ports } from './ports.ts';
import { settleRefund, submitRefund } from './refund.ts';

/**
 * Parks the checkout with its reason where the merchant sees it, and tells the shopper. Money that was taken although
 * something differs goes back: the decision is in the same transaction, so that no crash forgets it.
 */
export async function flagCheckout(
  ports: Ports,
  checkout: Checkout,
  flag: Flag,
  now: number,
  changes: { readonly capture?: Capture | undefined } = {},
): Promise<Checkout> {
  const orders = checkout.orders.map((order) => ({ ...order, live: false }));
  const flagged = move(
    checkout,
    'flagged',
    { ...changes, flag, orders, number: undefined, lease: undefined },
    now,
  );
  const { capture } = changes;
  const after =
    capture?.status === 'COMPLETED'
      ? { ...submitRefund(ports, flagged, { ...capture, reason: 'mismatch' }, now), version: flagged.version }
      : flagged;
  const signals = await ports.store.write({
    update: { before: checkout, after },
    who: 'paypal',
    signals: [
      { checkoutId: checkout.id, kind: 'flagged', dueAt: now, lease: sendingLease(ports.holder, now) },
    ],
  });
  ports.log('checkout_flagged', { checkoutId: checkout.id, flag });
  ports.signalled(signals);
  return after === flagged ? after : settleRefund(ports, after);
}
