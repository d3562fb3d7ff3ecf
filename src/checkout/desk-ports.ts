import type { Checkout, Status } from './checkout.ts';
import type { MerchantTelling } from './merchant-event-ports.ts';
import type { Actor, Place } from './ports.ts';
import type { Signal, SignalKind } from './signal.ts';

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
  /** Their links, numbers that wait to come back, orders that PayPal has not answered, who paid. */
  readonly what: 'links' | 'numbers' | 'orders' | 'payers';
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

/** What the merchant's list is narrowed by; nothing narrows it where all is missing. */
export interface OrderQuery {
  readonly limit: number;
  readonly status?: Status | undefined;
  /** Begun then or later. */
  readonly since?: number | undefined;
  /** Only what a person was to look at. */
  readonly flagged?: boolean | undefined;
  readonly words?: OrderWords | undefined;
  /** Paid by whose e-mail address is stored under one of these. */
  readonly emailHashes?: readonly string[] | undefined;
  /** What stands behind this one in the list. */
  readonly after?: Place | undefined;
}

/** Looked for in ids, in names and ids of items, and in the shopper's name. */
export interface OrderWords {
  readonly text: string;
  /** Where the words may be a receipt number, or the beginning of an id. */
  readonly idBeginning?: string | undefined;
}

/** What was said in the chat of its own accord, or is to be. */
export interface Telling {
  readonly kind: SignalKind;
  readonly state: 'waiting' | 'delivered' | 'dropped' | 'undeliverable';
  /** Those that came to nothing. */
  readonly tries: number;
  readonly reason: string | undefined;
  /** When it ended; of one that waits, when it is tried next. */
  readonly at: number;
}

/** A webhook of PayPal that named a purchase. */
export interface NamedEvent {
  readonly eventId: string;
  readonly type: string;
  readonly at: number;
  readonly state: 'waiting' | 'done' | 'not_ours' | 'given_up';
}

/** All that is written down of one purchase. */
export interface OrderTrail {
  readonly ledger: readonly LedgerLine[];
  readonly tellings: readonly Telling[];
  readonly events: readonly NamedEvent[];
}
