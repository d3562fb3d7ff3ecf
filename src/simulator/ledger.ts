import { toCaptureBody } from './capture-body.ts';
import type { Desk } from './desk.ts';
import { toOrderBody } from './representation.ts';

/** Everything that happened, for testers and for reconciling: PayPal's own resources, and every request. */
export function toLedger({ books, settings }: Desk): Record<string, unknown> {
  const orders = books.listOrders();
  return {
    orders: orders.map((order) => toOrderBody(order, settings, 'full')),
    authorizations: [],
    captures: orders.flatMap((order) =>
      order.units.flatMap((unit) =>
        unit.captures.map((capture) => ({
          order_id: order.id,
          ...toCaptureBody(order, unit, capture, settings.url),
        })),
      ),
    ),
    refunds: [],
    requests: books.listRequests(),
  };
}
