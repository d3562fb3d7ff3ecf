import type { Checkout } from '../checkout/checkout.ts';
import type { Ports } from '../checkout/ports.ts';
import { newId } from '../round-trip/new-id.ts';

/** What is bought, by whom, and how to reach them: all that a checkout knows when it opens. */
export type Purchase = Pick<
  Checkout,
  | 'owner'
  | 'isGroup'
  | 'shopperName'
  | 'locale'
  | 'conversationReference'
  | 'startedBy'
  | 'items'
  | 'shipping'
  | 'itemTotal'
  | 'taxTotal'
  | 'taxIncluded'
  | 'taxContained'
  | 'taxByRate'
  | 'shippingTotal'
  | 'total'
>;

/** A checkout whose link is about to go out. */
export function openCheckout(
  { keys, settings }: Pick<Ports, 'keys' | 'settings'>,
  purchase: Purchase,
  now: number,
): Checkout {
  return {
    ...purchase,
    id: newId(),
    version: 1,
    status: 'open',
    createdAt: now,
    expiresAt: now + settings.checkoutMs,
    updatedAt: now,
    orders: [],
    strayCaptures: [],
    refunds: [],
    numbersDrawn: 0,
    attempts: 0,
    linkKeyId: keys('link')[0].id,
  };
}
