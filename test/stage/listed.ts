import { randomBytes } from 'node:crypto';
import { type ListOptions, listOrders, type OrdersStore } from '../../src/desk/orders.ts';
import { createKeyRing, type KeyRing } from '../../src/round-trip/keys.ts';

/** The merchant's list as it is written. */
export async function listed(
  store: OrdersStore,
  options: Partial<ListOptions> = {},
  keys: KeyRing = createKeyRing([randomBytes(32)]),
): Promise<string> {
  const written: string[] = [];
  await listOrders({ store, keys }, { limit: 20, form: 'table', ...options }, (text) => written.push(text));
  return written.join('');
}
