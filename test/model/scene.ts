import type { Checkout } from '../../src/checkout/checkout.ts';
import type { Settings } from '../../src/checkout/ports.ts';
import type { PayPalModel } from './paypal-model.ts';
import type { Judge } from './rules.ts';
import type { TwinStore } from './twin-store.ts';
import type { Witness } from './witness.ts';

/** What stands in the store as the rules read it: in the twin, or in the database by SQL of their own. */
export interface Stored extends Pick<TwinStore, 'rows' | 'signalEntries' | 'merchantEntries' | 'knownChats'> {
  readonly inbox: Pick<TwinStore['inbox'], 'waiting'>;
  readonly checkouts: Pick<TwinStore['checkouts'], 'list'>;
}

/** All that the rules look at. */
export interface Scene {
  readonly judge: Judge;
  readonly clock: { now: number };
  readonly settings: Settings;
  /** The store's twin; on the real store alone, what its file holds. */
  readonly twin: Stored;
  readonly payPal: PayPalModel;
  readonly witness: Witness;
}

/** Answers what was committed since the last look. */
export function createRowWatch({
  twin,
  witness,
}: Pick<Scene, 'twin' | 'witness'>): (
  onChange: (before: Checkout | undefined, after: Checkout) => void,
) => void {
  const last = new Map<string, Checkout>();
  return (onChange) => {
    for (const row of twin.rows.values()) {
      const before = last.get(row.id);
      if (before === row) continue;
      last.set(row.id, row);
      witness.history.set(row.id, [...(witness.history.get(row.id) ?? []), row]);
      onChange(before, row);
    }
  };
}
