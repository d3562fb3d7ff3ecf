import type { Money } from './money.ts';
import {
  asTyped,
  hasWords,
  isInside,
  isStart,
  isWhole,
  keyDistance,
  nameKey,
  startsWords,
} from './said-name.ts';

/** What is for sale. */
export interface Catalog {
  currency: string;
  /** Whether prices hold their tax; else it comes on top. */
  taxIncluded: boolean;
  products: readonly Product[];
  shipping: 'none' | readonly ShippingOption[];
}

/** `price` is for one, before tax or with tax inside, as the catalogue says. `taxRate` is a decimal string ("0.19"). `image` is an https address, or a path from the catalogue file. */
export interface Product {
  id: string;
  name: string;
  description: string;
  price: Money;
  taxRate?: string;
  image?: string;
}

/** A way to send a parcel: at one price everywhere, or by country and to these countries alone. */
export type ShippingOption = OnePriceShipping | ShippingByCountry;

interface ShippingWay {
  name: string;
  /** Only where prices hold their tax: PayPal has no field for a tax that would come on top of shipping. */
  taxRate?: string;
}

export interface OnePriceShipping extends ShippingWay {
  price: Money;
  prices?: never;
}

export interface ShippingByCountry extends ShippingWay {
  price?: never;
  /** By PayPal's code of the country. */
  prices: Readonly<Record<string, Money>>;
}

/** What a shopper's words mean: one product, one of several, or none. */
export type ProductMatch = { found: Product } | { ambiguous: readonly Product[] } | { unknown: string };

/** Reads a product's id or name as a shopper types it: any case, accents, plurals and spaces forgiven, a part of the name if it is clear. */
export function findProduct(catalog: Catalog, text: string): ProductMatch {
  const typed = asTyped(text);
  const exact =
    catalog.products.find(({ id }) => asTyped(id) === typed) ??
    catalog.products.find(({ name }) => asTyped(name) === typed);
  if (exact) return { found: exact };
  const wanted = nameKey(text);
  if (wanted === '') return { unknown: text };
  const candidates = catalog.products.map((product) => ({ product, keys: keysOf(product) }));
  for (const fits of [isWhole, hasWords, isStart, startsWords, isInside]) {
    const fitting = candidates.filter(({ keys }) => keys.some((key) => fits(key, wanted)));
    const [first, ...others] = fitting.map(({ product }) => product);
    if (first) return others.length === 0 ? { found: first } : { ambiguous: [first, ...others] };
  }
  return { unknown: text };
}

/** Up to three products that a mistyped text may have meant, the nearest first. */
export function suggestProducts(catalog: Catalog, text: string): Product[] {
  const wanted = nameKey(text);
  return catalog.products
    .map((product) => ({
      product,
      distance: Math.min(...keysOf(product).map((key) => keyDistance(key, wanted))),
    }))
    .filter(({ distance }) => distance <= 0.4)
    .toSorted((one, other) => one.distance - other.distance)
    .slice(0, 3)
    .map(({ product }) => product);
}

function keysOf(product: Product): string[] {
  return [nameKey(product.id), nameKey(product.name)];
}
