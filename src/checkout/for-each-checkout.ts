import type { Checkout } from './checkout.ts';
import { isCheckoutError } from './errors.ts';
import type { Ports } from './ports.ts';

/** Does the same for each of them at once; what goes wrong with one is logged and holds up no other. */
export async function forEachCheckout(
  { log }: Pick<Ports, 'log'>,
  checkouts: readonly Checkout[],
  act: (checkout: Checkout) => Promise<unknown>,
): Promise<void> {
  const acts = checkouts.map(async (checkout) => {
    try {
      await act(checkout);
    } catch (error) {
      // Somebody else was faster; the next round sees what is true then.
      if (isCheckoutError(error, 'status_conflict')) return;
      log('checkout_left_for_later', { checkoutId: checkout.id, reason: String(error) });
    }
  });
  await Promise.all(acts);
}
