import type { Checkout } from '../checkout/checkout.ts';
import type { PayerDetails } from '../checkout/payer-details.ts';
import type { PayerStore, SealedPayer } from '../checkout/payer-ports.ts';
import { openPayer } from '../checkout/payer-seal.ts';
import type { KeyRing } from '../round-trip/keys.ts';

/** What can be shown of who paid. */
export type PayerView =
  | { readonly kind: 'known'; readonly payer: PayerDetails }
  /** Nobody has paid yet, or PayPal named nobody. */
  | { readonly kind: 'unknown' }
  | { readonly kind: 'erased' }
  /** Its key is no more in KEYS, or the row was changed by somebody else. */
  | { readonly kind: 'unreadable' };

/** Of each of these checkouts, by its id. */
export async function viewPayers(
  { store, keys }: { readonly store: Pick<PayerStore, 'findPayers'>; readonly keys: KeyRing },
  checkouts: readonly Checkout[],
): Promise<ReadonlyMap<string, PayerView>> {
  const found = await store.findPayers(checkouts.map(({ id }) => id));
  const sealed = new Map(found.map((payer) => [payer.checkoutId, payer]));
  return new Map(checkouts.map((checkout) => [checkout.id, view(keys, checkout, sealed.get(checkout.id))]));
}

function view(keys: KeyRing, { erasedAt }: Checkout, sealed: SealedPayer | undefined): PayerView {
  if (erasedAt !== undefined) return { kind: 'erased' };
  if (sealed === undefined) return { kind: 'unknown' };
  try {
    const payer = openPayer(keys, sealed);
    return payer === undefined ? { kind: 'unreadable' } : { kind: 'known', payer };
  } catch {
    return { kind: 'unreadable' };
  }
}

/** In a sentence where there is nothing to show. */
export function whyUnknown({ kind }: Exclude<PayerView, { readonly kind: 'known' }>): string {
  switch (kind) {
    case 'unknown':
      return 'not known';
    case 'erased':
      return 'erased';
    case 'unreadable':
      return 'cannot be read: put the key that sealed it back into KEYS';
  }
}
