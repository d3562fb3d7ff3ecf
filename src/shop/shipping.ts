import { toPhrase } from '../bot/phrase.ts';
import type { Catalog, ShippingOption } from '../checkout/catalog.ts';
import { formatMoney } from '../checkout/money.ts';
import { plainDigits } from '../round-trip/plain-digits.ts';

/** The ways to send a parcel, as the catalogue has them: what the chat calls them never reaches a checkout. */
export function shippingOptions({ shipping }: Catalog): readonly ShippingOption[] {
  return shipping === 'none' ? [] : shipping;
}

/** The list that a shopper chooses from. */
export function shippingList(options: readonly ShippingOption[]): string {
  return options
    .map(({ name, price }, index) => `${index + 1}. ${name} (${formatMoney(price, 'en-US')})`)
    .join(', ');
}

/** By its number in the list, or by its name in any case. */
export function findShipping(catalog: Catalog, said: string): ShippingOption | undefined {
  const text = toPhrase(said).toLowerCase();
  const place = plainDigits(text);
  return shippingOptions(catalog).find(
    ({ name }, index) => place === String(index + 1) || text === toPhrase(name).toLowerCase(),
  );
}
