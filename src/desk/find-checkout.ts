import type { Checkout } from '../checkout/checkout.ts';
import type { CheckoutStore } from '../checkout/ports.ts';
import { receiptNumberOf, toIdBeginning } from '../checkout/receipt-number.ts';

/** Where checkouts are found by what a merchant has in hand. */
export interface Files {
  readonly checkouts: Pick<CheckoutStore, 'find'>;
  /** Checkouts whose id begins so. */
  listBeginningWith(beginning: string, limit: number): Promise<readonly Checkout[]>;
}

export type Found =
  | { readonly kind: 'found'; readonly checkout: Checkout }
  /** `reason` says it in a sentence. */
  | { readonly kind: 'not_found'; readonly reason: string };

const mostNamed = 10;

/** By its id, by the number on its receipt, or by as much of the id as names one alone; letters in any case. */
export async function findCheckout(files: Files, word: string): Promise<Found> {
  const exact = await files.checkouts.find(word);
  if (exact !== undefined) return { kind: 'found', checkout: exact.checkout };
  const beginning = toIdBeginning(word);
  const candidates = beginning === undefined ? [] : await files.listBeginningWith(beginning, mostNamed);
  const [checkout] = candidates;
  if (checkout === undefined) return { kind: 'not_found', reason: `There is no checkout ${word}.` };
  if (candidates.length === 1) return { kind: 'found', checkout };
  const names = candidates.map((one) => one.id).join(', ');
  return {
    kind: 'not_found',
    reason: `${receiptNumberOf(checkout)} names more than one checkout: ${names}. Say more of the one that you mean.`,
  };
}
