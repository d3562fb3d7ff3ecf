import type { Checkout } from './checkout.ts';

/** What is stored of a payer: nothing of it can be read without the keys. */
export interface SealedPayer {
  readonly checkoutId: string;
  /** The details as JSON under A256GCM, bound to the checkout, with the key's id in front. */
  readonly sealed: string;
  /** The e-mail address under a keyed hash, with the key's id in front: found again by who knows it. */
  readonly emailHash?: string | undefined;
}

/** Payers beside their checkouts. They are written by `CheckoutStore.write`, and go with the erasure of their checkout. */
export interface PayerStore {
  /** Of these checkouts, those that have one. */
  findPayers(checkoutIds: readonly string[]): Promise<readonly SealedPayer[]>;
  /** Sealed by the first of these keys that has sealed any. */
  listPayersUnder(keyIds: readonly string[], limit: number): Promise<readonly SealedPayer[]>;
  /** The same payer under another key takes the place of this one. False where it has changed meanwhile, or was erased. */
  replacePayer(before: SealedPayer, after: SealedPayer): Promise<boolean>;
  /** Begun before this time, over, without an open dispute, and not erased yet. Oldest first. */
  listErasable(begunBefore: number, limit: number): Promise<readonly Checkout[]>;
}
