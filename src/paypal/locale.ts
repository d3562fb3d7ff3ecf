/**
 * The shopper's locale in the five characters that PayPal takes ("de" becomes "de-DE"). Undefined where there is none:
 * then PayPal goes by the payer's browser. https://developer.paypal.com/api/rest/reference/locale-codes/
 */
export function toPayPalLocale(locale: string): string | undefined {
  const { language, region } = likely(locale);
  if (language === undefined || region === undefined) return undefined;
  if (!/^[a-z]{2}$/u.test(language) || !/^[A-Z]{2}$/u.test(region)) return undefined;
  // PayPal knows Norwegian by its old name alone.
  return `${language === 'nb' || language === 'nn' ? 'no' : language}-${region}`;
}

function likely(locale: string): { language?: string | undefined; region?: string | undefined } {
  try {
    return new Intl.Locale(locale).maximize();
  } catch {
    return {};
  }
}
