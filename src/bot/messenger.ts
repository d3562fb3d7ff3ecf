import { type Checkout, expirable, isRefused } from '../checkout/checkout.ts';
import type { Messenger, Told } from '../checkout/messenger-port.ts';
import type { SignalKind } from '../checkout/signal.ts';
import { nameOf } from '../words/as-text.ts';
import { type Message, say } from './cards.ts';
import { channelOf } from './channels.ts';
import { checkoutCard, receipt } from './checkout-card.ts';
import type { Proactive, Sent } from '../bot-framework/proactive.ts';
import { parcelNews } from './parcel-news.ts';
import { minutesLeft, money, type Shop } from './shop.ts';
import { words } from '../words/language.ts';

type MessengerShop = Pick<Shop, 'supportContact' | 'unconfirmedHours' | 'legalLinks'> & {
  readonly flow: Pick<Shop['flow'], 'linkFor'>;
};

/** Turns signals into messages: the news as a new message, and the living card brought up to date where it can be. */
export function createMessenger(shop: MessengerShop, proactive: Proactive): Messenger {
  return {
    tell: async ({ kind, checkout, now, key }) => {
      const channel = channelOf(checkout.owner.channelId);
      // Before anything is told: a card that cannot be drawn afterwards would have the news told again.
      // One that can no longer be paid shows no link, and sealing one costs more than the rest of the card.
      const link = expirable.includes(checkout.status) ? await shop.flow.linkFor(checkout) : '';
      const card = checkoutCard(channel, checkout, link, now);
      if (kind === 'link_ready') return tellLink(proactive, checkout, card, key);
      const told = await tellNews(proactive, checkout, newsOf(kind, shop, checkout, now), key);
      if (told.kind === 'told' && channel.edits) await bringUpToDate(proactive, checkout, card);
      return told;
    },
  };
}

/** In a group the link goes to its owner alone where the channel can; elsewhere the card names the owner. */
async function tellLink(proactive: Proactive, checkout: Checkout, card: Message, key: string): Promise<Told> {
  const { conversationReference, shopperName } = checkout;
  const channel = channelOf(checkout.owner.channelId);
  if (checkout.isGroup && channel.personal) {
    const opened = await proactive.openPersonal(conversationReference);
    if (opened.kind === 'retry') return opened;
    if (opened.kind === 'opened') {
      const sent = await proactive.send(opened.conversationReference, card, { idempotencyKey: key });
      if (sent.kind === 'sent') {
        await proactive.send(conversationReference, say(channel, words.sentPrivately(nameOf(shopperName))));
      }
      if (sent.kind !== 'impossible') return toTold(sent, true);
    }
  }
  return toTold(await proactive.send(conversationReference, card, { idempotencyKey: key }), true);
}

/** The news is out by now; a card that stays as it was is only less pretty. */
async function bringUpToDate(proactive: Proactive, checkout: Checkout, card: Message): Promise<void> {
  const { conversationReference, cardActivityId } = checkout;
  if (cardActivityId === undefined) return;
  if (checkout.isGroup && channelOf(checkout.owner.channelId).personal) {
    const opened = await proactive.openPersonal(conversationReference);
    if (opened.kind === 'opened') {
      const updated = await proactive.update(opened.conversationReference, cardActivityId, card);
      if (updated.kind === 'sent') return;
    }
  }
  await proactive.update(conversationReference, cardActivityId, card);
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
    // What stands before it was shown already, and would be shown again.
    if (sent.kind === 'retry' && index > 0) return toTold({ ...sent, isUnclear: true }, false);
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
  const news = (text: string, replies: Parameters<typeof say>[2] = []): readonly Message[] => [
    say(channel, checkout.isGroup ? words.newsFor(nameOf(checkout.shopperName), text) : text, replies),
  ];
  switch (kind) {
    case 'deadline_near':
      return news(words.deadlineNear(minutesLeft(checkout.expiresAt, now)));
    case 'payer_cancelled':
      return news(words.payerCancelled);
    case 'approved_elsewhere':
      return news(words.approvedElsewhere, [[words.newLinkButton, 'new link']]);
    case 'other_country':
      return news(words.otherCountry(checkout.shipping?.country ?? ''), [
        [words.changeCountryButton, 'change country'],
        [words.statusButton, 'status'],
      ]);
    case 'payment_declined':
      return news(isRefused(checkout) ? words.paymentRefused(shop.supportContact) : words.paymentDeclined);
    case 'payment_pending':
      return news(words.paymentPending);
    case 'approval_arrived':
      return news(words.approvalArrived(total));
    case 'approval_unreturned':
      return news(words.approvalUnreturned, [[words.statusButton, 'status']]);
    case 'approval_lost':
      return news(words.approvalLost);
    case 'refunded':
      return news(
        checkout.flag === 'reversed' ? words.takenBack(total, shop.supportContact) : words.refunded(total),
      );
    case 'refunded_in_part':
      return news(inPart(checkout, total));
    case 'dispute_opened':
      return news(words.disputeOpened);
    case 'dispute_closed':
      return news(words.disputeClosed);
    case 'payment_arrived':
      return news(words.paymentArrived(total));
    case 'number_reminder':
      return news(checkout.status === 'approved' ? words.approvalReminder : words.numberReminder);
    case 'confirmed':
      return [...news(words.confirmed(total)), receipt(channel, checkout, shop.legalLinks)];
    case 'shipped':
      return news(parcelNews(checkout));
    case 'cancelled':
      // A replaced checkout has nothing to say: its successor's card follows.
      if (checkout.replacedBy !== undefined) return [];
      return news(checkout.flag === 'number_locked' ? words.lockedUncharged : words.cancelled);
    case 'expired':
      return news(words.expired);
    case 'flagged':
      return news(words.flagged(checkout.flag, shop.supportContact, shop.unconfirmedHours));
  }
}

/** All that PayPal has given back of the payment so far; where that is nothing, the news is of money beside it. */
function inPart({ capture, refunds, total, locale }: Checkout, all: string): string {
  const given = refunds.filter(({ status }) => status === 'completed');
  const own = given.filter(({ captureId }) => captureId === capture?.captureId);
  const sum = (some: typeof given) =>
    money({ ...total, minorUnits: some.reduce((units, { amount }) => units + amount.minorUnits, 0) }, locale);
  return own.length > 0 ? words.refundedInPart(sum(own), all) : words.otherRefunded(sum(given));
}

function toTold(sent: Sent, isCard: boolean): Told {
  switch (sent.kind) {
    case 'sent':
      return isCard ? { kind: 'told', cardActivityId: sent.activityId } : { kind: 'told' };
    case 'retry':
      return sent;
    case 'impossible':
      return { kind: 'impossible', reason: sent.reason };
  }
}
