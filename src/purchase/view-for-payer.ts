import { CheckoutError } from '../checkout/errors.ts';
import { loadCheckout } from '../checkout/load-checkout.ts';
import type { PayerRequest } from './payer-session.ts';
import { holdsSession } from './payer-session.ts';
import type { Loaded, Ports } from '../checkout/ports.ts';

/** The one door to a claimed checkout: the browser that claimed it, and no other. */
export async function viewForPayer(ports: Pick<Ports, 'store'>, request: PayerRequest): Promise<Loaded> {
  const loaded = await loadCheckout(ports.store, request.checkoutId);
  if (!holdsSession(loaded.checkout, request.payerSession)) throw new CheckoutError('claimed_elsewhere');
  return loaded;
}
