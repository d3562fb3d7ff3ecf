import { type Money, parseAmount, toAmount } from './money.ts';

/**
 * PayPal takes 15 digits before the point. The fullest cart (`limits.ts`: 30 products, 99 of each) of the dearest, as
 * much tax again, and the dearest way of shipping stay below that, and below what can be counted.
 */
const dearest = { withDecimals: 999_999_999_999, whole: 99_999_999_999 } as const;

/**
 * What a catalogue may ask for one thing, read from a decimal string such as "12.50".
 * @throws RangeError with a sentence
 */
export function parsePrice(currency: string, price: string): Money {
  const money = parseAmount(currency, price);
  const minorUnits = isWhole(currency) ? dearest.whole : dearest.withDecimals;
  if (money.minorUnits <= minorUnits) return money;
  const most = toAmount({ currency, minorUnits });
  throw new RangeError(
    `The price "${price}" is too large: ${most} is the most, so that PayPal takes any cart.`,
  );
}

/** Whether its smallest coin is its unit, as of yen. */
function isWhole(currency: string): boolean {
  return !toAmount({ currency, minorUnits: 0 }).includes('.');
}
