/** A limit that is counted in the store, in the transaction of the act that it limits. */
export interface RateLimit {
  readonly name: 'checkouts' | 'claims' | 'failed_numbers' | 'merchant_codes';
  readonly key: string;
  readonly windowMs: number;
  readonly max: number;
}
