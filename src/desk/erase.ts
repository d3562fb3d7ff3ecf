import { isCheckoutError } from '../checkout/errors.ts';
import { receiptNumberOf } from '../checkout/receipt-number.ts';
import type { CheckoutFlow } from '../purchase/flow.ts';
import { type Files, findCheckout } from './find-checkout.ts';

/** How an erasure ended: whether it is done, and sentences about it. */
export interface Erased {
  readonly isErased: boolean;
  readonly sentences: readonly string[];
}

/** Erases who paid and who bought one purchase, at once, and says what it does not reach. */
export async function eraseOrder(
  { flow, store }: { readonly flow: Pick<CheckoutFlow, 'erase'>; readonly store: Files },
  word: string,
): Promise<Erased> {
  const found = await findCheckout(store, word);
  if (found.kind === 'not_found') return refused(`${found.reason} Nothing was erased.`);
  const { id, erasedAt, dispute } = found.checkout;
  const receipt = receiptNumberOf({ id });
  if (erasedAt !== undefined)
    return done(`${receipt} was erased on ${new Date(erasedAt).toISOString().slice(0, 10)} already.`);
  try {
    await flow.erase(id);
  } catch (error) {
    if (!isCheckoutError(error, 'status_conflict')) throw error;
    return refused(
      `${receipt} is still under way (${error.detail ?? 'it moves just now'}), and PayPal may yet tell who pays. Nothing was erased. Erase it once it is paid, cancelled or expired.`,
    );
  }
  return done(
    `Erased of ${receipt}: name, e-mail address with its hash, phone and address of the payer; the shopper's name.`,
    'Kept: what was bought, the sums, ids, the number of a parcel, and the conversation, so that a refund can be made and told.',
    ...(dispute === 'open' ? ['Its dispute is still open: the address is now known to PayPal alone.'] : []),
    ...beyondReach,
  );
}

const beyondReach = [
  'Not reached: backups made before now, and databases that a restore has kept aside. Restoring one over this database repeats its erasures.',
  "Not reached: PayPal's own records, and the channel's: the messages of the chat, and the name there.",
];

function done(...sentences: readonly string[]): Erased {
  return { isErased: true, sentences };
}

function refused(sentence: string): Erased {
  return { isErased: false, sentences: [sentence] };
}
