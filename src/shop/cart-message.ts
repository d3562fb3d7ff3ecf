import { cardMessage, imBack, type Message, say } from '../bot/cards.ts';
import type { Channel } from '../bot/channels.ts';
import { money } from '../bot/shop.ts';
import type { PricedCart } from '../checkout/cart.ts';
import { toShownTax } from '../checkout/shown-tax.ts';
import { theirs } from '../words/as-text.ts';
import { words } from '../words/language.ts';

export function cartMessage(channel: Channel, cart: PricedCart, locale: string): Message {
  const lines = cart.lines.map(
    ({ product, quantity, price }) => `${quantity} × ${theirs(product.name)}: ${money(price, locale)}`,
  );
  if (cart.tax.minorUnits > 0) lines.push(`${words.receiptTax}: ${money(cart.tax, locale)}`);
  lines.push(`**${words.receiptTotal}: ${money(cart.total, locale)}**`);
  const inside = toShownTax(cart, locale);
  if (inside !== undefined) lines.push(words.taxIncluded(inside));
  const text = lines.join('\n\n');
  const plainly = `${words.cartTitle}\n\n${text}\n\n${words.addedNext}`;
  if (!channel.cards) return say(channel, plainly);
  const room = channel.most.buttons - 2;
  const changes = cart.lines
    .slice(0, room)
    .map(({ product }) => imBack(words.changeButton(theirs(product.name)), `change ${product.id}`));
  const buttons = [
    imBack(words.checkoutButton, 'checkout'),
    ...changes,
    imBack(words.catalogButton, 'catalog'),
  ];
  const shown = cart.lines.length > room ? `${text}\n\n${words.changeOthers}` : text;
  return cardMessage(channel, { title: words.cartTitle, text: shown, plainly }, buttons);
}
