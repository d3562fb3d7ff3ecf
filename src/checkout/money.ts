/** A sum of money. `minorUnits` is a safe integer: cents for EUR, whole yen for JPY. */
export interface Money {
  currency: string;
  minorUnits: number;
}

/**
 * The currencies that PayPal takes, with the decimals that PayPal wants in each
 * (https://developer.paypal.com/api/rest/reference/currency-codes/). Intl knows two for HUF and TWD; PayPal refuses them.
 */
const decimalsByCurrency = new Map<string, 0 | 2>([
  ['AUD', 2],
  ['BRL', 2],
  ['CAD', 2],
  ['CHF', 2],
  ['CNY', 2],
  ['CZK', 2],
  ['DKK', 2],
  ['EUR', 2],
  ['GBP', 2],
  ['HKD', 2],
  ['HUF', 0],
  ['ILS', 2],
  ['JPY', 0],
  ['MXN', 2],
  ['MYR', 2],
  ['NOK', 2],
  ['NZD', 2],
  ['PHP', 2],
  ['PLN', 2],
  ['RUB', 2],
  ['SEK', 2],
  ['SGD', 2],
  ['THB', 2],
  ['TWD', 0],
  ['USD', 2],
]);

/** PayPal takes so many before the point. */
const mostDigits = 15;

const taxRatePattern = /^[01](?:\.(\d{1,6}))?$/u;

/** Reads a decimal string such as "12.50"; fewer decimals than the currency has are fine. Throws RangeError with a sentence. */
export function parseAmount(currency: string, amount: string): Money {
  const decimals = decimalsOf(currency);
  const shown = quote(amount);
  if (/^-\d/u.test(amount)) throw new RangeError(`The amount ${shown} is negative.`);
  const match = /^(?:0|[1-9]\d*)(?:\.(\d+))?$/u.exec(amount);
  if (!match) throw new RangeError(`The amount ${shown} is not a number like ${exampleOf(decimals)}.`);
  const fraction = match[1] ?? '';
  if (fraction.length > decimals) {
    throw new RangeError(
      `The amount ${shown} has too many decimals: ${currency} takes ${decimals || 'none'}.`,
    );
  }
  const minorUnits = Number(amount.replace('.', '') + '0'.repeat(decimals - fraction.length));
  const largest = Math.min(10 ** (mostDigits + decimals) - 1, Number.MAX_SAFE_INTEGER);
  if (minorUnits > largest) {
    throw new RangeError(`The amount ${shown} is too large: ${plain(largest, decimals)} is the most.`);
  }
  return { currency, minorUnits };
}

/** PayPal's decimal string: "12.50" for EUR, "1250" for JPY. */
export function toAmount(money: Money): string {
  const { currency, minorUnits } = checked(money);
  return plain(minorUnits, decimalsOf(currency));
}

export function addMoney(one: Money, other: Money): Money {
  if (one.currency !== other.currency) {
    throw new RangeError(`${one.currency} and ${other.currency} do not add up.`);
  }
  return checked({ currency: one.currency, minorUnits: checked(one).minorUnits + checked(other).minorUnits });
}

/** `quantity` is a whole number from 0. */
export function multiplyMoney(money: Money, quantity: number): Money {
  if (!Number.isSafeInteger(quantity) || quantity < 0) {
    throw new RangeError(`The quantity ${quantity} is not a whole number from 0.`);
  }
  return checked({ currency: money.currency, minorUnits: checked(money).minorUnits * quantity });
}

/** The tax that comes on top of a price, rounded half up. `rate` is a decimal string, "0.19". */
export function taxOn(price: Money, rate: string): Money {
  const { numerator, denominator } = parseTaxRate(rate);
  return shareOf(price, numerator, denominator);
}

/** The tax that a price holds already, rounded half up: of 119 at "0.19" it is 19. */
export function taxIn(price: Money, rate: string): Money {
  const { numerator, denominator } = parseTaxRate(rate);
  return shareOf(price, numerator, denominator + numerator);
}

/** For people: the locale's way of writing, PayPal's decimals. A locale that Intl does not know is read as English. */
export function formatMoney(money: Money, locale: string): string {
  return moneyFormat(money.currency, locale)(money);
}

/** The same for several sums of one currency: making and warming the format costs a hundred times its use. */
export function moneyFormat(currency: string, locale: string): (money: Money) => string {
  const decimals = decimalsOf(currency);
  const format = numberFormat(locale, {
    style: 'currency',
    currency,
    minimumFractionDigits: decimals,
    maximumFractionDigits: decimals,
  });
  return (money) => {
    if (money.currency !== currency) throw new RangeError(`${money.currency} is not ${currency}.`);
    return format.format(checked(money).minorUnits / 10 ** decimals);
  };
}

/** A tax rate for people: "0.081" is "8.1%" in English. */
export function formatTaxRate(rate: string, locale: string): string {
  return numberFormat(locale, { style: 'percent', maximumFractionDigits: 4 }).format(Number(rate));
}

/** A rate from "0" to "1" as a fraction of integers. Throws RangeError with a sentence. */
export function parseTaxRate(rate: string): { numerator: bigint; denominator: bigint } {
  const match = taxRatePattern.exec(rate);
  if (!match)
    throw new RangeError(`The tax rate ${quote(rate)} is not a number like "0.19", with at most 6 decimals.`);
  const denominator = 10n ** BigInt(match[1]?.length ?? 0);
  const numerator = BigInt(rate.replace('.', ''));
  if (numerator > denominator)
    throw new RangeError(`The tax rate ${quote(rate)} is above 1: 19 % is "0.19".`);
  return { numerator, denominator };
}

/** Half a minor unit goes up, as a till rounds. */
function shareOf(sum: Money, numerator: bigint, denominator: bigint): Money {
  const doubled = BigInt(checked(sum).minorUnits) * numerator * 2n;
  const minorUnits = Number((doubled + denominator) / (denominator * 2n));
  return checked({ currency: sum.currency, minorUnits });
}

function decimalsOf(currency: string): 0 | 2 {
  const decimals = decimalsByCurrency.get(currency);
  if (decimals === undefined) {
    const known = [...decimalsByCurrency.keys()].join(', ');
    throw new RangeError(`PayPal does not take the currency ${quote(currency)}; it takes ${known}.`);
  }
  return decimals;
}

function checked(money: Money): Money {
  if (!Number.isSafeInteger(money.minorUnits) || money.minorUnits < 0) {
    throw new RangeError(`${money.minorUnits} is not a sum of ${money.currency} that can be counted.`);
  }
  return money;
}

function plain(minorUnits: number, decimals: 0 | 2): string {
  const digits = String(minorUnits).padStart(decimals + 1, '0');
  return decimals === 0 ? digits : `${digits.slice(0, -decimals)}.${digits.slice(-decimals)}`;
}

function numberFormat(locale: string, options: Intl.NumberFormatOptions): Intl.NumberFormat {
  try {
    return new Intl.NumberFormat(locale, options);
  } catch {
    return new Intl.NumberFormat('en', options);
  }
}

function exampleOf(decimals: 0 | 2): string {
  return decimals === 0 ? '"1250"' : '"12.50"';
}

function quote(text: string): string {
  return JSON.stringify(text.length > 40 ? `${text.slice(0, 40)}…` : text);
}
