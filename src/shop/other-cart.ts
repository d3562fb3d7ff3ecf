import type { TurnContext } from 'botbuilder';
import { money, ownerOf, type Shop } from '../bot/shop.ts';
import {
  type CartLine,
  findProducts,
  isSameCart,
  type WantedProduct,
  withoutBought,
} from '../checkout/cart.ts';
import type { Catalog } from '../checkout/catalog.ts';
import { type Checkout, expirable } from '../checkout/checkout.ts';
import { type Theirs, theirs } from '../words/as-text.ts';
import { words } from '../words/language.ts';

/** What a changed cart means for the checkout under way; undefined where there is none, or where it is for the same. */
export async function noteOtherCart(
  { flow, catalog }: Pick<Shop, 'flow' | 'catalog'>,
  context: TurnContext,
  cart: readonly CartLine[],
): Promise<string | undefined> {
  const loaded = await flow.findActive(ownerOf(context));
  return loaded === undefined ? undefined : sayOtherCart(catalog, loaded.checkout, cart);
}

export function sayOtherCart(
  catalog: Catalog,
  checkout: Checkout,
  cart: readonly CartLine[],
): string | undefined {
  if (isSameCart(cart, checkout.items)) return undefined;
  const total = money(checkout.total, checkout.locale);
  const isFree = checkout.status === 'open';
  const mayEnd = expirable.includes(checkout.status);
  const sentences = [
    mayEnd ? words.linkStillFor(boughtOf(checkout), total) : words.paymentFor(boughtOf(checkout), total),
  ];
  if (isFree && cart.length > 0) return [...sentences, words.newLinkForCart].join(' ');
  const stays = findProducts(catalog, withoutBought(cart, checkout.items)).wanted;
  if (stays.length > 0) sentences.push(words.staysInCart(listed(stays.map(toNamed))));
  if (mayEnd) sentences.push(cart.length === 0 ? words.cancelIfUnwanted : words.cancelForCart);
  return sentences.join(' ');
}

/** What a checkout is for, in one phrase. */
export function boughtOf({ items }: Pick<Checkout, 'items'>): Theirs {
  return listed(items);
}

function toNamed({ product, quantity }: WantedProduct): { name: string; quantity: number } {
  return { name: product.name, quantity };
}

function listed(lines: readonly { readonly name: string; readonly quantity: number }[]): Theirs {
  return theirs(
    lines.map(({ name, quantity }) => (quantity === 1 ? name : `${quantity} × ${name}`)).join(', '),
  );
}
