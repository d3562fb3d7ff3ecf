import {
  ActionTypes,
  type Activity,
  ActivityTypes,
  type Attachment,
  AttachmentLayoutTypes,
  type CardAction,
  CardFactory,
  type CardImage,
} from 'botbuilder';
import type { Catalog, Product } from '../checkout/catalog.ts';
import { render, renderMessage, theirs } from '../words/as-text.ts';
import type { PricedCart } from '../checkout/cart.ts';
import type { Channel } from './channels.ts';
import { money, type Shop } from './shop.ts';
import { words } from '../words/words.ts';

/** One message: a card where the channel has them, the same in words elsewhere. */
export type Message = Partial<Activity>;

/** A plain sentence, with quick replies where the channel shows them. */
export function say(
  channel: Channel,
  text: string,
  replies: readonly (readonly [title: string, value: string])[] = [],
): Message {
  const message: Message = {
    type: ActivityTypes.Message,
    ...renderMessage(text, channel.format),
  };
  if (!channel.cards || replies.length === 0) return message;
  return {
    ...message,
    suggestedActions: { to: [], actions: replies.map(([title, value]) => imBack(title, value)) },
  };
}

export const usualReplies = [
  [words.catalogButton, 'catalog'],
  [words.cartButton, 'cart'],
  [words.checkoutButton, 'checkout'],
] as const;

export function catalogMessage(
  channel: Channel,
  shop: Pick<Shop, 'pictureOf'>,
  catalog: Catalog,
  locale: string,
): Message {
  const priceOf = ({ price, taxRate }: Product): string =>
    words.unitPrice(money(price, locale), taxRate !== undefined);
  if (!channel.cards) {
    const lines = catalog.products.map((product) => words.productLine(product, priceOf(product)));
    return say(channel, [words.catalogTitle, ...lines].join('\n\n'));
  }
  const attachments = catalog.products.map((product) => {
    const url = shop.pictureOf(product);
    const images = url === undefined ? [] : [{ url, alt: render(theirs(product.name), 'plain') }];
    const text = `${priceOf(product)}\n\n${theirs(product.description)}`;
    return heroCard(channel, theirs(product.name), text, images, [
      imBack(words.addButton, `add 1 ${product.id}`),
    ]);
  });
  return {
    type: ActivityTypes.Message,
    text: words.catalogTitle,
    attachmentLayout: AttachmentLayoutTypes.Carousel,
    attachments,
  };
}

export function cartMessage(channel: Channel, cart: PricedCart, locale: string): Message {
  const lines = cart.lines.map(
    ({ product, quantity, price }) => `${quantity} × ${theirs(product.name)}: ${money(price, locale)}`,
  );
  if (cart.tax.minorUnits > 0) lines.push(`${words.receiptTax}: ${money(cart.tax, locale)}`);
  lines.push(`**${words.receiptTotal}: ${money(cart.total, locale)}**`);
  const text = lines.join('\n\n');
  if (!channel.cards) return say(channel, `${words.cartTitle}\n\n${text}\n\n${words.addedNext}`);
  const changes = cart.lines
    .slice(0, 3)
    .map(({ product }) => imBack(words.changeButton(theirs(product.name)), `change ${product.id}`));
  const buttons = [
    imBack(words.checkoutButton, 'checkout'),
    ...changes,
    imBack(words.catalogButton, 'catalog'),
  ];
  return cardMessage(channel, words.cartTitle, text, buttons);
}

export function cardMessage(channel: Channel, title: string, text: string, buttons: CardAction[]): Message {
  return {
    type: ActivityTypes.Message,
    attachments: [heroCard(channel, title, text, [], buttons)],
  };
}

export function imBack(title: string, value: string): CardAction {
  return { type: ActionTypes.ImBack, title: render(title, 'plain'), value };
}

function heroCard(
  channel: Channel,
  title: string,
  text: string,
  images: CardImage[],
  buttons: CardAction[],
): Attachment {
  return CardFactory.heroCard(
    render(title, channel.cardTitle),
    render(text, channel.cardText),
    images,
    buttons,
  );
}
