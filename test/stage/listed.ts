import { randomBytes } from 'node:crypto';
import type { MerchantDestination } from '../../src/checkout/merchant-destination.ts';
import { type ListOptions, listOrders, type OrdersStore } from '../../src/desk/orders.ts';
import { createKeyRing, type KeyRing } from '../../src/round-trip/keys.ts';

/** The merchant's list as it is written. */
export async function listed(
  store: OrdersStore,
  options: Partial<ListOptions> = {},
  keys: KeyRing = createKeyRing([randomBytes(32)]),
  withoutAddress: readonly MerchantDestination[] = [],
): Promise<string> {
  const written: string[] = [];
  const books = { store, keys, withoutAddress };
  await listOrders(books, { limit: 20, form: 'table', ...options }, (text) => written.push(text));
  return written.join('');
}
