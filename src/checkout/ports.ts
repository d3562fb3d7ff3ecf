import type { RateLimit } from '../round-trip/rate-limit.ts';
import type { Capture, Checkout, LineItem, Status } from './checkout.ts';
import type { Owner } from '../round-trip/owner.ts';
import type { Disputes } from './dispute-ports.ts';
import type { KeyRing } from '../round-trip/keys.ts';
import type { LinkSeal } from '../round-trip/link.ts';
import type { MagicNumbers } from '../round-trip/magic-number.ts';
import type { StoredNumber } from '../round-trip/trip.ts';
import type { Money } from './money.ts';
import type { PayerDetails } from './payer-details.ts';
import type { PayerStore, SealedPayer } from './payer-ports.ts';
import type { Policies } from './policies.ts';
import type { Refund, Refunds, WebhookEvent } from './refund-ports.ts';
import type { NewSignal, Signal } from './signal.ts';
import type { Trackings } from './tracking-ports.ts';

/** Who a line of the ledger is about; `clock` for deadlines and what the worker goes on with. */
export type Actor = 'shopper' | 'payer' | 'merchant' | 'paypal' | 'clock';

/** One transaction: all of it is durable when the promise resolves, or none of it. */
export interface Change {
  /** Compare-and-set on id, version and status. */
  readonly update?: { readonly before: Checkout; readonly after: Checkout } | undefined;
  readonly insert?: Checkout | undefined;
  readonly signals?: readonly NewSignal[] | undefined;
  /** Who pays the updated checkout, in the place of whom was known before. */
  readonly payer?: SealedPayer | undefined;
  /** Who caused it, for the ledger. */
  readonly who?: Actor | undefined;
  /** Each is counted once by this change; a full one refuses the whole change. */
  readonly limits?: readonly RateLimit[] | undefined;
}

export interface Loaded {
  readonly checkout: Checkout;
  /** The database's time at the reading. */
  readonly now: number;
}

/** Of a shopper's purchases: those of this very conversation, or of all their conversations on this channel. */
export type Reach = 'this_conversation' | 'all_conversations';

/** Where a checkout stands in the list of all: it never moves there, and new ones come before it. */
export type Place = Pick<Checkout, 'createdAt' | 'id'>;

export interface CheckoutStore extends PayerStore {
  now(): Promise<number>;
  /** @throws CheckoutError `status_conflict`, `checkout_open` (a second active one of an owner), `rate_limited`. */
  write(change: Change): Promise<readonly Signal[]>;
  find(id: string): Promise<Loaded | undefined>;
  /** The owner's checkout that is under way. */
  findActive(owner: Owner): Promise<Loaded | undefined>;
  findStartedBy(owner: Owner, activityId: string): Promise<Loaded | undefined>;
  /** Newest first. */
  listForShopper(owner: Owner, status: Status, limit: number, reach: Reach): Promise<readonly Checkout[]>;
  /** Newest first, of one moment by id, for the merchant: a page, from the beginning or from the last one of the page before. */
  list(limit: number, after?: Place): Promise<readonly Checkout[]>;
  /** Checkouts in one of these statuses whose deadline has passed. */
  listDue(statuses: readonly Status[], limit: number): Promise<readonly Checkout[]>;
  /** Checkouts in these statuses that nobody holds a lease on. */
  listUnleased(statuses: readonly Status[], limit: number): Promise<readonly Checkout[]>;
  /** Paid before this time and waiting for their number; with those locked by wrong ones where asked. */
  listPaidBefore(
    paidBefore: number,
    limit: number,
    which: { readonly withLocked: boolean },
  ): Promise<readonly Checkout[]>;
  /** With a refund that is not settled, and a lease that nobody holds. */
  listRefunding(limit: number): Promise<readonly Checkout[]>;
  /** With a parcel's number that PayPal has not answered, and a lease that nobody holds. */
  listTracking(limit: number): Promise<readonly Checkout[]>;
  /** Waiting for a number that is not over, and that one of these keys has sealed. */
  listSealedUnder(keyIds: readonly string[], limit: number): Promise<readonly Checkout[]>;
  /**
   * The same number under another key takes the place of this one. Neither version nor time moves, so that nobody's
   * action is refused for it. False where the checkout has changed meanwhile.
   */
  replaceSeal(checkout: Checkout, seal: Seal): Promise<boolean>;
  findByCapture(captureId: string): Promise<Loaded | undefined>;
  findByOrder(orderId: string): Promise<Loaded | undefined>;
  /**
   * Counts one attempt and compares, in one transaction. The attempt is counted only where owner, status, expiry (by
   * database time) and the remaining attempts allow it.
   */
  tryNumber(attempt: NumberAttempt): Promise<NumberOutcome>;
}

/** What is stored of a number's digits. */
export type Seal = Pick<StoredNumber, 'hash' | 'sealed'>;

export interface NumberAttempt {
  readonly checkoutId: string;
  readonly owner: Owner;
  readonly attemptsPerNumber: number;
  readonly attemptsPerCheckout: number;
  readonly failures: RateLimit;
  /** Constant-time comparison with the stored hash. */
  readonly isRight: (checkout: Checkout) => boolean;
  /** What a right number, or the last wrong one, changes in the same transaction. */
  readonly settle: (checkout: Checkout, right: boolean, now: number) => Change | undefined;
}

export type NumberOutcome =
  | { readonly kind: 'right'; readonly checkout: Checkout; readonly signals: readonly Signal[] }
  | { readonly kind: 'wrong'; readonly checkout: Checkout; readonly signals: readonly Signal[] }
  | { readonly kind: 'not_counted' };

export interface SignalStore {
  /** Takes due signals for this holder by lease, none of a checkout that another holder is telling about. Oldest first. */
  claimDue(holder: string, leaseMs: number, limit: number): Promise<readonly Signal[]>;
  /** Records that the shopper was told; the card's message id goes to the checkout in the same transaction. */
  markDelivered(signal: Signal, cardActivityId: string | undefined): Promise<void>;
  markDropped(signal: Signal, reason: string): Promise<void>;
  markUndeliverable(signal: Signal, reason: string): Promise<void>;
  /** Gives the signal back, to be tried again at `dueAt`. */
  postpone(signal: Signal, delayMs: number, reason: string, isUnclear?: boolean): Promise<void>;
  /** True when a signal of the same checkout that fell due later (ties: the larger id) was delivered already. */
  wasOvertaken(signal: Signal): Promise<boolean>;
  /** True while another process has an older signal of the same checkout in hand. */
  isBehind(signal: Signal): Promise<boolean>;
}

/** What PayPal sent, kept before it is acknowledged, each event once. */
export interface Inbox {
  /** Answers how many were new. */
  add(events: readonly WebhookEvent[]): Promise<number>;
  /** Ids under which something else is kept than these say. */
  listAltered(events: readonly WebhookEvent[]): Promise<readonly string[]>;
  /** Takes waiting events for this holder by lease, oldest first. */
  claimDue(holder: string, leaseMs: number, limit: number): Promise<readonly WebhookEvent[]>;
  markDone(eventId: string, outcome: 'done' | 'not_ours'): Promise<void>;
  /** Gives it back, to be looked at again; after three days and a thousand tries it is given up. */
  postpone(eventId: string, delayMs: number): Promise<void>;
}

/** What is asked of PayPal for one order. The same request id always carries the same content. */
export interface OrderRequest {
  readonly requestId: string;
  readonly checkoutId: string;
  readonly invoiceId: string;
  readonly items: readonly LineItem[];
  readonly itemTotal: Money;
  readonly taxTotal: Money;
  /** Prices hold their tax: PayPal hears of none. */
  readonly taxIncluded?: true | undefined;
  readonly shippingTotal: Money;
  readonly total: Money;
  readonly collectsAddress: boolean;
  /** Shown to the payer. */
  readonly brandName: string;
  readonly locale: string;
  readonly returnUrl: string;
  readonly cancelUrl: string;
}

export interface CreatedOrder {
  readonly orderId: string;
  readonly approveUrl: string;
  readonly payeeId?: string | undefined;
  readonly debugId?: string | undefined;
}

/** PayPal's own answer to a GET or a capture. */
export interface PaymentOrder {
  readonly orderId: string;
  readonly status: 'CREATED' | 'SAVED' | 'APPROVED' | 'VOIDED' | 'COMPLETED' | 'PAYER_ACTION_REQUIRED';
  readonly total: Money;
  readonly payeeId?: string | undefined;
  readonly customId?: string | undefined;
  readonly payerId?: string | undefined;
  /** For the merchant alone. */
  readonly payer?: PayerDetails | undefined;
  /** Where the goods go, by PayPal's code; undefined where PayPal names no address. */
  readonly shippingCountry?: string | undefined;
  readonly captures: readonly Capture[];
  /** Refunds of these captures, as far as PayPal lists them with the order. */
  readonly refunds: readonly Pick<Refund, 'refundId' | 'status' | 'amount'>[];
  readonly approveUrl?: string | undefined;
  readonly debugId?: string | undefined;
}

export type CaptureAnswer =
  | { readonly kind: 'answered'; readonly order: PaymentOrder }
  /** A definite decline; the payer may choose another card at `retryUrl` and come back with the same order. */
  | {
      readonly kind: 'declined';
      readonly issue: string;
      readonly retryUrl?: string | undefined;
      readonly debugId?: string | undefined;
    }
  /** The payer has to approve (again). */
  | {
      readonly kind: 'not_approved';
      readonly issue: string;
      readonly approveUrl?: string | undefined;
      readonly debugId?: string | undefined;
    }
  | { readonly kind: 'already_captured' }
  /** PayPal does not know the order any more. */
  | { readonly kind: 'gone' }
  | { readonly kind: 'refused'; readonly issue: string; readonly debugId?: string | undefined };

/** @throws CheckoutError `payments_refused` (a definite no) or `payments_unclear` (ask again later, same request id). */
export interface Payments {
  createOrder(request: OrderRequest): Promise<CreatedOrder>;
  /** Undefined when PayPal answers 404: on an order of ours that means expired. */
  findOrder(orderId: string): Promise<PaymentOrder | undefined>;
  captureOrder(request: { readonly orderId: string; readonly requestId: string }): Promise<CaptureAnswer>;
}

export interface Settings {
  /** The origin that shoppers' browsers see, without a slash at the end. */
  readonly publicUrl: string;
  /** Shown to the payer, at PayPal too. */
  readonly merchantName: string;
  readonly checkoutMs: number;
  readonly magicNumberMs: number;
  /** When the money is taken: when the payer comes back, or after the number came back to the chat. */
  readonly capture: 'on_return' | 'on_confirmation';
  /** What happens after `policies.unconfirmedHours` to a payment whose number never came. */
  readonly unconfirmed: 'refund' | 'keep';
  readonly policies: Policies;
  /** How long payer and shopper's name are kept, from the beginning of a purchase. */
  readonly retentionMs: number;
  readonly merchantId?: string | undefined;
}

export type LogFields = Readonly<Record<string, string | number | boolean | undefined>>;

export interface Ports {
  readonly store: CheckoutStore;
  readonly payments: Payments & Refunds & Disputes & Trackings;
  readonly links: LinkSeal;
  readonly numbers: MagicNumbers;
  readonly keys: KeyRing;
  readonly settings: Settings;
  /** Names this process in leases. */
  readonly holder: string;
  /** Hands freshly written signals to the worker of this process at once. */
  readonly signalled: (signals: readonly Signal[]) => void;
  /** Has the worker of this process go on at once with a checkout that waits for PayPal. */
  readonly settleSoon: (checkoutId: string) => void;
  readonly log: (event: string, fields: LogFields) => void;
}
