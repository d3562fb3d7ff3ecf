import { toAmount, toMinorUnits, type Amount } from '../amount.ts';
import type { Fault, FaultName } from './fault-words.ts';
import type { Order, OrderUnit } from '../orders/order.ts';

/** The order with the lie that a `wrong_…` fault asks for; any other fault leaves it as it is. */
export function bendOrder(order: Order, fault: Fault | undefined): Order {
  const bend = typeof fault === 'string' ? bends[fault] : undefined;
  return bend?.(order) ?? order;
}

const bends: Readonly<Partial<Record<FaultName, (order: Order) => Order>>> = {
  wrong_amount: (order) =>
    bendAmounts(order, (amount) => ({
      ...amount,
      ...toAmount((toMinorUnits(amount) ?? 0n) + 1n, amount.currency_code),
    })),
  wrong_currency: (order) =>
    bendAmounts(order, (amount) => ({
      ...amount,
      currency_code: amount.currency_code === 'CHF' ? 'NOK' : 'CHF',
    })),
  wrong_payee: (order) => bendUnits(order, (unit) => ({ ...unit, payee: { merchant_id: 'WRNGPAYEE2345' } })),
  wrong_custom_id: (order) => bendUnits(order, (unit) => ({ ...unit, custom_id: 'somebody-else' })),
  wrong_payer: (order) =>
    order.payer ? { ...order, payer: { ...order.payer, payerId: 'WRNGPAYER2345' } } : order,
  wrong_country: (order) =>
    bendUnits(order, (unit) => ({ ...unit, shipping: { address: { country_code: 'LU' } } })),
  no_address: (order) => bendUnits(order, (unit) => ({ ...unit, shipping: {} })),
  no_payer: ({ payer: _unnamed, ...order }) => order,
};

function bendUnits(order: Order, bend: (unit: OrderUnit) => OrderUnit): Order {
  return { ...order, units: order.units.map(bend) };
}

/** Bends what was captured; before a capture, what the order asks for. */
function bendAmounts(order: Order, bend: <T extends Amount>(amount: T) => T): Order {
  return bendUnits(order, (unit) =>
    unit.captures.length > 0
      ? { ...unit, captures: unit.captures.map((capture) => ({ ...capture, amount: bend(capture.amount) })) }
      : { ...unit, amount: bend(unit.amount) },
  );
}
