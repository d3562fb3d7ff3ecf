import type { Catalog, ShippingOption } from './catalog.ts';
import { countries } from './countries.ts';
import type { Money } from './money.ts';

/** The way that a shopper has chosen, at its price. */
export interface ShippingChoice {
  readonly name: string;
  readonly price: Money;
  readonly taxRate?: string | undefined;
  /** Where this price holds; none for a way that costs the same everywhere. */
  readonly country?: string | undefined;
}

/** The ways to send a parcel, as the catalogue has them: what the chat calls them never reaches a checkout. */
export function shippingOptions({ shipping }: Pick<Catalog, 'shipping'>): readonly ShippingOption[] {
  return shipping === 'none' ? [] : shipping;
}

/** Whether some price depends on the country. */
export function asksCountry(catalog: Pick<Catalog, 'shipping'>): boolean {
  return shippingOptions(catalog).some(({ prices }) => prices !== undefined);
}

/** Where something is sent. A way at one price serves every country. */
export function servedCountries(catalog: Pick<Catalog, 'shipping'>): readonly string[] {
  const options = shippingOptions(catalog);
  if (options.some(({ prices }) => prices === undefined)) return [...countries];
  return pricedCountries(catalog);
}

/** The countries that have a price of their own, in the catalogue's order. */
export function pricedCountries(catalog: Pick<Catalog, 'shipping'>): readonly string[] {
  return [...new Set(shippingOptions(catalog).flatMap(({ prices = {} }) => Object.keys(prices)))];
}

/** The ways that serve a country, each at its price there; without a country those at one price. */
export function waysTo(
  catalog: Pick<Catalog, 'shipping'>,
  country: string | undefined,
): readonly ShippingChoice[] {
  return shippingOptions(catalog).flatMap(({ name, price, prices, taxRate }): ShippingChoice[] => {
    if (prices === undefined) return [{ name, price, taxRate }];
    const there = country === undefined || !Object.hasOwn(prices, country) ? undefined : prices[country];
    return there === undefined ? [] : [{ name, price: there, taxRate, country }];
  });
}
