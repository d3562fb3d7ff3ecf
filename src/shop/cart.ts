import { type Catalog, findProduct, type Product, suggestProducts } from '../checkout/catalog.ts';
import { maxLines, maxQuantity } from '../checkout/limits.ts';
import { type Theirs, theirs } from '../words/as-text.ts';
import type { Quantity } from '../bot/commands.ts';
import type { CartLine } from '../checkout/cart.ts';
import { words } from '../words/language.ts';

/** A changed cart and what to say about it; without `cart` nothing changed. */
export interface CartAnswer {
  readonly cart?: CartLine[];
  readonly say: string;
}

export function addToCart(
  catalog: Catalog,
  cart: readonly CartLine[],
  said: string,
  quantity: Quantity,
): CartAnswer {
  const match = matchProduct(catalog, said);
  if ('say' in match) return match;
  const wanted = quantity === 'unsaid' ? 1 : quantity;
  if (wanted === 'absurd' || wanted < 1) return { say: words.quantityAbsurd(maxQuantity) };
  const inCart = quantityOf(cart, match.product) + wanted;
  if (inCart > maxQuantity) return { say: words.tooMany(maxQuantity) };
  const changed = withQuantity(cart, match.product, inCart);
  if (changed.length > maxLines) return { say: words.cartFull(maxLines) };
  return { cart: changed, say: words.added(wanted, theirs(match.product.name), inCart) };
}

export function removeFromCart(
  catalog: Catalog,
  cart: readonly CartLine[],
  said: string,
  quantity: Quantity,
): CartAnswer {
  const match = matchProduct(catalog, said);
  if ('say' in match) return match;
  const inCart = quantityOf(cart, match.product);
  if (quantity === 'absurd' || quantity === 0) return { say: words.quantityAbsurd(maxQuantity) };
  if (inCart === 0) return { say: words.notInCart(theirs(match.product.name)) };
  const left = quantity === 'unsaid' ? 0 : Math.max(0, inCart - quantity);
  return {
    cart: withQuantity(cart, match.product, left),
    say: words.removed(theirs(match.product.name), left),
  };
}

export function setInCart(
  catalog: Catalog,
  cart: readonly CartLine[],
  said: string,
  quantity: Quantity,
): CartAnswer {
  const match = matchProduct(catalog, said);
  if ('say' in match) return match;
  if (quantity === 'unsaid' || quantity === 'absurd') return { say: words.quantityAbsurd(maxQuantity) };
  if (quantity > maxQuantity) return { say: words.tooMany(maxQuantity) };
  const changed = withQuantity(cart, match.product, quantity);
  if (changed.length > maxLines) return { say: words.cartFull(maxLines) };
  const name = theirs(match.product.name);
  return { cart: changed, say: quantity === 0 ? words.removed(name, 0) : words.setTo(name, quantity) };
}

/** The product that the words mean, or the sentence that asks for better ones. */
export function matchProduct(catalog: Catalog, said: string): { product: Product } | { say: string } {
  const text = said.slice(0, 100);
  const match = findProduct(catalog, text);
  if ('found' in match) return { product: match.found };
  if ('ambiguous' in match) return { say: words.ambiguousProduct(namesOf(match.ambiguous)) };
  const near = suggestProducts(catalog, text);
  const typed = theirs(said, 100);
  return {
    say: near.length > 0 ? words.unknownProductBut(typed, namesOf(near)) : words.unknownProduct(typed),
  };
}

function namesOf(products: readonly Product[]): Theirs {
  const names = products.map(({ name }) => name);
  const last = names.pop();
  return theirs(names.length > 0 ? `${names.join(', ')} or ${last}` : `${last}`);
}

function quantityOf(cart: readonly CartLine[], product: Product): number {
  return cart.find(({ productId }) => productId === product.id)?.quantity ?? 0;
}

function withQuantity(cart: readonly CartLine[], product: Product, quantity: number): CartLine[] {
  const others = cart.filter(({ productId }) => productId !== product.id);
  if (quantity === 0) return others;
  const isNew = others.length === cart.length;
  if (isNew) return [...others, { productId: product.id, quantity }];
  return cart.map((line) => (line.productId === product.id ? { ...line, quantity } : line));
}
