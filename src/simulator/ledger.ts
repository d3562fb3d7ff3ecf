import { toCaptureBody } from './payments/capture-body.ts';
import type { Office } from './office.ts';
import type { Order, OrderUnit } from './orders/order.ts';
import { toAuthorizationBody, toRefundBody } from './payments/payment-bodies.ts';
import { toOrderBody } from './orders/representation.ts';

type Row = Readonly<Record<string, unknown>>;

/** Everything that happened, for testers and for reconciling: PayPal's own resources, and every request. */
export function toLedger({ books, settings }: Office): Row {
  const orders = books.listOrders();
  const { url } = settings;
  return {
    orders: orders.map((order) => toOrderBody(order, settings, 'full')),
    authorizations: listRows(orders, (_order, unit) =>
      unit.authorizations.map((each) => toAuthorizationBody(unit, each, url)),
    ),
    captures: listRows(orders, (order, unit) =>
      unit.captures.map((each) => toCaptureBody(order, unit, each, url)),
    ),
    refunds: listRows(orders, (_order, unit) =>
      unit.refunds.map((each) => ({ capture_id: each.captureId, ...toRefundBody(unit, each, url) })),
    ),
    requests: books.listRequests(),
  };
}

/** The messages: who asked for them, what they say, and what became of each on its way. */
export function toMailList({ books: { mail } }: Office): Row {
  return {
    webhooks: mail.listWebhooks(),
    events: mail
      .listEvents()
      .map(({ id, type, at, resourceIds }) => ({ id, type, time: new Date(at).toISOString(), resourceIds })),
    deliveries: mail.listDeliveries(),
  };
}

function listRows(
  orders: readonly Order[],
  list: (order: Order, unit: OrderUnit) => readonly Row[],
): readonly Row[] {
  return orders.flatMap((order) =>
    order.units.flatMap((unit) => list(order, unit).map((row) => Object.assign({ order_id: order.id }, row))),
  );
}
