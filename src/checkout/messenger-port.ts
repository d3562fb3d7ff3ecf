import type { Checkout } from './checkout.ts';
import type { SignalKind } from './signal.ts';

/** What became of one try to tell the shopper. */
export type Told =
  /** `cardActivityId` is the message that is edited from now on, where the channel can edit. */
  | { readonly kind: 'told'; readonly cardActivityId?: string | undefined }
  | {
      readonly kind: 'retry';
      readonly afterMs?: number | undefined;
      readonly reason: string;
      /** It may have been shown all the same: only one more try follows, so that one extra copy is the most. */
      readonly isUnclear?: boolean | undefined;
    }
  | { readonly kind: 'impossible'; readonly reason: string };

/** Says one thing in the owner's conversation. `bot/` does it. */
export interface Messenger {
  /** `key` names this telling: a channel that knows it already shows no second copy. */
  tell(message: {
    readonly kind: SignalKind;
    readonly checkout: Checkout;
    readonly now: number;
    readonly key: string;
  }): Promise<Told>;
}
