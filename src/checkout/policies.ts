/**
 * How a shop deals with its shoppers' time. Each may be set; what bounds guessing (tries, numbers, orders, digits) is in
 * `limits.ts` and may not.
 */
export interface Policies {
  /** When a number that is waited for is asked for again, in minutes after the payment or approval, rising. */
  readonly remindersAfterMinutes: readonly number[];
  /** How long a payment waits for its number before the money goes back, or a person decides. */
  readonly unconfirmedHours: number;
  /** Checkouts that a shopper may start, over all conversations of a channel. */
  readonly checkoutsPerHour: number;
}

/** Of a shop that sets none. */
export const usualPolicies: Policies = {
  remindersAfterMinutes: [2, 15],
  unconfirmedHours: 24,
  checkoutsPerHour: 10,
};
