import { normalise, type Amount } from '../amount.ts';
import type { Item, UnitRequest } from './order-request.ts';
import type { OrderUnit } from './order.ts';

/** A unit as it is kept: every amount in PayPal's spelling. */
export function toOrderUnit(unit: UnitRequest): OrderUnit {
  const { amount, items } = unit;
  return {
    ...unit,
    amount: {
      ...normalise(amount),
      ...(amount.breakdown ? { breakdown: mapAmounts(amount.breakdown) } : {}),
    },
    ...(items ? { items: items.map(normaliseItem) } : {}),
    captures: [],
    authorizations: [],
    refunds: [],
    trackers: [],
  };
}

function normaliseItem(item: Item): Item {
  const tax = item.tax ? { tax: normalise(item.tax) } : {};
  return { ...item, unit_amount: normalise(item.unit_amount), ...tax };
}

function mapAmounts(amounts: Readonly<Record<string, Amount | undefined>>): Record<string, Amount> {
  return Object.fromEntries(
    Object.entries(amounts).flatMap(([name, amount]) => (amount ? [[name, normalise(amount)]] : [])),
  );
}
