import { expect } from 'chai';
import { toPayPalLocale } from '../../src/paypal/locale.ts';

const cases: readonly (readonly [string, string | undefined])[] = [
  ['en-US', 'en-US'],
  ['de', 'de-DE'],
  ['de-at', 'de-AT'],
  ['pt', 'pt-BR'],
  ['ja', 'ja-JP'],
  ['zh-Hant-TW', 'zh-TW'],
  ['zh-Hans', 'zh-CN'],
  ['nb-NO', 'no-NO'],
  ['iw', 'he-IL'],
  ['de-DE-u-co-phonebk', 'de-DE'],
  ['es-419', undefined],
  ['fil-PH', undefined],
  ['x-klingon', undefined],
  ['not a locale', undefined],
  ['', undefined],
];

describe("the locale of PayPal's pages", () => {
  for (const [locale, expected] of cases) {
    it(`is ${expected ?? 'left to the browser'} for "${locale}"`, () => {
      expect(toPayPalLocale(locale)).to.equal(expected);
    });
  }
});
