import type { Checkout } from '../../src/checkout/checkout.ts';
import type { Place } from '../../src/checkout/ports.ts';

/** A page of the merchant's list, from rows in any order. */
export function newestFirst(
  rows: readonly Checkout[],
  limit: number,
  after: Place | undefined,
): readonly Checkout[] {
  return rows
    .toSorted((one, other) => (isBefore(one, other) ? 1 : -1))
    .filter((row) => after === undefined || isBefore(row, after))
    .slice(0, limit);
}

function isBefore(one: Place, other: Place): boolean {
  return one.createdAt < other.createdAt || (one.createdAt === other.createdAt && one.id < other.id);
}
