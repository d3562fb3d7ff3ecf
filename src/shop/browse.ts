import type { TurnContext } from 'botbuilder';
import { expirable, waitsForNumber } from '../checkout/checkout.ts';
import { theirs } from '../words/as-text.ts';
import { addToCart, type CartAnswer, removeFromCart, setInCart } from './cart.ts';
import { findProducts, priceCart } from '../checkout/cart.ts';
import { cartMessage } from './cart-message.ts';
import { catalogPage } from './catalog-message.ts';
import { say, usualReplies } from '../bot/cards.ts';
import { type Channel, channelOf } from '../bot/channels.ts';
import { cardLineOf } from '../bot/checkout-card.ts';
import type { Command } from '../bot/commands.ts';
import { day, localeOf, money, ownerOf, reachOf, type Shop } from '../bot/shop.ts';
import type { ShopStates } from '../bot/state.ts';
import { boughtOf, noteOtherCart } from './other-cart.ts';
import { loadSoldCart } from './sold-cart.ts';
import { words } from '../words/language.ts';

/** The words of the shop itself, which work at any time. */
export type BrowseCommand = Exclude<
  Command,
  { kind: 'checkout' | 'status' | 'new_link' | 'country' | 'cancel' | 'other' | 'change' }
>;

export async function browse(
  shop: Shop,
  states: ShopStates,
  context: TurnContext,
  command: BrowseCommand,
): Promise<void> {
  const channel = channelOf(context.activity.channelId);
  const { catalog } = shop;
  switch (command.kind) {
    case 'help':
      await context.sendActivity(say(channel, words.help, usualReplies));
      return;
    case 'thanks':
      await context.sendActivity(say(channel, words.youAreWelcome));
      return;
    case 'greeting':
      await greet(shop, context);
      return;
    case 'catalog':
      return sendCatalog(shop, states, channel, context, 1);
    case 'more':
      return sendCatalog(shop, states, channel, context, 'next');
    case 'page':
      return sendCatalog(shop, states, channel, context, command.page);
    case 'orders':
      await sendOrders(shop, channel, context);
      return;
    case 'cart':
      await sendCart(shop, states, channel, context);
      return;
    case 'empty':
      return change(shop, states, channel, context, () => ({ cart: [], say: words.cartEmptied }));
    case 'add':
      return change(shop, states, channel, context, (cart) =>
        addToCart(catalog, cart, command.product, command.quantity),
      );
    case 'remove':
      return change(shop, states, channel, context, (cart) =>
        removeFromCart(catalog, cart, command.product, command.quantity),
      );
    case 'set':
      return change(shop, states, channel, context, (cart) =>
        setInCart(catalog, cart, command.product, command.quantity),
      );
  }
}

/** Says nothing of anybody: for a group, and for whoever others bring. */
export async function welcome(shop: Shop, context: TurnContext): Promise<void> {
  const channel = channelOf(context.activity.channelId);
  await context.sendActivity(say(channel, words.welcome(theirs(shop.merchantName)), usualReplies));
}

/** A shopper who comes back hears of the open checkout, or of the last order. */
export async function greet(shop: Shop, context: TurnContext): Promise<void> {
  const channel = channelOf(context.activity.channelId);
  const active = await shop.flow.findActive(ownerOf(context));
  if (active !== undefined) {
    const { status } = active.checkout;
    const isToPay = expirable.includes(status) && !waitsForNumber({ status });
    // Past the paying the next step alone says how it stands.
    const line = isToPay ? `${cardLineOf(active.checkout, active.now)}. ` : '';
    const replies = [
      [words.statusButton, 'status'],
      [words.helpButton, 'help'],
    ] as const;
    await context.sendActivity(say(channel, words.welcomeBackOpen(line + words.nextStep(status)), replies));
    return;
  }
  const [last] = await shop.flow.history(ownerOf(context), 1, reachOf(context));
  if (last === undefined) return welcome(shop, context);
  const { total, locale, confirmedAt, updatedAt } = last;
  const text = words.welcomeBackLast(boughtOf(last), money(total, locale), day(confirmedAt ?? updatedAt));
  await context.sendActivity(say(channel, text, usualReplies));
}

async function sendOrders(shop: Shop, channel: Channel, context: TurnContext): Promise<void> {
  const orders = await shop.flow.history(ownerOf(context), 10, reachOf(context));
  const lines = orders.map((order) =>
    words.orderLine(
      day(order.confirmedAt ?? order.updatedAt),
      boughtOf(order),
      money(order.total, order.locale),
    ),
  );
  const title = reachOf(context) === 'this_conversation' ? words.ordersHereTitle : words.ordersTitle;
  const text = lines.length === 0 ? words.noOrders : [title, '', ...lines].join('\n');
  await context.sendActivity(say(channel, text));
}

async function sendCatalog(
  shop: Shop,
  states: ShopStates,
  channel: Channel,
  context: TurnContext,
  wanted: number | 'next',
): Promise<void> {
  const state = await states.load(context);
  const page = wanted === 'next' ? (state.catalogPage ?? 0) + 1 : wanted;
  const { message, pages } = catalogPage(channel, shop, shop.catalog, localeOf(context), page);
  if (message === undefined) {
    await context.sendActivity(say(channel, words.noSuchPage(pages), usualReplies));
    return;
  }
  await states.save(context, { ...state, catalogPage: page });
  await context.sendActivity(message);
}

async function sendCart(
  shop: Shop,
  states: ShopStates,
  channel: Channel,
  context: TurnContext,
): Promise<void> {
  const cart = await loadSoldCart(shop, states, context);
  const priced = priceCart(shop.catalog, findProducts(shop.catalog, cart).wanted);
  const message =
    priced.lines.length === 0
      ? say(channel, words.cartEmpty, [[words.catalogButton, 'catalog']])
      : cartMessage(channel, priced, localeOf(context));
  await context.sendActivity(message);
}

async function change(
  shop: Shop,
  states: ShopStates,
  channel: Channel,
  context: TurnContext,
  apply: (cart: Parameters<typeof addToCart>[1]) => CartAnswer,
): Promise<void> {
  const state = await states.load(context);
  const answer = apply(state.cart);
  if (answer.cart !== undefined) await states.save(context, { ...state, cart: answer.cart });
  const note = answer.cart && (await noteOtherCart(shop, context, answer.cart));
  const next = answer.cart !== undefined && answer.cart.length > 0 ? words.addedNext : undefined;
  const text = [answer.say, note ?? next].filter((part) => part !== undefined).join(' ');
  await context.sendActivity(say(channel, text, usualReplies));
}
