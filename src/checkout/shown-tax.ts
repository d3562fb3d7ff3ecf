import type { Checkout } from './checkout.ts';
import { formatTaxRate, moneyFormat } from './money.ts';

/** The tax inside of a total, ready to be read. */
export interface ShownTax {
  readonly sum: string;
  /** Its parts, which add up to `sum`, where there is more than one rate; else empty. */
  readonly rates: readonly { readonly rate: string; readonly tax: string }[];
}

/** Undefined where there is none: prices before tax, nothing taxed, or a row from before prices could hold their tax. */
export function toShownTax(
  { taxContained, taxByRate = [] }: Pick<Checkout, 'taxContained' | 'taxByRate'>,
  locale: string,
): ShownTax | undefined {
  if (taxContained === undefined || taxContained.minorUnits === 0) return undefined;
  const money = moneyFormat(taxContained.currency, locale);
  const rates = taxByRate.map(({ rate, tax }) => ({ rate: formatTaxRate(rate, locale), tax: money(tax) }));
  return { sum: money(taxContained), rates: rates.length > 1 ? rates : [] };
}
