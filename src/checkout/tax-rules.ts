import { addMoney, type Money, parseTaxRate, taxIn, taxOn } from './money.ts';

/** A tax rule: what the tax of a sum is, and of which sums it is taken and rounded before they are added up. */
interface TaxRule {
  readonly taxOf: (sum: Money, rate: string) => Money;
  readonly roundedBy: 'unit' | 'rate';
}

/** What the prices of a catalogue are, and how their tax is counted. Half a minor unit goes up in both. */
export const taxRules = {
  /**
   * Prices before tax. PayPal takes an order only if `tax_total` is the sum of `tax` × `quantity` over its items (Orders v2,
   * TAX_TOTAL_MISMATCH), so the tax of one unit is what is rounded.
   */
  before_tax: { taxOf: taxOn, roundedBy: 'unit' },
  /**
   * Prices with tax inside. PayPal hears gross prices and no tax, so the rule is that of invoices: the tax of all that has one
   * rate is rounded once, and what is shown in all is the sum of what is shown by rate (EU directive 2006/112/EC, article 226
   * (8) to (10); EN 16931, BR-CO-14 and BR-CO-17). By unit or by line it would be off by a cent for every few pieces.
   */
  tax_included: { taxOf: taxIn, roundedBy: 'rate' },
} as const satisfies Record<string, TaxRule>;

/** The tax that the prices of one rate hold. */
export interface RateTax {
  /** A decimal string without zeros at its end: "0.19". */
  readonly rate: string;
  readonly tax: Money;
}

/** The tax that the prices of a purchase hold: nothing of it is added to them. */
export interface ContainedTax {
  readonly taxContained: Money;
  /** Highest rate first; a rate whose tax is less than half a minor unit is left out. */
  readonly taxByRate: readonly RateTax[];
}

/** What these prices hold of tax; one without a rate holds none. */
export function containedTax(
  currency: string,
  prices: readonly { readonly price: Money; readonly rate: string | undefined }[],
): ContainedTax {
  const sums = new Map<string, Money>();
  for (const { price, rate } of prices) {
    if (rate === undefined) continue;
    const key = plainRate(rate);
    const sum = sums.get(key);
    sums.set(key, sum === undefined ? price : addMoney(sum, price));
  }
  const taxByRate = [...sums]
    .map(([rate, sum]) => ({ rate, tax: taxRules.tax_included.taxOf(sum, rate) }))
    .filter(({ tax }) => tax.minorUnits > 0)
    .toSorted((one, other) => Number(other.rate) - Number(one.rate));
  const none: Money = { currency, minorUnits: 0 };
  return { taxContained: taxByRate.reduce((sum, { tax }) => addMoney(sum, tax), none), taxByRate };
}

/** "0.190" is "0.19". @throws RangeError where it is no rate */
function plainRate(rate: string): string {
  parseTaxRate(rate);
  return String(Number(rate));
}
