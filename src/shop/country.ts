import { toPhrase } from '../bot/phrase.ts';
import type { Catalog } from '../checkout/catalog.ts';
import { countries } from '../checkout/countries.ts';
import { asTyped, keyDistance, nameKey } from '../checkout/said-name.ts';
import { pricedCountries, servedCountries } from '../checkout/shipping.ts';
import { codesLikeWords, countryNames } from '../words/language.ts';

/** What a shopper's words say about a country. */
export type SaidCountry =
  | { readonly kind: 'served'; readonly country: string }
  /** A country that nothing is sent to. */
  | { readonly kind: 'not_served'; readonly country: string }
  /** `near` are served ones that were perhaps meant, the nearest first. */
  | { readonly kind: 'unknown'; readonly near: readonly string[] };

/** By its code or by a name, in the shopper's language, in English or in that of the country. */
export function readCountry(catalog: Pick<Catalog, 'shipping'>, said: string, locale: string): SaidCountry {
  const text = toPhrase(said.slice(0, 100)).replace(/^(?:to|in) (?=.)/iu, '');
  const served = servedCountries(catalog);
  const named = findByCode(text) ?? findByName(text, [...served, ...countries], locale);
  if (named === undefined) return { kind: 'unknown', near: nearTo(text, pricedCountries(catalog), locale) };
  return { kind: served.includes(named) ? 'served' : 'not_served', country: named };
}

function findByCode(text: string): string | undefined {
  const code = text.toUpperCase();
  const isMeant = countries.has(code) && (text === code || !codesLikeWords.has(code));
  return isMeant ? code : undefined;
}

function findByName(text: string, codes: readonly string[], locale: string): string | undefined {
  const wanted = keyOf(text);
  if (wanted === '') return undefined;
  return codes.find((code) => countryNames(code, locale).some((name) => keyOf(name) === wanted));
}

/** "Germny" means Germany. A word that is like no name at all means nothing. */
function nearTo(text: string, codes: readonly string[], locale: string): readonly string[] {
  const wanted = keyOf(text);
  return codes
    .map((code) => ({
      code,
      distance: Math.min(...countryNames(code, locale).map((name) => keyDistance(keyOf(name), wanted))),
    }))
    .filter(({ distance }) => distance <= 0.4)
    .toSorted((one, other) => one.distance - other.distance)
    .slice(0, 3)
    .map(({ code }) => code);
}

function keyOf(name: string): string {
  return asTyped(name) === '' ? '' : nameKey(name);
}
