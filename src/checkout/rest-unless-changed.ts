import { restUnderLease } from '../round-trip/lease.ts';
import type { Checkout } from './checkout.ts';
import { isCheckoutError } from './errors.ts';
import type { Ports } from './ports.ts';

/** Rests, where nobody has changed the checkout meanwhile: who did has ended this lease, or goes on under one. */
export async function restUnlessChanged(
  ports: Pick<Ports, 'store' | 'holder'>,
  checkout: Checkout,
): Promise<Checkout> {
  try {
    return await restUnderLease(ports, checkout);
  } catch (error) {
    if (isCheckoutError(error, 'status_conflict')) return checkout;
    throw error;
  }
}
