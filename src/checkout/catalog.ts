import type { Money } from './money.ts';

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

export interface ShippingOption {
  name: string;
  price: Money;
  /** Only where prices hold their tax: PayPal has no field for a tax that would come on top of shipping. */
  taxRate?: string;
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

/** Words without articles, accents and plurals: two names with the same key sound the same to a shopper. */
function nameKey(text: string): string {
  const words = text
    .slice(0, 200)
    .normalize('NFKD')
    .replaceAll(/[\u0300-\u036f\p{Cf}]/gu, '')
    .toLowerCase()
    .replaceAll(/['’]/gu, '')
    .split(/[^\p{L}\p{N}\p{M}]/u)
    .filter((word) => word !== '' && !articles.has(word))
    .map(singular);
  return words.length > 0 ? words.join(' ') : asTyped(text);
}

/** Ids and names are unique in this form, so a card's button always means its own product. */
function asTyped(text: string): string {
  return text
    .normalize('NFKC')
    .replaceAll(/\p{Cf}/gu, '')
    .toLowerCase()
    .replaceAll(/\s+/gu, ' ')
    .trim();
}

const articles = new Set(['a', 'an', 'the', 'some', 'of', 'and', 'please']);

function keysOf(product: Product): string[] {
  return [nameKey(product.id), nameKey(product.name)];
}

function isWhole(key: string, wanted: string): boolean {
  return unspaced(key) === unspaced(wanted);
}

function isStart(key: string, wanted: string): boolean {
  return unspaced(key).startsWith(unspaced(wanted));
}

/** Each wanted word stands in the name, in any order. */
function hasWords(key: string, wanted: string): boolean {
  const words = key.split(' ');
  return wanted.split(' ').every((part) => words.includes(part));
}

/** Each wanted word begins some word of the name, in any order. */
function startsWords(key: string, wanted: string): boolean {
  const words = key.split(' ');
  return wanted.split(' ').every((part) => words.some((word) => word.startsWith(part)));
}

/** "cups" means the teacups; two letters are too few to mean anything. */
function isInside(key: string, wanted: string): boolean {
  return unspaced(wanted).length > 2 && unspaced(key).includes(unspaced(wanted));
}

function unspaced(key: string): string {
  return key.replaceAll(' ', '');
}

function singular(word: string): string {
  if (word.length > 4 && word.endsWith('ies')) return `${word.slice(0, -3)}y`;
  if (word.length > 4 && /(?:s|x|z|ch|sh)es$/u.test(word)) return word.slice(0, -2);
  return word.length > 3 && /[^s]s$/u.test(word) ? word.slice(0, -1) : word;
}

/** The share of letters that differ, by the whole name or by its nearest word. */
function keyDistance(key: string, wanted: string): number {
  return Math.min(...[unspaced(key), ...key.split(' ')].map((part) => editShare(part, unspaced(wanted))));
}

function editShare(one: string, other: string): number {
  let row = Array.from({ length: other.length + 1 }, (_, index) => index);
  for (const [done, letter] of one.split('').entries()) {
    const next = [done + 1];
    for (const [index, wanted] of other.split('').entries()) {
      const swapped = (row[index] ?? 0) + (letter === wanted ? 0 : 1);
      next.push(Math.min(swapped, (row[index + 1] ?? 0) + 1, (next[index] ?? 0) + 1));
    }
    row = next;
  }
  return (row[other.length] ?? 0) / Math.max(one.length, other.length, 1);
}
