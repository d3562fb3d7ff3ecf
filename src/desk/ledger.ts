import type { LedgerLine } from '../checkout/desk-ports.ts';
import { printableLine } from '../words/printable.ts';
import { type Files, findCheckout, type Found } from './find-checkout.ts';

type Read =
  | { readonly kind: 'read'; readonly lines: readonly string[] }
  | Extract<Found, { readonly kind: 'not_found' }>;

/** What happened to a checkout, when, and by whom: a line each. */
export async function readLedger(
  store: Files & { ledger(checkoutId: string): Promise<readonly LedgerLine[]> },
  word: string,
): Promise<Read> {
  const found = await findCheckout(store, word);
  if (found.kind === 'not_found') return found;
  const lines = await store.ledger(found.checkout.id);
  return { kind: 'read', lines: lines.map((line) => printableLine(toLine(line))) };
}

function toLine({ at, who, what, debugId }: LedgerLine): string {
  const tail = debugId === undefined ? '' : `  ${debugId}`;
  return `${new Date(at).toISOString()}  ${who.padEnd(8)}  ${what}${tail}`;
}
