import { z } from 'zod';
import { CheckoutError } from '../checkout/errors.ts';

/** The id of an order, a capture or a refund at PayPal. */
export const resourceId = z.string().regex(/^[A-Z0-9]{1,36}$/u);

/** The id of a dispute at PayPal, such as PP-R-NUK-10108093. */
export const disputeId = z.string().regex(/^[A-Za-z0-9-]{1,255}$/u);

/** It becomes part of an address, where '..' would lead to another one. @throws CheckoutError `payments_refused` */
export function checkResourceId(id: string, what: 'order' | 'capture' | 'refund'): void {
  if (!resourceId.safeParse(id).success)
    throw new CheckoutError('payments_refused', `not the id of a ${what}`);
}

/** The same for a dispute. @throws CheckoutError `payments_refused` */
export function checkDisputeId(id: string): void {
  if (!disputeId.safeParse(id).success)
    throw new CheckoutError('payments_refused', 'not the id of a dispute');
}
