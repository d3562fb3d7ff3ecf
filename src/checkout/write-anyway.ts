import type { Checkout } from './checkout.ts';
import { isCheckoutError } from './errors.ts';
import { loadCheckout } from './load-checkout.ts';
import type { Ports } from './ports.ts';

const mostTries = 5;

/**
 * Writes down what stays true whatever else has happened to the checkout meanwhile, such as PayPal's answer: where
 * somebody was faster, `write` gets it as it is now. @throws CheckoutError `status_conflict` where it changes again and again
 */
export async function writeAnyway(
  { store }: Pick<Ports, 'store'>,
  checkout: Checkout,
  write: (now: Checkout) => Checkout | Promise<Checkout>,
): Promise<Checkout> {
  let before = checkout;
  for (let tries = 1; ; tries += 1) {
    try {
      return await write(before);
    } catch (error) {
      if (!isCheckoutError(error, 'status_conflict') || tries === mostTries) throw error;
      before = (await loadCheckout(store, checkout.id)).checkout;
    }
  }
}
