import {
  ActionTypes,
  type Activity,
  ActivityTypes,
  type Attachment,
  type CardAction,
  CardFactory,
  type CardImage,
} from 'botbuilder';
import { render, renderMessage } from '../words/as-text.ts';
import type { Channel } from './channels.ts';
import { oneLine } from '../words/one-line.ts';
import { withCarrierWords, words } from '../words/language.ts';

/**
 * One message: a card where the channel has them, the same in words elsewhere. A card has those words with it, in
 * `summary`: they are what is sent where the channel refuses the card.
 */
export type Message = Partial<Activity>;

type Reply = readonly [title: string, value: string];

/** A plain sentence, with quick replies where the channel shows them. */
export function say(channel: Channel, text: string, replies: readonly Reply[] = []): Message {
  return {
    type: ActivityTypes.Message,
    ...renderMessage(channel.carrierTakesWords ? withCarrierWords(text) : text, channel.format),
    ...quickReplies(channel, replies),
  };
}

export const usualReplies = [
  [words.catalogButton, 'catalog'],
  [words.cartButton, 'cart'],
  [words.checkoutButton, 'checkout'],
] as const;

/** `plainly` says all of it without a card. Buttons that the card has no room for become quick replies. */
export function cardMessage(
  channel: Channel,
  { title, text = '', plainly }: { title: string; text?: string; plainly: string },
  buttons: readonly CardAction[],
): Message {
  const { showsCardText, most } = channel;
  const beside = showsCardText || text === '' ? {} : { text: unformatted(channel, text) };
  const left = buttons
    .slice(most.buttons)
    .flatMap(({ type, title: name, value }): Reply[] =>
      type === 'imBack' && typeof value === 'string' ? [[name, value]] : [],
    );
  return {
    ...cardsMessage(channel, plainly, [
      heroCard(channel, title, showsCardText ? text : '', [], buttons.slice(0, most.buttons)),
    ]),
    ...beside,
    ...quickReplies(channel, left),
  };
}

/** Cards of any kind with the words that stand for all of them. */
export function cardsMessage(channel: Channel, plainly: string, attachments: Attachment[]): Message {
  return {
    type: ActivityTypes.Message,
    // Slack has its own marks, and no word for text without any.
    ...(channel.format === 'slack' ? {} : { textFormat: 'plain' }),
    summary: unformatted(channel, plainly),
    attachments,
  };
}

export function imBack(title: string, value: string): CardAction {
  return { type: ActionTypes.ImBack, title: render(title, 'plain'), value };
}

export function heroCard(
  channel: Channel,
  title: string,
  text: string,
  images: CardImage[],
  buttons: readonly CardAction[],
): Attachment {
  const { showsCardText, most, cardText, cardTitle } = channel;
  return CardFactory.heroCard(
    render(title, cardTitle),
    showsCardText ? render(text, cardText) : '',
    images,
    buttons.map((button) => ({ ...button, title: oneLine(button.title, most.buttonTitle) })),
    showsCardText ? {} : { subtitle: oneLine(render(text, cardTitle), longestSubtitle) },
  );
}

/** Messenger's. */
const longestSubtitle = 80;

export function quickReplies(
  { cards, most }: Channel,
  replies: readonly Reply[],
): Pick<Message, 'suggestedActions'> {
  if (!cards || replies.length === 0) return {};
  const actions = replies
    .slice(0, most.replies)
    .map(([title, value]) => imBack(oneLine(title, most.buttonTitle), value));
  return { suggestedActions: { to: [], actions } };
}

function unformatted({ format }: Channel, text: string): string {
  return render(text, format === 'slack' ? 'slack' : 'plain');
}
