import type { Checkout } from '../checkout/checkout.ts';
import type { Messenger, Told } from '../checkout/deliver-signal.ts';
import type { SignalKind } from '../checkout/signal.ts';
import { type Message, say } from './cards.ts';
import { channelOf } from './channels.ts';
import { checkoutCard, receipt } from './checkout-card.ts';
import type { Proactive, Sent } from './proactive.ts';
import { minutesLeft, money, type Shop } from './shop.ts';
import { words } from './words.ts';

type MessengerShop = Pick<Shop, 'supportContact'> & { readonly flow: Pick<Shop['flow'], 'linkFor'> };

/** Turns signals into messages: the news as a new message, and the living card brought up to date where it can be. */
export function createMessenger(shop: MessengerShop, proactive: Proactive): Messenger {
  return {
    tell: async ({ kind, checkout, now, key }) => {
      const channel = channelOf(checkout.owner.channelId);
      const card = checkoutCard(channel, checkout, await shop.flow.linkFor(checkout), now);
      if (kind === 'link_ready') {
        return toTold(
          await proactive.send(checkout.conversationReference, card, { idempotencyKey: key }),
          true,
        );
      }
      const told = await tellNews(proactive, checkout, newsOf(kind, shop, checkout, now), key);
      if (told.kind === 'told' && channel.edits && checkout.cardActivityId !== undefined) {
        // The news is out; a card that stays as it was is only less pretty.
        await proactive.update(checkout.conversationReference, checkout.cardActivityId, card);
      }
      return told;
    },
  };
}

async function tellNews(
  proactive: Proactive,
  checkout: Checkout,
  news: readonly Message[],
  key: string,
): Promise<Told> {
  for (const [index, message] of news.entries()) {
    const sent = await proactive.send(checkout.conversationReference, message, {
      idempotencyKey: `${key}-${index}`,
    });
    if (sent.kind !== 'sent') return toTold(sent, false);
  }
  return { kind: 'told' };
}

function newsOf(
  kind: Exclude<SignalKind, 'link_ready'>,
  shop: MessengerShop,
  checkout: Checkout,
  now: number,
): readonly Message[] {
  const channel = channelOf(checkout.owner.channelId);
  const total = money(checkout.total, checkout.locale);
  const news = (text: string): readonly Message[] => [
    say(channel, checkout.isGroup ? `${checkout.shopperName}: ${text}` : text),
  ];
  switch (kind) {
    case 'deadline_near':
      return news(words.deadlineNear(minutesLeft(checkout.expiresAt, now)));
    case 'payer_cancelled':
      return news(words.payerCancelled);
    case 'payment_declined':
      return news(words.paymentDeclined);
    case 'payment_pending':
      return news(words.paymentPending);
    case 'payment_arrived':
      return news(words.paymentArrived(total));
    case 'number_reminder':
      return news(words.numberReminder);
    case 'confirmed':
      return [...news(words.confirmed(total)), receipt(channel, checkout)];
    case 'cancelled':
      // A replaced checkout has nothing to say: its successor's card follows.
      return checkout.replacedBy === undefined ? news(words.cancelled) : [];
    case 'expired':
      return news(words.expired);
    case 'flagged':
      return news(words.flagged(checkout.flag, shop.supportContact));
  }
}

function toTold(sent: Sent, isCard: boolean): Told {
  switch (sent.kind) {
    case 'sent':
      return isCard ? { kind: 'told', cardActivityId: sent.activityId } : { kind: 'told' };
    case 'retry':
      return { kind: 'retry', afterMs: sent.afterMs, reason: sent.reason };
    case 'impossible':
      return { kind: 'impossible', reason: sent.reason };
  }
}
