import type { Trip } from '../round-trip/trip.ts';
import { CheckoutError } from './errors.ts';
import type { Money } from './money.ts';
import type { Order } from './order.ts';
import type { Shipment } from './shipment.ts';
import type { RateTax } from './tax-rules.ts';

/** Every status and where it may move. Nothing else moves a checkout. */
export const transitions = {
  /** The link is out; no browser has claimed it. */
  open: ['order_submitted', 'cancelled', 'expired', 'flagged'],
  /** Bound to one browser, without a live PayPal order. */
  claimed: ['order_submitted', 'cancelled', 'expired', 'flagged'],
  /** PayPal was asked for an order; the answer is not stored yet. */
  order_submitted: ['awaiting_approval', 'claimed', 'cancelled', 'expired', 'flagged'],
  /** A new order may take the place of one whose approval no browser brought back. */
  awaiting_approval: [
    'approved',
    'capture_submitted',
    'order_submitted',
    'claimed',
    'cancelled',
    'expired',
    'flagged',
  ],
  /** The return proof holds and the number is shown; nothing is charged before it comes back (`on_confirmation`). */
  approved: ['capture_submitted', 'awaiting_approval', 'claimed', 'cancelled', 'expired', 'flagged'],
  /** The return proof holds and PayPal was asked for the money; the answer is not stored yet. */
  capture_submitted: [
    'paid',
    'confirmed',
    'capture_pending',
    'declined',
    'awaiting_approval',
    'claimed',
    'flagged',
  ],
  /** PayPal holds the payment back for a check. Neither paid nor failed. */
  capture_pending: ['paid', 'confirmed', 'declined', 'flagged'],
  declined: [
    'order_submitted',
    'approved',
    'capture_submitted',
    'claimed',
    'cancelled',
    'expired',
    'flagged',
  ],
  /** Paid; the magic number has not come back to the chat. */
  paid: ['confirmed', 'flagged', 'refunding', 'refunded'],
  confirmed: ['flagged', 'refunding', 'refunded'],
  /** Only money that lands all the same moves what is over. */
  cancelled: ['flagged'],
  expired: ['flagged'],
  /** Something is wrong that a person must look at; the reason is in `flag`. */
  flagged: ['refunding', 'refunded'],
  /** All that is left of the payment is on its way back. */
  refunding: ['refunded', 'flagged'],
  refunded: [],
} as const satisfies Record<string, readonly string[]>;

export type Status = keyof typeof transitions;

export const statuses: readonly Status[] = [
  'open',
  'claimed',
  'order_submitted',
  'awaiting_approval',
  'approved',
  'capture_submitted',
  'capture_pending',
  'declined',
  'paid',
  'confirmed',
  'cancelled',
  'expired',
  'flagged',
  'refunding',
  'refunded',
];

/** Statuses that the deadline ends. */
export const expirable: readonly Status[] = [
  'open',
  'claimed',
  'order_submitted',
  'awaiting_approval',
  'approved',
  'declined',
];

/** Statuses in which the shopper has a checkout under way; one at a time in one conversation. */
export const active: readonly Status[] = [...expirable, 'capture_submitted', 'capture_pending', 'paid'];

export type Flag =
  | 'amount_mismatch'
  | 'payee_mismatch'
  /** Another one than came back has paid. */
  | 'payer_mismatch'
  /** What was paid goes to another country than the one whose price it was. */
  | 'country_mismatch'
  | 'checkout_mismatch'
  /** PayPal refused to capture for a reason at the shop's side, in `declineIssue`; the payer may try again. */
  | 'capture_refused'
  | 'number_locked'
  | 'unconfirmed'
  /** Money landed that this checkout had not asked for, or no longer waited for. It goes back. */
  | 'late_capture'
  /** PayPal took the money back. */
  | 'reversed'
  | 'refund_failed';

export type RefundReason = 'merchant' | 'unconfirmed' | 'mismatch' | 'late_capture' | 'at_paypal';

/** One decision to give money back, written before PayPal is asked. */
export interface AskedRefund {
  readonly requestId: string;
  readonly captureId: string;
  readonly amount: Money;
  readonly reason: RefundReason;
  /** `submitted`: asked, no answer stored. `pending`: PayPal has accepted it and not finished. */
  readonly status: 'submitted' | 'pending' | 'completed' | 'failed';
  readonly refundId?: string | undefined;
  readonly askedAt: number;
}

/** How a dispute at PayPal stands. */
export type Dispute = 'open' | 'closed';

export interface LineItem {
  readonly productId: string;
  readonly name: string;
  readonly description: string;
  readonly quantity: number;
  readonly unitPrice: Money;
  /** Tax on top of one unit. */
  readonly unitTax: Money;
  readonly image?: string | undefined;
}

/** How the goods are sent. */
export interface Shipping {
  readonly name: string;
  readonly price: Money;
  /** Of the shopper's choice, by PayPal's code, where the price holds there alone: an address elsewhere is not paid. */
  readonly country?: string | undefined;
}

export interface Capture {
  readonly captureId: string;
  readonly status: 'COMPLETED' | 'PENDING' | 'DECLINED' | 'FAILED' | 'REFUNDED' | 'PARTIALLY_REFUNDED';
  readonly amount: Money;
}

/** One purchase: a trip to PayPal and back. */
export interface Checkout extends Trip {
  readonly status: Status;
  readonly items: readonly LineItem[];
  readonly shipping?: Shipping | undefined;
  readonly itemTotal: Money;
  /** What comes on top of the items' prices: 0 where they hold their tax. */
  readonly taxTotal: Money;
  /** Prices hold their tax. Absent where they are before tax, as in older rows. */
  readonly taxIncluded?: true | undefined;
  /** The tax inside of `total`, shown and never added, and its parts by rate. Only where `taxIncluded`. */
  readonly taxContained?: Money | undefined;
  readonly taxByRate?: readonly RateTax[] | undefined;
  readonly shippingTotal: Money;
  readonly total: Money;
  readonly payerSessionHash?: string | undefined;
  readonly orders: readonly Order[];
  readonly captureRequestId?: string | undefined;
  readonly payerId?: string | undefined;
  readonly capture?: Capture | undefined;
  /** Captures that landed on orders which had left the live set. */
  readonly strayCaptures: readonly Capture[];
  readonly refunds: readonly AskedRefund[];
  /** Open as long as one of its disputes is. */
  readonly dispute?: Dispute | undefined;
  /** PayPal's ids of disputes that are not over. */
  readonly openDisputes?: readonly string[] | undefined;
  /** PayPal's ids of disputes that are over: older news of them may arrive later. */
  readonly closedDisputes?: readonly string[] | undefined;
  readonly declineIssue?: string | undefined;
  readonly paidAt?: number | undefined;
  readonly confirmedAt?: number | undefined;
  readonly shipment?: Shipment | undefined;
  /** The checkout that took this one's place ("new link"). */
  readonly replacedBy?: string | undefined;
  readonly flag?: Flag | undefined;
  /** When payer and shopper's name were erased. */
  readonly erasedAt?: number | undefined;
  /** PayPal's log number of the last answer, for its support. */
  readonly debugId?: string | undefined;
}

/** The changed checkout with its version grown by one. @throws CheckoutError `status_conflict` where the table has no such move. */
export function move(checkout: Checkout, to: Status, changes: Partial<Checkout>, now: number): Checkout {
  const allowed: readonly Status[] = transitions[checkout.status];
  if (!allowed.includes(to)) throw new CheckoutError('status_conflict', `${checkout.status} to ${to}`);
  return revise(checkout, { ...changes, status: to }, now);
}

/** The number is what comes next: after the payment, or before it (`on_confirmation`). */
export const awaitingNumber: readonly Status[] = ['paid', 'approved'];

export function waitsForNumber({ status }: Pick<Checkout, 'status'>): boolean {
  return awaitingNumber.includes(status);
}

/** Whether the last try failed for a reason at the shop's side, which no other card or account mends. */
export function isRefused({ flag }: Pick<Checkout, 'flag'>): boolean {
  return flag === 'capture_refused';
}

/** A change that leaves the status as it is. */
export function revise(checkout: Checkout, changes: Partial<Checkout>, now: number): Checkout {
  return { ...checkout, ...changes, version: checkout.version + 1, updatedAt: now };
}
