import type { Owner } from '../round-trip/owner.ts';

/** Why a chat hears no more: its own person left, the merchant revoked it, or the channel lets nobody speak there. */
export type ChatEnd = 'left' | 'revoked' | 'unreachable';

/** A private chat in which the merchant hears what happens and may ask for the orders of the whole shop. */
export interface MerchantChat {
  readonly id: number;
  /** The account that said the code, and where. */
  readonly owner: Owner;
  /** What the channel calls the account. */
  readonly name: string;
  readonly locale: string;
  /** JSON; empty once the chat hears no more. */
  readonly conversationReference: string;
  readonly joinedAt: number;
  /** When it was last told something. */
  readonly heardAt: number | undefined;
  readonly state: 'hearing' | ChatEnd;
  readonly endedAt: number | undefined;
  readonly reason: string | undefined;
}

/** A code that waits to be said. Its letters are not stored. */
export interface NewMerchantCode {
  readonly id: string;
  /** Keyed. */
  readonly hash: string;
  readonly lifeMs: number;
}

export interface OpenedCode {
  readonly expiresAt: number;
  /** Another one waited, and is over now. */
  readonly hasReplaced: boolean;
}

/** Somebody has said what may be the code. */
export interface CodeAttempt {
  readonly from: Pick<MerchantChat, 'owner' | 'name' | 'locale' | 'conversationReference'>;
  /** Alone with the bot: elsewhere nobody joins, and a code that others have read is over. */
  readonly isPrivate: boolean;
  readonly triesPerAccount: number;
  readonly triesInAll: number;
  /** In constant time. */
  readonly isRight: (code: Pick<NewMerchantCode, 'id' | 'hash'>) => boolean;
}

export type CodeOutcome =
  | { readonly kind: 'joined'; readonly chat: MerchantChat }
  /** Wrong, too late, used, or out of tries: nobody is told which. */
  | { readonly kind: 'refused' };

export interface MerchantChatStore {
  /** The one code that may be said from now on. */
  openCode(code: NewMerchantCode): Promise<OpenedCode>;
  /** Counted before it is compared, in one transaction; a right one is used up by it. */
  tryCode(attempt: CodeAttempt): Promise<CodeOutcome>;
  /** The chat of this very account and conversation, where it hears. */
  findHearing(owner: Owner): Promise<MerchantChat | undefined>;
  listHearing(): Promise<readonly MerchantChat[]>;
  find(id: number): Promise<MerchantChat | undefined>;
  /** Those that hear and those that did, newest first. */
  list(limit: number): Promise<readonly MerchantChat[]>;
  /** Where it is spoken to from now on: channels move. */
  renewReference(id: number, conversationReference: string): Promise<void>;
  /** With it ends what still waits to be told there. False where it heard no more already. */
  end(id: number, how: ChatEnd, reason?: string): Promise<boolean>;
}
