import type { MerchantDestination } from './merchant-destination.ts';
import type { MerchantEventKind } from './merchant-event.ts';

/** One event on its way to one destination: a row, written in the transaction of what it tells of. */
export interface MerchantEvent {
  /** `msg_…`, the same for all destinations and for every try. */
  readonly eventId: string;
  readonly destination: MerchantDestination;
  readonly checkoutId: string;
  readonly kind: MerchantEventKind;
  /** JSON, as it was when it happened: every try sends the same bytes. */
  readonly body: string;
  readonly happenedAt: number;
  /** When it was first to be told, or by hand again; from the first try that came to nothing on, when that was. It is tried for a day from then. */
  readonly dueAt: number;
  /** Tries that came to nothing. */
  readonly tries: number;
  readonly lease: { readonly holder: string; readonly until: number };
}

/** How a row stands, for the merchant's eyes. */
export interface MerchantTelling extends Pick<
  MerchantEvent,
  'eventId' | 'destination' | 'checkoutId' | 'kind' | 'happenedAt' | 'tries'
> {
  /** `dropped`: the chat that was to be told hears no more. */
  readonly state: 'waiting' | 'told' | 'given_up' | 'dropped';
  /** Why the last try came to nothing. */
  readonly reason: string | undefined;
}

/** The rows that tell the merchant. Only who holds a row by lease ends it or puts it off. */
export interface MerchantEventStore {
  /**
   * Takes due rows of one destination by lease, the oldest of each checkout, and none of a checkout that somebody is
   * telling about there: what happens later is told later, unless the older one has failed and waits.
   */
  claimDue(
    destination: MerchantDestination,
    holder: string,
    leaseMs: number,
    limit: number,
  ): Promise<readonly MerchantEvent[]>;
  markTold(event: MerchantEvent): Promise<void>;
  postpone(event: MerchantEvent, delayMs: number, reason: string): Promise<void>;
  giveUp(event: MerchantEvent, reason: string): Promise<void>;
  /**
   * Has them told once more under their ids, by event or by checkout; what is being told just now is left to it. A chat
   * hears again only what was given up there: people need nothing twice.
   */
  tellAgain(which: { readonly eventId: string } | { readonly checkoutId: string }): Promise<number>;
  /** All rows of a checkout, oldest first. */
  listOf(checkoutId: string): Promise<readonly MerchantTelling[]>;
}

/** What became of one try. */
export type MerchantTold =
  | { readonly kind: 'told'; readonly status?: number | undefined }
  | {
      readonly kind: 'retry';
      readonly reason: string;
      readonly status?: number | undefined;
      /** Not before then, where the other side says so. */
      readonly afterMs?: number | undefined;
      /** It may have been shown all the same: after another failure no more copies follow. */
      readonly isUnclear?: boolean | undefined;
    }
  /** The other side wants it no more. */
  | { readonly kind: 'refused'; readonly reason: string; readonly status?: number | undefined };

/** Brings one event to one destination. */
export interface MerchantTeller {
  readonly destination: MerchantDestination;
  tell(event: MerchantEvent, now: number): Promise<MerchantTold>;
}

/** Brings several in one message, the oldest first: people read them one below the other, and channels want no flood. */
export interface MerchantChatTeller {
  readonly destination: MerchantDestination;
  tellTogether(events: readonly [MerchantEvent, ...MerchantEvent[]]): Promise<MerchantTold>;
}
