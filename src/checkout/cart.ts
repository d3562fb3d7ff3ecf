import type { Catalog, Product, ShippingOption } from './catalog.ts';
import { addMoney, type Money, multiplyMoney, taxOn } from './money.ts';

/** What a shopper wants of one product. */
export interface CartLine {
  readonly productId: string;
  readonly quantity: number;
}

export interface WantedProduct {
  readonly product: Product;
  readonly quantity: number;
}

export interface PricedLine extends WantedProduct {
  /** Tax on one unit. */
  readonly unitTax: Money;
  /** Of the whole line, before tax. */
  readonly price: Money;
}

export interface PricedCart {
  readonly lines: readonly PricedLine[];
  readonly itemTotal: Money;
  readonly tax: Money;
  readonly shipping: Money;
  readonly total: Money;
}

/** The only sum of a cart: what is shown is what is charged. */
export function priceCart(
  currency: string,
  wanted: readonly WantedProduct[],
  shipping?: ShippingOption,
): PricedCart {
  const zero: Money = { currency, minorUnits: 0 };
  const lines = wanted.map(({ product, quantity }) => ({
    product,
    quantity,
    unitTax: product.taxRate === undefined ? zero : taxOn(product.price, product.taxRate),
    price: multiplyMoney(product.price, quantity),
  }));
  const itemTotal = lines.reduce((sum, { price }) => addMoney(sum, price), zero);
  const tax = lines.reduce(
    (sum, { unitTax, quantity }) => addMoney(sum, multiplyMoney(unitTax, quantity)),
    zero,
  );
  const sent = shipping?.price ?? zero;
  return { lines, itemTotal, tax, shipping: sent, total: addMoney(addMoney(itemTotal, tax), sent) };
}

/** The cart's lines with their products; what is no longer sold is left out and named in `gone`. */
export function findProducts(
  { products }: Pick<Catalog, 'products'>,
  cart: readonly CartLine[],
): { readonly wanted: readonly WantedProduct[]; readonly gone: readonly string[] } {
  const found = cart.map(({ productId, quantity }) => ({
    productId,
    quantity,
    product: products.find(({ id }) => id === productId),
  }));
  return {
    wanted: found.flatMap(({ product, quantity }) => (product === undefined ? [] : [{ product, quantity }])),
    gone: found.flatMap(({ product, productId }) => (product === undefined ? [productId] : [])),
  };
}

/** What of a cart is left when these were bought: the rest is for the next order. */
export function withoutBought(cart: readonly CartLine[], bought: readonly CartLine[]): CartLine[] {
  return cart
    .map(({ productId, quantity }) => ({ productId, quantity: quantity - quantityOf(bought, productId) }))
    .filter(({ quantity }) => quantity > 0);
}

/** Whether the cart holds just these, in any order. */
export function isSameCart(cart: readonly CartLine[], bought: readonly CartLine[]): boolean {
  return withoutBought(cart, bought).length === 0 && withoutBought(bought, cart).length === 0;
}

function quantityOf(lines: readonly CartLine[], wanted: string): number {
  return lines
    .filter(({ productId }) => productId === wanted)
    .reduce((sum, { quantity }) => sum + quantity, 0);
}
