import { createHash, timingSafeEqual } from 'node:crypto';
import type { Checkout } from './checkout.ts';

/** The session is 256 random bits, so a plain hash keeps it. */
export function hashSession(payerSession: string): string {
  return createHash('sha256').update(payerSession).digest('hex');
}

/** Whether this browser is the one that claimed the checkout. */
export function holdsSession(checkout: Checkout, payerSession: string | undefined): boolean {
  if (payerSession === undefined || checkout.payerSessionHash === undefined) return false;
  const expected = Buffer.from(checkout.payerSessionHash);
  const actual = Buffer.from(hashSession(payerSession));
  return expected.length === actual.length && timingSafeEqual(expected, actual);
}
