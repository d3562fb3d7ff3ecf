import { currencyDecimals } from './currencies.ts';

/** An amount as PayPal writes it. */
export interface Amount {
  readonly currency_code: string;
  readonly value: string;
}

/** Minor units of an amount; undefined where it has more decimals than its currency takes. */
export function toMinorUnits({ currency_code, value }: Amount): bigint | undefined {
  const decimals = currencyDecimals[currency_code];
  const match = /^(-?)(\d*)(?:\.(\d+))?$/.exec(value);
  if (decimals === undefined || match === null) return undefined;
  const [, sign = '', whole = '', fraction = ''] = match;
  if (fraction.length > decimals) return undefined;
  const units = BigInt(`${whole}${fraction.padEnd(decimals, '0')}` || '0');
  return sign === '-' ? -units : units;
}

/** The decimal string of minor units, with all the decimals of the currency. */
export function toAmount(minorUnits: bigint, currency: string): Amount {
  const decimals = currencyDecimals[currency] ?? 2;
  const sign = minorUnits < 0n ? '-' : '';
  const digits = (minorUnits < 0n ? -minorUnits : minorUnits).toString().padStart(decimals + 1, '0');
  const whole = digits.slice(0, digits.length - decimals);
  const fraction = decimals === 0 ? '' : `.${digits.slice(-decimals)}`;
  return { currency_code: currency, value: `${sign}${whole}${fraction}` };
}

/** The same amount in the spelling PayPal answers with: "5" becomes "5.00". */
export function normalise(amount: Amount): Amount {
  const minorUnits = toMinorUnits(amount);
  return minorUnits === undefined ? amount : toAmount(minorUnits, amount.currency_code);
}
