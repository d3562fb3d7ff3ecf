import type { Checkout, LineItem } from '../../checkout/checkout.ts';
import { type Money, moneyFormat, multiplyMoney } from '../../checkout/money.ts';
import { type ShownTax, toShownTax } from '../../checkout/shown-tax.ts';
import type { Assets } from '../assets.ts';
import { channelName, maskName } from '../../words/language.ts';

export interface PurchaseSummary {
  readonly items: readonly SummaryItem[];
  readonly itemTotal: string;
  readonly hasParts: boolean;
  /** On top of the items. */
  readonly tax: string | undefined;
  /** Inside of the total. */
  readonly taxIncluded: ShownTax | undefined;
  readonly shipping:
    { readonly name: string; readonly country: string | undefined; readonly price: string } | undefined;
  readonly total: string;
  readonly shopper: string;
  readonly channel: string;
  readonly isGroup: boolean;
}

interface SummaryItem {
  readonly name: string;
  readonly quantity: number;
  readonly unitPrice: string;
  readonly price: string;
  readonly picture: string | undefined;
}

/** What is bought, in the words of the shopper's locale. Every amount comes from the snapshot. */
export function summarise(checkout: Checkout, assets: Assets): PurchaseSummary {
  const text = moneyFormat(checkout.total.currency, checkout.locale);
  const { items, itemTotal, taxTotal, shippingTotal, shipping, total, owner } = checkout;
  return {
    items: items.map((item) => summariseItem(item, text, assets)),
    itemTotal: text(itemTotal),
    hasParts: taxTotal.minorUnits > 0 || shipping !== undefined,
    tax: taxTotal.minorUnits > 0 ? text(taxTotal) : undefined,
    taxIncluded: toShownTax(checkout, checkout.locale),
    shipping: shipping && { name: shipping.name, country: shipping.country, price: text(shippingTotal) },
    total: text(total),
    shopper: maskName(checkout.shopperName),
    channel: channelName(owner.channelId),
    isGroup: checkout.isGroup,
  };
}

function summariseItem(item: LineItem, text: (money: Money) => string, assets: Assets): SummaryItem {
  const { name, quantity, unitPrice, image } = item;
  return {
    name,
    quantity,
    unitPrice: text(unitPrice),
    price: text(multiplyMoney(unitPrice, quantity)),
    picture: image === undefined ? undefined : pictureOf(image, assets),
  };
}

/** Our own pictures only, the drawing before the photograph: a page that loads from elsewhere would tell others of it. */
function pictureOf(image: string, assets: Assets): string | undefined {
  const path = `/${image.replace(/^\/+/u, '')}`;
  const drawing = path.replace(/\.png$/u, '.svg');
  if (assets.has(drawing)) return assets.href(drawing);
  return assets.has(path) ? assets.href(path) : undefined;
}
