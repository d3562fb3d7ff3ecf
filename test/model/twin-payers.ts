import type { Checkout } from '../../src/checkout/checkout.ts';
import { mayBeForgotten } from '../../src/checkout/erasure.ts';
import type { PayerStore, SealedPayer } from '../../src/checkout/payer-ports.ts';
import { keyIdOf } from '../../src/round-trip/keys.ts';

/** Payers in plain memory, beside the rows of their checkouts. */
export interface TwinPayers {
  readonly store: PayerStore;
  readonly known: ReadonlyMap<string, SealedPayer>;
  /** What a change does to the payer of the checkout that it updates. */
  write(after: Checkout, payer: SealedPayer | undefined): void;
}

export function createTwinPayers(rows: ReadonlyMap<string, Checkout>): TwinPayers {
  const known = new Map<string, SealedPayer>();
  return {
    known,
    write: (after, payer) => {
      if (after.erasedAt !== undefined) known.delete(after.id);
      else if (payer !== undefined) known.set(payer.checkoutId, payer);
    },
    store: {
      findPayers: async (checkoutIds) => checkoutIds.flatMap((id) => known.get(id) ?? []),
      listPayersUnder: async (keyIds, limit) =>
        keyIds
          .map((keyId) => [...known.values()].filter(({ sealed }) => keyIdOf(sealed) === keyId))
          .find(({ length }) => length > 0)
          ?.toSorted((one, other) => (one.checkoutId < other.checkoutId ? -1 : 1))
          .slice(0, limit) ?? [],
      replacePayer: async (before, after) => {
        const isSame = known.get(before.checkoutId)?.sealed === before.sealed;
        if (isSame) known.set(before.checkoutId, after);
        return isSame;
      },
      listErasable: async (begunBefore, limit) =>
        [...rows.values()]
          .filter((row) => mayBeForgotten(row) && row.createdAt < begunBefore)
          .toSorted((one, other) => one.createdAt - other.createdAt)
          .slice(0, limit),
    },
  };
}
