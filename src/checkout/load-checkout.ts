import { CheckoutError } from './errors.ts';
import type { CheckoutStore, Loaded } from './ports.ts';

/** The checkout as it is now. @throws CheckoutError `checkout_unknown` */
export async function loadCheckout(store: Pick<CheckoutStore, 'find'>, checkoutId: string): Promise<Loaded> {
  const loaded = await store.find(checkoutId);
  if (loaded === undefined) throw new CheckoutError('checkout_unknown');
  return loaded;
}
