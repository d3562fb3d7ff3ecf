import type { Checkout } from '../checkout/checkout.ts';
import { type Theirs, theirs } from '../words/as-text.ts';

/** What a purchase is of, in one line. */
export function namesOf({ items }: Checkout): Theirs {
  return theirs(
    items.map(({ name, quantity }) => (quantity === 1 ? name : `${quantity} × ${name}`)).join(', '),
  );
}
