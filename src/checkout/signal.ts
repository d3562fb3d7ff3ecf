import type { Checkout, Status } from './checkout.ts';
import { hasUnreturnedApproval } from './unreturned-approval.ts';

const statusesWithMoney = ['paid', 'confirmed', 'flagged', 'refunding', 'refunded'] as const;

/**
 * What the bot says of its own accord, and the statuses in which it may still be said. A signal whose checkout has
 * moved on is dropped, so that nothing contradicts what was already shown.
 */
export const signalStatuses = {
  link_ready: ['open', 'claimed', 'order_submitted', 'awaiting_approval', 'declined'],
  deadline_near: ['open', 'claimed', 'order_submitted', 'awaiting_approval', 'approved', 'declined'],
  payer_cancelled: ['claimed'],
  /** Another browser than the one that claimed brought the approval back: its order is over. */
  approved_elsewhere: ['claimed'],
  /** The approval came with an address in another country than the one that was chosen: its order is over. */
  other_country: ['claimed'],
  payment_declined: ['declined'],
  payment_pending: ['capture_pending'],
  /** Nothing is charged yet: the number is wanted first (`on_confirmation`). */
  approval_arrived: ['approved'],
  /** PayPal has an approval that no browser brought back. */
  approval_unreturned: ['awaiting_approval', 'declined'],
  /** PayPal wants the payer's approval once more. */
  approval_lost: ['awaiting_approval', 'claimed'],
  payment_arrived: ['paid'],
  number_reminder: ['paid', 'approved'],
  confirmed: ['confirmed'],
  /** The goods are on their way, whatever becomes of the money. */
  shipped: ['confirmed', 'flagged', 'refunding', 'refunded'],
  cancelled: ['cancelled'],
  expired: ['expired'],
  flagged: ['flagged', 'refunding'],
  refunded_in_part: ['confirmed', 'paid', 'flagged', 'refunding'],
  refunded: ['refunded'],
  dispute_opened: statusesWithMoney,
  dispute_closed: statusesWithMoney,
} as const satisfies Record<string, readonly Status[]>;

export type SignalKind = keyof typeof signalStatuses;

/** These stay true however much was told after them: a link that may be paid, a parcel's number. */
export const neverOld: ReadonlySet<SignalKind> = new Set(['link_ready', 'shipped']);

/** Written in the transaction of the status change that it tells of. */
export interface NewSignal {
  readonly checkoutId: string;
  readonly kind: SignalKind;
  /** Milliseconds since 1970 by the database's clock. */
  readonly dueAt: number;
  /** Set where the writing process sends it at once; another one may take it after `until`. */
  readonly lease?: { readonly holder: string; readonly until: number } | undefined;
}

/** Long enough for a message to be sent with its retries. */
const sendingMs = 25_000;

/** News of the step just made, which this process tells at once; should it die, another may when the lease ends. */
export function tellNow(
  holder: string,
  { id, updatedAt }: Pick<Checkout, 'id' | 'updatedAt'>,
  kind: SignalKind,
): NewSignal {
  return { checkoutId: id, kind, dueAt: updatedAt, lease: { holder, until: updatedAt + sendingMs } };
}

export interface Signal extends NewSignal {
  /** Grows with each signal of the store. */
  readonly id: number;
  readonly tries: number;
  /** Tries whose answer was lost. */
  readonly unclearTries: number;
  readonly createdAt: number;
}

export function mayStillBeSaid(
  kind: SignalKind,
  checkout: Pick<Checkout, 'status' | 'orders'>,
  now: number,
): boolean {
  // It may have come back since; and another one, of this order or of the next, has a minute of its own.
  if (kind === 'approval_unreturned' && !hasUnreturnedApproval(checkout, now)) return false;
  const allowed: readonly Status[] = signalStatuses[kind];
  return allowed.includes(checkout.status);
}
