import { createHash } from 'node:crypto';
import type { Checkout } from '../checkout/checkout.ts';
import { sameSecret } from '../round-trip/same-secret.ts';

/** What a browser proves itself with: 256 random bits in base64url. The store keeps only their hash. */
export type PayerSession = string;

export interface PayerRequest {
  readonly checkoutId: string;
  readonly payerSession: PayerSession | undefined;
}

/** The session is 256 random bits, so a plain hash keeps it. */
export function hashSession(payerSession: string): string {
  return createHash('sha256').update(payerSession).digest('hex');
}

/** Whether this browser is the one that claimed the checkout. */
export function holdsSession(checkout: Checkout, payerSession: string | undefined): boolean {
  if (payerSession === undefined || checkout.payerSessionHash === undefined) return false;
  return sameSecret(checkout.payerSessionHash, hashSession(payerSession));
}
