import type { TurnContext } from 'botbuilder';
import type { Checkout } from '../checkout/checkout.ts';
import { parcelNews } from '../bot/parcel-news.ts';
import { day, isGroup, money, ownerOf, type Shop } from '../bot/shop.ts';
import { words } from '../words/language.ts';
import { boughtOf } from './other-cart.ts';

/** What somebody hears who asks about a purchase when none is under way here: of the last one of this conversation. */
export async function statusOfLast({ flow }: Shop, context: TurnContext): Promise<string> {
  const last = await flow.lastPurchase(ownerOf(context));
  if (last === undefined) return words.nothingOpen;
  const isSent = last.status === 'confirmed' && last.shipment !== undefined;
  const howItStands = isSent ? parcelNews(last) : words.status(last.status, 0);
  return `${words.nothingOpen} ${tell(last, howItStands)}`;
}

export async function cancelLast({ flow, supportContact }: Shop, context: TurnContext): Promise<string> {
  const last = await flow.lastPurchase(ownerOf(context));
  if (last === undefined) return words.nothingToCancel;
  const howItStands =
    last.status === 'confirmed' ? words.paidForGood(supportContact) : words.status(last.status, 0);
  return `${words.nothingOpenToCancel} ${tell(last, howItStands)}`;
}

/** A number that nothing here waits for. A group hears of no purchase that it did not see. */
export async function answerToNumber({ flow }: Shop, context: TurnContext): Promise<string> {
  const owner = ownerOf(context);
  if (!isGroup(context) && (await flow.waitsElsewhere(owner))) return words.waitsElsewhere;
  const [last] = await flow.history(owner, 1, 'this_conversation');
  return last === undefined ? words.nothingWaits : words.alreadyConfirmed;
}

function tell(last: Checkout, howItStands: string): string {
  const { total, locale, confirmedAt, updatedAt } = last;
  return words.lastPurchase(boughtOf(last), money(total, locale), day(confirmedAt ?? updatedAt), howItStands);
}
