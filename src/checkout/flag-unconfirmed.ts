import { isCheckoutError } from './errors.ts';
import { flagCheckout } from './flag-checkout.ts';
import type { Ports } from './ports.ts';

const dayMs = 24 * 3_600_000;

/** Paid a day ago and the number never came: a person must decide about the money. */
export async function flagUnconfirmed(
  ports: Pick<Ports, 'store' | 'holder' | 'signalled' | 'log'>,
): Promise<number> {
  const now = await ports.store.now();
  const overdue = await ports.store.listPaidBefore(now - dayMs, 100);
  for (const checkout of overdue) {
    try {
      await flagCheckout(ports, checkout, 'unconfirmed', now);
    } catch (error) {
      if (!isCheckoutError(error, 'status_conflict')) throw error;
    }
  }
  return overdue.length;
}
