import type { Catalog, ShippingOption } from '../checkout/catalog.ts';
import { formatMoney } from '../checkout/money.ts';

/** The ways to send a parcel, labelled for the chat. */
export function shippingOptions({ shipping }: Catalog): (ShippingOption & { readonly label: string })[] {
  if (shipping === 'none') return [];
  return shipping.map((option) => ({
    ...option,
    label: `${option.name} (${formatMoney(option.price, 'en-US')})`,
  }));
}

/** By its number in the list, or by its name in any case. */
export function findShipping(catalog: Catalog, said: string): ShippingOption | undefined {
  const options = catalog.shipping === 'none' ? [] : catalog.shipping;
  const text = said.trim().toLowerCase();
  return options.find(({ name }, index) => text === String(index + 1) || text === name.toLowerCase());
}
