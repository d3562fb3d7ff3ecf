import { z } from 'zod';
import type { Catalog, ShippingOption } from '../checkout/catalog.ts';
import { countries, toCountryCode } from '../checkout/countries.ts';
import { parseAmount, parseTaxRate, type Money } from '../checkout/money.ts';
import { parsePrice } from '../checkout/price.ts';
import { parseUrl } from '../round-trip/parse-url.ts';

/** More products than this are a mistake, or a shop that needs more than a chat. */
const mostProducts = 1000;

/**
 * What a catalogue file may hold. Prices depend on the document's own currency and shipping has two forms, so both are looked
 * at first; then one pass finds every fault of form.
 */
export function catalogSchema(document: unknown): z.ZodType<Catalog> {
  const seen = outlineSchema.safeParse(document).data ?? {};
  const currency = currencySchema.safeParse(seen.currency).data;
  return z.strictObject({
    currency: currencySchema,
    taxIncluded: z.boolean().default(false),
    products: z
      .array(productSchema(currency))
      .min(1, 'There are no products.')
      .max(mostProducts, `There are more than ${mostProducts} products.`),
    shipping: Array.isArray(seen.shipping)
      ? shippingSchema(currency, seen.taxIncluded)
      : z.literal('none').default('none'),
  });
}

/** Why a chat could not show this image, or undefined. Whether the file exists is not asked here. */
export function imageProblem(image: string): string | undefined {
  if (/^(?:[a-z][a-z\d+.-]*:|\/\/)/iu.test(image)) {
    const url = parseUrl(image);
    if (url === undefined) return 'This is not a complete address.';
    const { protocol, username, password } = url;
    if (protocol !== 'https:') return 'An image from another place needs https.';
    if (username || password) return 'The address holds a name or password, which every shopper would see.';
    return image.length > 2048 ? 'The address is longer than 2048 characters.' : undefined;
  }
  if (!plainPath.test(image)) return 'This is not a path of plain names inside the catalogue file’s folder.';
  return /\.(?:png|jpe?g|gif)$/iu.test(image) ? undefined : 'Chat channels show PNG, JPEG and GIF only.';
}

/** No "..", no hidden files, nothing that an address would need to escape. */
const plainPath = /^(?:\.\/)?[a-z\d_][\w.-]*(?:\/[a-z\d_][\w.-]*)*$/iu;

const outlineSchema = z
  .object({ currency: z.unknown(), taxIncluded: z.unknown(), shipping: z.unknown() })
  .partial();

const currencySchema = z.string().superRefine((currency, context) => {
  const problem = rangeProblem(() => parseAmount(currency, '0'));
  if (problem) context.addIssue(problem);
});

const taxRateSchema = z.string().superRefine((rate, context) => {
  const problem = rangeProblem(() => parseTaxRate(rate)) ?? wholeProblem(rate);
  if (problem) context.addIssue(problem);
});

function productSchema(currency: string | undefined) {
  return z.strictObject({
    id: z.string().regex(/^(?=.{1,40}$)[a-z\d]+(?:-[a-z\d]+)*$/u, 'This is not a short id.'),
    name: textSchema(127),
    description: textSchema(500),
    price: moneySchema(currency).refine((price) => price.minorUnits > 0, 'PayPal takes no price of 0.'),
    taxRate: taxRateSchema.exactOptional(),
    image: z
      .string()
      .superRefine((image, context) => {
        const problem = imageProblem(image);
        if (problem) context.addIssue(problem);
      })
      .exactOptional(),
  });
}

/** PayPal lets a payer choose among ten at most, and takes no tax on top of what shipping costs. */
function shippingSchema(currency: string | undefined, taxIncluded: unknown) {
  const isTaxOnTop = taxIncluded === undefined || taxIncluded === false;
  const option = z
    .strictObject({
      name: textSchema(127),
      price: moneySchema(currency).exactOptional(),
      prices: z
        .record(countrySchema, moneySchema(currency))
        .refine((prices) => Object.keys(prices).length > 0, 'There is no country in it.')
        .exactOptional(),
      taxRate: taxRateSchema
        .refine(() => !isTaxOnTop, 'Shipping has a rate only where "taxIncluded" is true.')
        .exactOptional(),
    })
    // Also where something in it is wrong, so that all faults are named at once.
    .refine((way) => !('price' in way && 'prices' in way), {
      error: 'It has both "price" and "prices".',
      when: ({ value }) => isObject(value),
    })
    .refine((way) => 'price' in way || 'prices' in way, {
      error: 'It has no price.',
      when: ({ value }) => isObject(value),
    })
    .transform(({ name, price, prices, taxRate }): ShippingOption => {
      const way = { name, ...(taxRate === undefined ? {} : { taxRate }) };
      if (prices !== undefined) return { ...way, prices };
      return price === undefined ? z.NEVER : { ...way, price };
    });
  return z.array(option).min(1, 'The list is empty.').max(10, 'PayPal shows at most 10 ways of shipping.');
}

const countrySchema = z.string().superRefine((code, context) => {
  if (countries.has(code)) return;
  const meant = toCountryCode(code.toUpperCase());
  context.addIssue(
    countries.has(meant)
      ? `PayPal's code of this country is "${meant}".`
      : `"${code.slice(0, 40)}" is no country that PayPal ships to.`,
  );
});

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

function textSchema(longest: number) {
  return z
    .string()
    .max(longest, `The text is longer than ${longest} characters.`)
    .refine((text) => text.trim() !== '', 'The text is empty.')
    .refine((text) => !/[\p{Cc}\p{Cs}]/u.test(text), 'The text holds a control character or half a letter.');
}

/** Without a currency that is known, which is a fault by itself, an amount is one that some currency could have. */
function moneySchema(known: string | undefined) {
  const currency = known ?? 'EUR';
  return z.string().transform((amount, context): Money => {
    const problem = rangeProblem(() => parsePrice(currency, amount));
    if (problem === undefined) return parsePrice(currency, amount);
    context.addIssue(known === undefined ? 'This is no amount in any currency.' : problem);
    return z.NEVER;
  });
}

/** Somebody who writes "1" means one per cent. */
function wholeProblem(rate: string): string | undefined {
  return Number(rate) < 1 ? undefined : `The tax rate "${rate}" is as much as the price: 1 % is "0.01".`;
}

function rangeProblem(parse: () => unknown): string | undefined {
  try {
    parse();
    return undefined;
  } catch (error) {
    if (error instanceof RangeError) return error.message;
    throw error;
  }
}
