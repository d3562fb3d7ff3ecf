import { flagCheckout } from '../refunds/flag-checkout.ts';
import { forEachCheckout } from '../checkout/for-each-checkout.ts';
import type { Ports } from '../checkout/ports.ts';
import { refund } from '../refunds/refund.ts';

const hourMs = 3_600_000;

/** Paid long ago and the number never came, or was locked: the money goes back, or a person decides. */
export async function endUnconfirmed(ports: Ports): Promise<number> {
  const now = await ports.store.now();
  const { unconfirmed, policies } = ports.settings;
  const isRefunded = unconfirmed === 'refund';
  const paidBefore = now - policies.unconfirmedHours * hourMs;
  // A locked one that is kept is before a person already, and must not stand in the way of others.
  const overdue = await ports.store.listPaidBefore(paidBefore, 100, { withLocked: isRefunded });
  await forEachCheckout(ports, overdue, async (checkout) =>
    isRefunded
      ? refund(ports, { checkoutId: checkout.id, reason: 'unconfirmed' })
      : flagCheckout(ports, checkout, 'unconfirmed', now),
  );
  return overdue.length;
}
