import type { Checkout } from '../../src/checkout/checkout.ts';
import type { LogFields } from '../../src/checkout/ports.ts';
import type { Bench } from './flow-harness.ts';

/** The ledger of a checkout, a line as `who: what`. */
export async function ledgerOf(
  { store }: Pick<Bench, 'store'>,
  { id }: Pick<Checkout, 'id'>,
): Promise<string[]> {
  return (await store.ledger(id)).map(({ who, what }) => `${who}: ${what}`);
}

/** What was logged under this name, in its order. */
export function logged({ logs }: Pick<Bench, 'logs'>, wanted: string): LogFields[] {
  return logs.filter(({ event }) => event === wanted).map(({ fields }) => fields);
}
