import { TurnContext } from 'botbuilder';
import type { Checkout } from '../checkout/checkout.ts';
import type { OrderQuery } from '../checkout/desk-ports.ts';
import { codeTriesInAll, codeTriesPerAccount } from '../checkout/limits.ts';
import type { MerchantChat, MerchantChatStore } from '../checkout/merchant-chat-ports.ts';
import type { LogFields } from '../checkout/ports.ts';
import { receiptNumberOf, toIdBeginning } from '../checkout/receipt-number.ts';
import { type MerchantCodes, readMerchantSentence } from '../round-trip/merchant-code.ts';
import { theirs } from '../words/as-text.ts';
import { merchantWords } from '../words/language.ts';
import type { Message } from './cards.ts';
import { channelOf } from './channels.ts';
import { describeShopOrder, listShopOrders, ordersOnPage } from './merchant-orders.ts';
import { type MerchantWish, parseMerchantWish } from './merchant-words.ts';
import { messageText } from './message-text.ts';
import { toPhrase } from './phrase.ts';
import { sayHere } from './say-here.ts';
import { isGroup, localeOf, ownerOf } from './shop.ts';

export interface MerchantChatParts {
  readonly chats: Pick<MerchantChatStore, 'tryCode' | 'findHearing' | 'renewReference' | 'end'>;
  readonly codes: Pick<MerchantCodes, 'matches'>;
  readonly orders: {
    searchOrders(query: OrderQuery): Promise<readonly Checkout[]>;
    listBeginningWith(beginning: string, limit: number): Promise<readonly Checkout[]>;
  };
  readonly log: (event: string, fields: LogFields) => void;
}

/**
 * Answers what only the merchant says: the sentence that claims a chat, in any; and in a claimed one what it may ask for.
 * False for all the rest, which is the shop's.
 */
export function createMerchantChat(parts: MerchantChatParts): (context: TurnContext) => Promise<boolean> {
  return async (context) => {
    const text = messageText(context);
    const letters = readMerchantSentence(toPhrase(text));
    if (letters !== undefined) return answer(context, await hearCode(parts, context, letters));
    const wish = parseMerchantWish(text);
    if (wish === undefined || isGroup(context)) return false;
    const chat = await parts.chats.findHearing(ownerOf(context));
    if (chat === undefined) return false;
    if (hasMoved(context, chat)) await parts.chats.renewReference(chat.id, referenceOf(context));
    const message = await toAnswer(parts, context, chat, wish);
    return message === undefined ? false : answer(context, message);
  };
}

function referenceOf({ activity }: TurnContext): string {
  return JSON.stringify(TurnContext.getConversationReference(activity));
}

/** A chat may hear for years, and its channel answer at another address by then. */
function hasMoved({ activity }: TurnContext, { conversationReference }: MerchantChat): boolean {
  return !conversationReference.includes(JSON.stringify(activity.serviceUrl));
}

async function answer(context: TurnContext, message: Message): Promise<true> {
  await context.sendActivity(message);
  return true;
}

async function hearCode(
  { chats, codes, log }: MerchantChatParts,
  context: TurnContext,
  letters: string,
): Promise<Message> {
  const { activity } = context;
  const owner = ownerOf(context);
  const isPrivate = !isGroup(context);
  const outcome = await chats.tryCode({
    from: {
      owner,
      name: activity.from.name ?? '',
      locale: localeOf(context),
      conversationReference: referenceOf(context),
    },
    isPrivate,
    triesPerAccount: codeTriesPerAccount,
    triesInAll: codeTriesInAll,
    isRight: ({ id, hash }) => codes.matches(id, letters, hash),
  });
  const { channelId } = owner;
  if (outcome.kind === 'joined') {
    log('merchant_chat_joined', { channelId, chatId: outcome.chat.id });
    return sayHere(context, merchantWords.joined);
  }
  log('merchant_code_refused', { channelId, isPrivate });
  if (!isPrivate) return sayHere(context, merchantWords.onlyInPrivate);
  // Said twice, or told again by the channel.
  const isKnown = (await chats.findHearing(owner)) !== undefined;
  return sayHere(context, isKnown ? merchantWords.help : merchantWords.codeRefused);
}

/** Undefined where the shop's own answer is the better one. */
async function toAnswer(
  parts: MerchantChatParts,
  context: TurnContext,
  chat: MerchantChat,
  wish: MerchantWish,
): Promise<Message | undefined> {
  switch (wish.kind) {
    case 'help':
      return sayHere(context, merchantWords.help);
    case 'stop':
      await parts.chats.end(chat.id, 'left');
      parts.log('merchant_chat_left', { channelId: chat.owner.channelId, chatId: chat.id });
      return sayHere(context, merchantWords.stopped);
    case 'orders':
      return toList(parts, context, wish.before);
    case 'order':
      return toOne(parts, context, wish);
  }
}

async function toList(
  { orders }: MerchantChatParts,
  context: TurnContext,
  before: string | undefined,
): Promise<Message> {
  const [after, second] = before === undefined ? [] : await orders.listBeginningWith(before, 2);
  if (before !== undefined && after === undefined)
    return sayHere(context, merchantWords.noSuchOrder(theirs(before.toUpperCase())));
  if (before !== undefined && second !== undefined)
    return sayHere(context, merchantWords.moreThanOne(theirs(before.toUpperCase())));
  const found = await orders.searchOrders({ limit: ordersOnPage + 1, after });
  if (found.length === 0)
    return sayHere(context, after === undefined ? merchantWords.noOrders : merchantWords.noOlderOrders);
  const { most } = channelOf(context.activity.channelId);
  const { text, shown } = listShopOrders(found, localeOf(context), most.text);
  const last = found[shown - 1];
  if (last === undefined || found.length === shown) return sayHere(context, text);
  const receipt = receiptNumberOf(last);
  return sayHere(context, `${text}\n\n${merchantWords.olderNext(receipt)}`, [
    [merchantWords.olderButton, `orders before ${receipt}`],
  ]);
}

async function toOne(
  { orders }: MerchantChatParts,
  context: TurnContext,
  { receipt, isPlainlyReceipt }: Extract<MerchantWish, { kind: 'order' }>,
): Promise<Message | undefined> {
  const beginning = toIdBeginning(receipt);
  const [order, second] = beginning === undefined ? [] : await orders.listBeginningWith(beginning, 2);
  if (second !== undefined) return sayHere(context, merchantWords.moreThanOne(theirs(receipt.toUpperCase())));
  if (order !== undefined) return sayHere(context, describeShopOrder(order, localeOf(context)));
  // "order chocolate" fills a cart here as elsewhere.
  return isPlainlyReceipt
    ? sayHere(context, merchantWords.noSuchOrder(theirs(receipt.toUpperCase())))
    : undefined;
}
