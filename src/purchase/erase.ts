import type { Checkout } from '../checkout/checkout.ts';
import { eraseFrom, mayBeErased } from '../checkout/erasure.ts';
import { CheckoutError, isCheckoutError } from '../checkout/errors.ts';
import { forEachCheckout } from '../checkout/for-each-checkout.ts';
import { loadCheckout } from '../checkout/load-checkout.ts';
import type { Actor, Ports } from '../checkout/ports.ts';

type Needed = Pick<Ports, 'store' | 'log' | 'settings'>;

/** So many in one round: what comes due at once after an upgrade holds up nothing else. */
const batch = 200;

/**
 * Erases who paid and who bought, at once; what is erased already stays so. @throws CheckoutError `checkout_unknown`,
 * `status_conflict` while PayPal may yet tell who pays
 */
export async function erase(ports: Needed, checkoutId: string, tries = 5): Promise<Checkout> {
  const { checkout, now } = await loadCheckout(ports.store, checkoutId);
  if (checkout.erasedAt !== undefined) return checkout;
  if (!mayBeErased(checkout)) throw new CheckoutError('status_conflict', checkout.status);
  try {
    return await writeErasure(ports, checkout, 'merchant', now);
  } catch (error) {
    // Something happened to the purchase at the same moment.
    if (!isCheckoutError(error, 'status_conflict') || tries === 1) throw error;
    return erase(ports, checkoutId, tries - 1);
  }
}

/** Erases what is older than the merchant keeps it, but for what is under way or disputed. Answers how many. */
export async function eraseDue(ports: Needed): Promise<number> {
  const now = await ports.store.now();
  const due = await ports.store.listErasable(now - ports.settings.retentionMs, batch);
  await forEachCheckout(ports, due, (checkout) => writeErasure(ports, checkout, 'clock', now));
  return due.length;
}

async function writeErasure(ports: Needed, before: Checkout, who: Actor, now: number): Promise<Checkout> {
  const after = eraseFrom(before, now);
  await ports.store.write({ update: { before, after }, who });
  ports.log('checkout_erased', { checkoutId: before.id, who });
  return after;
}
