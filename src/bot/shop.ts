import type { TurnContext } from 'botbuilder';
import type { Catalog, Product } from '../checkout/catalog.ts';
import type { Owner } from '../round-trip/owner.ts';
import type { CheckoutFlow } from '../purchase/flow.ts';
import type { Reach } from '../checkout/ports.ts';
import type { LegalLinks } from '../checkout/legal-links.ts';
import { formatMoney, type Money } from '../checkout/money.ts';

/** What the conversation needs from outside. */
export interface Shop {
  readonly flow: Pick<
    CheckoutFlow,
    | 'start'
    | 'findActive'
    | 'waitsElsewhere'
    | 'lastPurchase'
    | 'history'
    | 'linkFor'
    | 'confirm'
    | 'cancel'
    | 'renewLink'
  >;
  readonly catalog: Catalog;
  readonly merchantName: string;
  readonly supportContact: string;
  /** How long a payment waits for its number. */
  readonly unconfirmedHours: number;
  readonly legalLinks: LegalLinks;
  /** The whole address of a product's PNG, or undefined. */
  readonly pictureOf: (product: Pick<Product, 'image'>) => string | undefined;
  /** The digits of a message that is a magic number and nothing else. */
  readonly readNumber: (text: string) => string | undefined;
  /** What may be a magic number inside of a sentence. */
  readonly findNumbers: (text: string) => readonly string[];
}

/** The owner of this turn's checkouts: only what the channel vouches for, nothing from text, value or channelData. */
export function ownerOf({ activity }: TurnContext): Owner {
  return {
    channelId: activity.channelId,
    conversationId: activity.conversation.id,
    shopperId: activity.from.id,
  };
}

export function localeOf({ activity }: TurnContext): string {
  return activity.locale ?? 'en-US';
}

export function minutesLeft(expiresAt: number, now: number): number {
  return Math.max(0, Math.ceil((expiresAt - now) / 60_000));
}

export function money(amount: Money, locale: string): string {
  return formatMoney(amount, locale);
}

/** A day as people read it; UTC, since a bot does not know where its shopper is. */
export function day(time: number): string {
  return dayFormat.format(time);
}

const dayFormat = new Intl.DateTimeFormat('en-GB', {
  day: 'numeric',
  month: 'short',
  year: 'numeric',
  timeZone: 'UTC',
});

/** Either word is enough, since channels send both, one or none: who is not alone with the bot must not be told what is private. */
export function isGroup({ activity: { conversation } }: TurnContext): boolean {
  // The library's type says boolean; many channels leave it out.
  const said: boolean | undefined = conversation.isGroup;
  return (said ?? false) || groupTypes.has(conversation.conversationType);
}

/** Bot Framework's own words; the third is `personal`. */
const groupTypes: ReadonlySet<string> = new Set(['groupChat', 'channel']);

/** A group hears of no purchase that it did not see; alone with the bot a shopper hears of all of their own. */
export function reachOf(context: TurnContext): Reach {
  return isGroup(context) ? 'this_conversation' : 'all_conversations';
}
