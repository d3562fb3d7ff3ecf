import { toPhrase } from '../bot/phrase.ts';
import { formatMoney } from '../checkout/money.ts';
import type { ShippingChoice } from '../checkout/shipping.ts';
import { plainDigits } from '../round-trip/plain-digits.ts';

/** The list that a shopper chooses from. */
export function shippingList(ways: readonly ShippingChoice[]): string {
  return ways
    .map(({ name, price }, index) => `${index + 1}. ${name} (${formatMoney(price, 'en-US')})`)
    .join(', ');
}

/** By its number in the list, or by its name in any case. */
export function findShipping<W extends Pick<ShippingChoice, 'name'>>(
  ways: readonly W[],
  said: string,
): W | undefined {
  const text = toPhrase(said).toLowerCase();
  const place = plainDigits(text);
  return ways.find(({ name }, index) => place === String(index + 1) || text === toPhrase(name).toLowerCase());
}
