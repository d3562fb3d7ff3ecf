import type { Office } from '../office.ts';
import type { Order } from './order.ts';
import { refusal, type CatalogueOperation } from '../refusal.ts';

/** An order that can still be seen: one that nobody paid for is gone when its time is over. */
export function findLiveOrder(office: Office, id: string): Order | undefined {
  const order = /^[A-Z0-9]{1,36}$/.test(id) ? office.books.findOrder(id) : undefined;
  if (order === undefined || order.status === 'COMPLETED') return order;
  return office.now() - order.createdAt < office.settings.orderLifetimeMs ? order : undefined;
}

/** @throws Refusal */
export function loadLiveOrder(
  office: Office,
  id: string,
  operation: Exclude<CatalogueOperation, 'orders.create'>,
): Order {
  const order = findLiveOrder(office, id);
  if (order === undefined) {
    throw refusal(operation, [
      { issue: 'INVALID_RESOURCE_ID', field: 'order_id', value: id.slice(0, 200), location: 'path' },
    ]);
  }
  return order;
}
