import type { Catalog, Product } from './catalog.ts';
import { addMoney, type Money, multiplyMoney } from './money.ts';
import type { ShippingChoice } from './shipping.ts';
import { type ContainedTax, containedTax, taxRules } from './tax-rules.ts';

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
  /** Tax that comes on top of one unit. */
  readonly unitTax: Money;
  /** Of the whole line, as the catalogue has it: before tax, or with tax inside. */
  readonly price: Money;
}

/** Where prices are before tax they contain none; where tax is inside nothing comes on top. */
export interface PricedCart extends ContainedTax {
  readonly lines: readonly PricedLine[];
  readonly itemTotal: Money;
  /** What comes on top. */
  readonly tax: Money;
  readonly shipping: Money;
  readonly total: Money;
}

/** The only sum of a cart: what is shown is what is charged. */
export function priceCart(
  { currency, taxIncluded }: Pick<Catalog, 'currency' | 'taxIncluded'>,
  wanted: readonly WantedProduct[],
  shipping?: Pick<ShippingChoice, 'price' | 'taxRate'>,
): PricedCart {
  const zero: Money = { currency, minorUnits: 0 };
  const { roundedBy, taxOf } = taxRules[taxIncluded ? 'tax_included' : 'before_tax'];
  const isByUnit = roundedBy === 'unit';
  const lines = wanted.map(({ product, quantity }) => ({
    product,
    quantity,
    unitTax: isByUnit && product.taxRate !== undefined ? taxOf(product.price, product.taxRate) : zero,
    price: multiplyMoney(product.price, quantity),
  }));
  const itemTotal = lines.reduce((sum, { price }) => addMoney(sum, price), zero);
  const tax = lines.reduce(
    (sum, { unitTax, quantity }) => addMoney(sum, multiplyMoney(unitTax, quantity)),
    zero,
  );
  const sent = shipping?.price ?? zero;
  const gross = lines.map(({ product, price }) => ({ price, rate: product.taxRate }));
  const contained = isByUnit ? [] : [...gross, { price: sent, rate: shipping?.taxRate }];
  return {
    lines,
    itemTotal,
    tax,
    shipping: sent,
    total: addMoney(addMoney(itemTotal, tax), sent),
    ...containedTax(currency, contained),
  };
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
