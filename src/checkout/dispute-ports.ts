/** A dispute as PayPal's own answer tells it. */
export interface PaymentDispute {
  readonly disputeId: string;
  readonly status:
    | 'OPEN'
    | 'WAITING_FOR_BUYER_RESPONSE'
    | 'WAITING_FOR_SELLER_RESPONSE'
    | 'UNDER_REVIEW'
    | 'RESOLVED'
    | 'OTHER';
  /** PayPal's word for how it ended, such as RESOLVED_BUYER_FAVOUR. */
  readonly outcome?: string | undefined;
  /** The captures that it is about. */
  readonly captureIds: readonly string[];
  readonly debugId?: string | undefined;
}

export type DisputeAnswer =
  | { readonly kind: 'found'; readonly dispute: PaymentDispute }
  | { readonly kind: 'unknown' }
  /** The merchant's app at PayPal was not given the permission to see disputes. */
  | { readonly kind: 'not_permitted' };

/** @throws CheckoutError `payments_unclear` (ask again later) or `payments_refused` (not the id of a dispute). */
export interface Disputes {
  findDispute(disputeId: string): Promise<DisputeAnswer>;
}
