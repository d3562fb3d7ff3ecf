import { type Checkout, type Flag, move } from './checkout.ts';
import { sendingLease } from './lease.ts';
import type { Ports } from './ports.ts';

/** Parks the checkout with its reason where the merchant sees it, and tells the shopper that a person will look. */
export async function flagCheckout(
  ports: Pick<Ports, 'store' | 'holder' | 'signalled' | 'log'>,
  checkout: Checkout,
  flag: Flag,
  now: number,
  changes: Partial<Checkout> = {},
): Promise<Checkout> {
  const orders = checkout.orders.map((order) => ({ ...order, live: false }));
  const after = move(
    checkout,
    'flagged',
    { ...changes, flag, orders, number: undefined, lease: undefined },
    now,
  );
  const signals = await ports.store.write({
    update: { before: checkout, after },
    signals: [
      { checkoutId: checkout.id, kind: 'flagged', dueAt: now, lease: sendingLease(ports.holder, now) },
    ],
  });
  ports.log('checkout_flagged', { checkoutId: checkout.id, flag });
  ports.signalled(signals);
  return after;
}
