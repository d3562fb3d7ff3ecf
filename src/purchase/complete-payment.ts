import { capturePayment } from './capture-payment.ts';
import type { Checkout } from '../checkout/checkout.ts';
import { isHeld, takeLease } from '../round-trip/lease.ts';
import { loadCheckout } from '../checkout/load-checkout.ts';
import type { Ports } from '../checkout/ports.ts';

/**
 * Asks PayPal about a checkout whose return proof is recorded, and settles it. Somebody else's lease is respected; but
 * news of a payment that PayPal checks is looked at at once, since there the lease only spaces out looks.
 */
export async function completePayment(ports: Ports, checkoutId: string, isNews = false): Promise<Checkout> {
  const { checkout, now } = await loadCheckout(ports.store, checkoutId);
  const isUnsettled = checkout.status === 'capture_submitted' || checkout.status === 'capture_pending';
  const mayAsk = isNews && checkout.status === 'capture_pending';
  if (!isUnsettled || (isHeld(checkout, now) && !mayAsk)) return checkout;
  return capturePayment(ports, await takeLease(ports, checkout, now), undefined);
}
