import type { Books } from '../books.ts';
import {
  type Authorization,
  type Capture,
  listDisputes,
  type Order,
  type OrderUnit,
  type Refund,
} from './order.ts';

/** A payment with the order and the unit that it belongs to. */
export interface Found<T> {
  readonly order: Order;
  readonly unit: OrderUnit;
  readonly part: T;
}

type Finder = Pick<Books, 'findOrderOf'>;

export function findCapture(books: Finder, id: string): Found<Capture> | undefined {
  return findIn(books, id, (unit) => unit.captures);
}

export function findAuthorization(books: Finder, id: string): Found<Authorization> | undefined {
  return findIn(books, id, (unit) => unit.authorizations);
}

export function findRefund(books: Finder, id: string): Found<Refund> | undefined {
  return findIn(books, id, (unit) => unit.refunds);
}

/** The capture that a dispute is about, with that dispute as its only one. */
export function findDispute(books: Finder, id: string): Found<Capture> | undefined {
  const order = books.findOrderOf(id);
  for (const unit of order?.units ?? [])
    for (const part of unit.captures) {
      const dispute = listDisputes(part).find((each) => each.id === id);
      if (order !== undefined && dispute !== undefined) return { order, unit, part: { ...part, dispute } };
    }
  return undefined;
}

/** The order with this unit changed. */
export function withUnit(order: Order, unit: OrderUnit, changed: OrderUnit, now: number): Order {
  const units = order.units.map((each) => (each === unit ? changed : each));
  return { ...order, units, updatedAt: now };
}

/** The list with this part in place of the one with its id, or at the end. */
export function putPart<T extends { readonly id: string }>(parts: readonly T[], part: T): T[] {
  return parts.some(({ id }) => id === part.id)
    ? parts.map((each) => (each.id === part.id ? part : each))
    : [...parts, part];
}

function findIn<T extends { readonly id: string }>(
  books: Finder,
  id: string,
  list: (unit: OrderUnit) => readonly T[],
): Found<T> | undefined {
  const order = books.findOrderOf(id);
  for (const unit of order?.units ?? []) {
    const part = list(unit).find((each) => each.id === id);
    if (order !== undefined && part !== undefined) return { order, unit, part };
  }
  return undefined;
}
