import { z } from 'zod';
import { CheckoutError } from '../checkout/errors.ts';

/** The id of an order, a capture or a refund at PayPal. */
export const resourceId = z.string().regex(/^[A-Z0-9]{1,36}$/u);

/** It becomes part of an address, where '..' would lead to another one. @throws CheckoutError `payments_refused` */
export function checkResourceId(id: string, what: 'order' | 'capture' | 'refund'): void {
  if (!resourceId.safeParse(id).success)
    throw new CheckoutError('payments_refused', `not the id of a ${what}`);
}
