import type { Catalog, Product, ShippingOption } from './catalog.ts';
import { addMoney, type Money, multiplyMoney, taxOn } from './money.ts';

/** What a shopper wants of one product. */
export interface CartLine {
  readonly productId: string;
  readonly quantity: number;
}

export interface PricedLine {
  readonly product: Product;
  readonly quantity: number;
  readonly price: Money;
}

export interface PricedCart {
  readonly lines: readonly PricedLine[];
  readonly tax: Money;
  readonly total: Money;
}

/** The cart at the catalogue's prices; what is no longer sold is left out and named in `gone`. */
export function priceCart(
  catalog: Catalog,
  cart: readonly CartLine[],
  shipping?: ShippingOption,
): PricedCart & { readonly gone: readonly string[] } {
  const lines = cart.flatMap(({ productId, quantity }) => {
    const product = catalog.products.find(({ id }) => id === productId);
    return product === undefined
      ? []
      : [{ product, quantity, price: multiplyMoney(product.price, quantity) }];
  });
  const zero: Money = { currency: catalog.currency, minorUnits: 0 };
  const tax = lines.reduce((sum, { product, quantity }) => {
    return product.taxRate === undefined
      ? sum
      : addMoney(sum, multiplyMoney(taxOn(product.price, product.taxRate), quantity));
  }, zero);
  const items = lines.reduce((sum, { price }) => addMoney(sum, price), zero);
  const gone = cart
    .filter(({ productId }) => !lines.some(({ product }) => product.id === productId))
    .map(({ productId }) => productId);
  return { lines, tax, total: addMoney(addMoney(items, tax), shipping?.price ?? zero), gone };
}
