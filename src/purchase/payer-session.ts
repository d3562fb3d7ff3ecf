import type { Checkout } from '../checkout/checkout.ts';
import { isSession } from '../round-trip/browser-session.ts';

/** What a browser proves itself with: 256 random bits in base64url. The store keeps only their hash. */
export type PayerSession = string;

export interface PayerRequest {
  readonly checkoutId: string;
  readonly payerSession: PayerSession | undefined;
}

/** Whether this browser is the one that claimed the checkout. */
export function holdsSession(
  { payerSessionHash }: Pick<Checkout, 'payerSessionHash'>,
  payerSession: PayerSession | undefined,
): boolean {
  return isSession(payerSessionHash, payerSession);
}
