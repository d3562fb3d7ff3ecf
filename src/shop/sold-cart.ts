import type { TurnContext } from 'botbuilder';
import { say } from '../bot/cards.ts';
import { channelOf } from '../bot/channels.ts';
import type { Shop } from '../bot/shop.ts';
import type { ShopStates } from '../bot/state.ts';
import { type CartLine, findProducts } from '../checkout/cart.ts';
import { theirs } from '../words/as-text.ts';
import { words } from '../words/language.ts';

/** The shopper's cart as it can be sold: what is no longer for sale leaves it, and is told. */
export async function loadSoldCart(
  { catalog }: Pick<Shop, 'catalog'>,
  states: ShopStates,
  context: TurnContext,
): Promise<readonly CartLine[]> {
  const state = await states.load(context);
  const { gone } = findProducts(catalog, state.cart);
  if (gone.length === 0) return state.cart;
  const cart = state.cart.filter(({ productId }) => !gone.includes(productId));
  await states.save(context, { ...state, cart });
  const channel = channelOf(context.activity.channelId);
  await context.sendActivity(say(channel, words.gone(theirs(gone.join(', ')))));
  return cart;
}
