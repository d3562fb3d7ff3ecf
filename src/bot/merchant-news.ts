import { z } from 'zod';
import type { MerchantChat, MerchantChatStore } from '../checkout/merchant-chat-ports.ts';
import { toChatDestination } from '../checkout/merchant-destination.ts';
import type { MerchantChatTeller, MerchantEvent, MerchantTold } from '../checkout/merchant-event-ports.ts';
import { addMoney, formatMoney, parseAmount } from '../checkout/money.ts';
import { receiptNumberOf } from '../checkout/receipt-number.ts';
import type { Proactive, Sent } from '../bot-framework/proactive.ts';
import { theirs } from '../words/as-text.ts';
import { channelName, merchantWords } from '../words/language.ts';
import { say } from './cards.ts';
import { channelOf } from './channels.ts';

export interface MerchantNewsParts {
  readonly chats: Pick<MerchantChatStore, 'find' | 'end'>;
  readonly proactive: Pick<Proactive, 'send'>;
}

/** Says what happened in one of the merchant's chats. A chat that is gone for the bot is let go. */
export function createMerchantChatTeller(
  { chats, proactive }: MerchantNewsParts,
  { id }: Pick<MerchantChat, 'id'>,
): MerchantChatTeller {
  return {
    destination: toChatDestination(id),
    tellTogether: async (events) => {
      // Asked just before: it may have been revoked while this waited.
      const chat = await chats.find(id);
      if (chat?.state !== 'hearing') return { kind: 'refused', reason: 'the chat hears no more' };
      const channel = channelOf(chat.owner.channelId);
      const text = events.map((event) => toSentence(event, chat.locale)).join('\n\n');
      const key = { idempotencyKey: `${toChatDestination(id)}-${events[0].eventId}` };
      const sent = await proactive.send(chat.conversationReference, say(channel, text), key);
      if (sent.kind === 'impossible' && isGone(sent)) await chats.end(id, 'unreachable', sent.reason);
      return toTold(sent);
    },
  };
}

/** In other cases the channel will not have this message, and the next one may do. */
function isGone({ reason }: Extract<Sent, { kind: 'impossible' }>): boolean {
  return /^(?:bad_reference|host_not_allowed|refused (?:403|404|410))$/u.test(reason);
}

function toTold(sent: Sent): MerchantTold {
  switch (sent.kind) {
    case 'sent':
      return { kind: 'told' };
    case 'retry':
      return sent;
    case 'impossible':
      return { kind: 'refused', reason: sent.reason };
  }
}

/** As it was when it happened, like all that is told of it elsewhere. */
function toSentence({ checkoutId, kind, body }: MerchantEvent, locale: string): string {
  const parsed = bodySchema.safeParse(JSON.parse(body));
  if (!parsed.success) return merchantWords.somethingHappened(receiptNumberOf({ id: checkoutId }));
  const { receipt, items, currency, sums, refunds, flag, untold, channel } = parsed.data.data;
  const given = refunds
    .filter(({ status }) => status === 'completed')
    .map(({ amount }) => parseAmount(currency, amount))
    .reduce(addMoney, { currency, minorUnits: 0 });
  return merchantWords.news[kind]({
    receipt,
    items: theirs(items.map(({ name, quantity }) => `${quantity} × ${name}`).join(', '), longestItems),
    total: formatMoney(parseAmount(currency, sums.total), locale),
    given: formatMoney(given, locale),
    flag: flag ?? undefined,
    untold: untold ?? undefined,
    place: theirs(channelName(channel)),
  });
}

const longestItems = 200;

const bodySchema = z.object({
  data: z.object({
    receipt: z.string(),
    items: z.array(z.object({ name: z.string(), quantity: z.number() })),
    currency: z.string(),
    sums: z.object({ total: z.string() }),
    refunds: z.array(z.object({ amount: z.string(), status: z.string() })),
    flag: z.string().nullable(),
    untold: z.string().nullable(),
    channel: z.string(),
  }),
});
