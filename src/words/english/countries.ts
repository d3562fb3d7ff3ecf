import { countries } from '../../checkout/countries.ts';

/** What a country is called. */
export function countryName(code: string): string {
  return nameIn('en', code) ?? code;
}

/** All that people write for a country: its name in English, in its own language and in theirs, and what it is called for short. */
export function countryNames(code: string, locale: string): readonly string[] {
  const names = [
    countryName(code),
    nameIn(languageOf(code), code),
    nameIn(locale, code),
    ...(otherNames[code] ?? []),
  ];
  return names.flatMap((name) => name ?? []);
}

/** Codes that are words as well: they name a country in capitals alone. */
export const codesLikeWords: ReadonlySet<string> = new Set(
  [
    'AM',
    'AT',
    'BE',
    'DO',
    'HN',
    'ID',
    'IN',
    'IS',
    'IT',
    'LA',
    'MA',
    'ME',
    'MY',
    'NO',
    'PA',
    'SO',
    'TO',
  ].filter((code) => countries.has(code)),
);

const otherNames: Readonly<Record<string, readonly string[]>> = {
  AE: ['UAE', 'Emirates'],
  C2: ['CN', 'PRC', "People's Republic of China"],
  CZ: ['Czech Republic'],
  GB: ['UK', 'Great Britain', 'Britain', 'England', 'Scotland', 'Wales', 'Northern Ireland'],
  KR: ['Korea', 'Republic of Korea'],
  MK: ['Macedonia'],
  NL: ['Holland', 'The Netherlands'],
  SZ: ['Swaziland'],
  US: ['USA', 'America', 'United States of America', 'The States'],
};

/** Unicode knows China by its own code, and an odd locale of a channel by none. */
function nameIn(language: string, code: string): string | undefined {
  try {
    const names = new Intl.DisplayNames([language], { type: 'region', fallback: 'none' });
    return names.of(code === 'C2' ? 'CN' : code);
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

/** The language that most people speak there. */
function languageOf(code: string): string {
  return new Intl.Locale(`und-${code === 'C2' ? 'CN' : code}`).maximize().language;
}
