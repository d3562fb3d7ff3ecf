import { CheckoutError } from './errors.ts';
import type { Money } from './money.ts';

/** Every status and where it may move. Nothing else moves a checkout. */
export const transitions = {
  /** The link is out; no browser has claimed it. */
  open: ['order_submitted', 'cancelled', 'expired'],
  /** Bound to one browser, without a live PayPal order. */
  claimed: ['order_submitted', 'cancelled', 'expired'],
  /** PayPal was asked for an order; the answer is not stored yet. */
  order_submitted: ['awaiting_approval', 'claimed', 'cancelled', 'expired'],
  awaiting_approval: ['capture_submitted', 'claimed', 'cancelled', 'expired', 'flagged'],
  /** The return proof holds and PayPal was asked for the money; the answer is not stored yet. */
  capture_submitted: ['paid', 'capture_pending', 'declined', 'awaiting_approval', 'claimed', 'flagged'],
  /** PayPal holds the payment back for a check. Neither paid nor failed. */
  capture_pending: ['paid', 'declined', 'flagged'],
  declined: ['order_submitted', 'capture_submitted', 'claimed', 'cancelled', 'expired', 'flagged'],
  /** Paid; the magic number has not come back to the chat. */
  paid: ['confirmed', 'flagged'],
  confirmed: [],
  cancelled: [],
  expired: [],
  /** Something is wrong that a person must look at; the reason is in `flag`. */
  flagged: [],
} as const satisfies Record<string, readonly string[]>;

export type Status = keyof typeof transitions;

export const statuses: readonly Status[] = [
  'open',
  'claimed',
  'order_submitted',
  'awaiting_approval',
  'capture_submitted',
  'capture_pending',
  'declined',
  'paid',
  'confirmed',
  'cancelled',
  'expired',
  'flagged',
];

/** Statuses that the deadline ends. */
export const expirable: readonly Status[] = [
  'open',
  'claimed',
  'order_submitted',
  'awaiting_approval',
  'declined',
];

/** Statuses in which the shopper has a checkout under way; one at a time in one conversation. */
export const active: readonly Status[] = [...expirable, 'capture_submitted', 'capture_pending', 'paid'];

export type Flag =
  'amount_mismatch' | 'payee_mismatch' | 'checkout_mismatch' | 'number_locked' | 'unconfirmed';

/** Who chats. Taken from an authenticated activity, never from an address or a form. Each id at most 512 characters. */
export interface Owner {
  readonly channelId: string;
  readonly conversationId: string;
  readonly shopperId: string;
}

export interface LineItem {
  readonly productId: string;
  readonly name: string;
  readonly description: string;
  readonly quantity: number;
  readonly unitPrice: Money;
  /** Tax on one unit. */
  readonly unitTax: Money;
  readonly image?: string | undefined;
}

/** One PayPal order that this checkout asked for. Written before the call. */
export interface Order {
  /** 1 to 3, in the order in which they were asked for. */
  readonly number: number;
  readonly requestId: string;
  /** A live order may be paid; one that left the live set is never captured. */
  readonly live: boolean;
  readonly nonceKeyId: string;
  readonly nonceHash: string;
  readonly orderId?: string | undefined;
  /** Where the payer approves; PayPal's own address. */
  readonly approveUrl?: string | undefined;
  /** The merchant id that PayPal's create answer named. */
  readonly payeeId?: string | undefined;
  /** How many captures were asked for; each definite decline allows a new one. */
  readonly captures: number;
}

export interface Capture {
  readonly captureId: string;
  readonly status: 'COMPLETED' | 'PENDING' | 'DECLINED' | 'FAILED' | 'REFUNDED' | 'PARTIALLY_REFUNDED';
  readonly amount: Money;
}

export interface StoredNumber {
  /** HMAC-SHA256 with its key id in front. */
  readonly hash: string;
  /** A256GCM, for showing the same number again. */
  readonly sealed: string;
  readonly expiresAt: number;
  readonly attempts: number;
}

/** Times are milliseconds since 1970 by the database's clock. */
export interface Checkout {
  /** 26 characters of lower-case base32: 130 random bits. */
  readonly id: string;
  readonly version: number;
  readonly status: Status;
  readonly owner: Owner;
  readonly isGroup: boolean;
  readonly shopperName: string;
  readonly locale: string;
  /** Bot Framework's ConversationReference as JSON; opaque here. */
  readonly conversationReference: string;
  /** The activity that asked for this checkout, so that a redelivered one starts nothing new. */
  readonly startedBy: string;
  readonly items: readonly LineItem[];
  readonly shipping?: { readonly name: string; readonly price: Money } | undefined;
  readonly itemTotal: Money;
  readonly taxTotal: Money;
  readonly shippingTotal: Money;
  readonly total: Money;
  readonly createdAt: number;
  readonly expiresAt: number;
  readonly updatedAt: number;
  readonly payerSessionHash?: string | undefined;
  readonly orders: readonly Order[];
  readonly captureRequestId?: string | undefined;
  readonly payerId?: string | undefined;
  readonly capture?: Capture | undefined;
  readonly declineIssue?: string | undefined;
  readonly paidAt?: number | undefined;
  readonly number?: StoredNumber | undefined;
  readonly numbersDrawn: number;
  /** Counted attempts over all numbers of this checkout. */
  readonly attempts: number;
  readonly confirmedAt?: number | undefined;
  /** The checkout that took this one's place ("new link"). */
  readonly replacedBy?: string | undefined;
  readonly flag?: Flag | undefined;
  /** The chat message that is edited as the purchase goes on. */
  readonly cardActivityId?: string | undefined;
  /** Who is asking PayPal just now, and until when nobody else may. */
  readonly lease?: { readonly holder: string; readonly until: number } | undefined;
  /** PayPal's log number of the last answer, for its support. */
  readonly debugId?: string | undefined;
}

/** The changed checkout with its version grown by one. @throws CheckoutError `status_conflict` where the table has no such move. */
export function move(checkout: Checkout, to: Status, changes: Partial<Checkout>, now: number): Checkout {
  const allowed: readonly Status[] = transitions[checkout.status];
  if (!allowed.includes(to)) throw new CheckoutError('status_conflict', `${checkout.status} to ${to}`);
  return revise(checkout, { ...changes, status: to }, now);
}

/** A change that leaves the status as it is. */
export function revise(checkout: Checkout, changes: Partial<Checkout>, now: number): Checkout {
  return { ...checkout, ...changes, version: checkout.version + 1, updatedAt: now };
}

export function liveOrder(checkout: Checkout): Order | undefined {
  return checkout.orders.find((order) => order.live);
}

/** The orders with the live one changed. */
export function withLiveOrder(checkout: Checkout, changes: Partial<Order>): readonly Order[] {
  return checkout.orders.map((order) => (order.live ? { ...order, ...changes } : order));
}

export function sameOwner(one: Owner, other: Owner): boolean {
  return (
    one.channelId === other.channelId &&
    one.conversationId === other.conversationId &&
    one.shopperId === other.shopperId
  );
}
