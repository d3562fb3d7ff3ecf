import { flagCheckout } from './flag-checkout.ts';
import { forEachCheckout } from './for-each-checkout.ts';
import type { Ports } from './ports.ts';

const dayMs = 24 * 3_600_000;

/** Paid a day ago and the number never came: a person must decide about the money. */
export async function flagUnconfirmed(
  ports: Pick<Ports, 'store' | 'holder' | 'signalled' | 'log'>,
): Promise<number> {
  const now = await ports.store.now();
  const overdue = await ports.store.listPaidBefore(now - dayMs, 100);
  await forEachCheckout(ports, overdue, (checkout) => flagCheckout(ports, checkout, 'unconfirmed', now));
  return overdue.length;
}
