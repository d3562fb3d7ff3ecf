import type { Lease } from './lease.ts';
import type { Owner } from './owner.ts';

/** A magic number as it is stored. Its digits are in no row. */
export interface StoredNumber {
  /** HMAC-SHA256 with its key id in front. */
  readonly hash: string;
  /** A256GCM, for showing the same number again. */
  readonly sealed: string;
  readonly expiresAt: number;
  readonly attempts: number;
}

/**
 * One way out of the chat into a browser and back, whatever it is for: what a link leads to, whom a signal is told to,
 * and what is proved by the number. Times are milliseconds since 1970 by the database's clock.
 */
export interface Trip {
  /** 26 characters of lower-case base32: 130 random bits. */
  readonly id: string;
  readonly version: number;
  readonly owner: Owner;
  readonly isGroup: boolean;
  readonly shopperName: string;
  readonly locale: string;
  /** Bot Framework's ConversationReference as JSON; opaque here. */
  readonly conversationReference: string;
  /** The activity that asked for it, so that a redelivered one starts nothing new. */
  readonly startedBy: string;
  readonly createdAt: number;
  readonly expiresAt: number;
  readonly updatedAt: number;
  readonly number?: StoredNumber | undefined;
  readonly numbersDrawn: number;
  /** Counted attempts over all of its numbers. */
  readonly attempts: number;
  /** The chat message that is edited as it goes on. */
  readonly cardActivityId?: string | undefined;
  /** Of the key that sealed the link which went out first. An older row has none. */
  readonly linkKeyId?: string | undefined;
  /** Who is asking outside just now, and until when nobody else may. */
  readonly lease?: Lease | undefined;
}
