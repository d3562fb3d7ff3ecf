import type { Checkout } from './checkout.ts';
import type { MerchantTelling } from './merchant-event-ports.ts';
import type { Actor } from './ports.ts';
import type { Signal } from './signal.ts';

/** What should have been settled by now and was not: the merchant looks here. */
export interface Overdue {
  /** Past their deadline, or without PayPal's answer, for more than two minutes. */
  readonly checkouts: readonly Checkout[];
  /** A person must look at them: newest first, so that what is left lying hides nothing new. */
  readonly flagged: readonly Checkout[];
  /** What the shopper has not been told for more than two minutes, and what could not be told at all. */
  readonly signals: readonly OverdueSignal[];
  /** What the merchant has not been told for more than two minutes, and what was given up. */
  readonly merchantEvents: readonly MerchantTelling[];
}

export interface OverdueSignal {
  readonly signal: Signal;
  readonly state: 'waiting' | 'undeliverable';
  readonly reason: string | undefined;
}

/** How many purchases under way need one key for something; the merchant may take out what nobody needs. */
export interface KeyUses {
  /** Their links, numbers that wait to come back, orders that PayPal has not answered. */
  readonly what: 'links' | 'numbers' | 'orders';
  /** Empty where nobody wrote down which key it was. */
  readonly keyId: string;
  readonly count: number;
}

/** One line of a checkout's ledger: never changed, never deleted. */
export interface LedgerLine {
  readonly at: number;
  readonly who: Actor;
  /** The status it moved to, or what changed within one. */
  readonly what: string;
  readonly debugId: string | undefined;
}
