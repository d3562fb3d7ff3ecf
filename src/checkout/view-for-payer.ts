import { CheckoutError } from './errors.ts';
import type { PayerRequest } from './payer-session.ts';
import { holdsSession } from './payer-session.ts';
import type { Loaded, Ports } from './ports.ts';

/** The one door to a claimed checkout: the browser that claimed it, and no other. */
export async function viewForPayer(ports: Pick<Ports, 'store'>, request: PayerRequest): Promise<Loaded> {
  const loaded = await ports.store.find(request.checkoutId);
  if (loaded === undefined) throw new CheckoutError('checkout_unknown');
  if (!holdsSession(loaded.checkout, request.payerSession)) throw new CheckoutError('claimed_elsewhere');
  return loaded;
}
