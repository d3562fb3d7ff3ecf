import type { Capture, Checkout, Flag } from './checkout.ts';
import type { Order } from './order.ts';
import type { Money } from './money.ts';
import type { PaymentOrder } from './ports.ts';

/** What in PayPal's answer differs from what this checkout asked for; undefined when nothing does. */
export function differenceFrom(
  checkout: Checkout,
  order: Order,
  found: PaymentOrder,
  merchantId: string | undefined,
): Flag | undefined {
  if (found.customId !== checkout.id || found.orderId !== order.orderId) return 'checkout_mismatch';
  if (!sameMoney(found.total, checkout.total)) return 'amount_mismatch';
  const payee = merchantId ?? order.payeeId;
  if (payee !== undefined && found.payeeId !== payee) return 'payee_mismatch';
  if (found.captures.some(({ amount }) => !sameMoney(amount, checkout.total))) return 'amount_mismatch';
  if (found.captures.filter(holdsMoney).length > 1) return 'amount_mismatch';
  return undefined;
}

/**
 * Whether the price was that of one country, and PayPal has an address in another one, or none. With one price for all
 * nothing is compared.
 */
export function goesElsewhere(
  { shipping }: Pick<Checkout, 'shipping'>,
  { shippingCountry }: Pick<PaymentOrder, 'shippingCountry'>,
): boolean {
  return shipping?.country !== undefined && shippingCountry !== shipping.country;
}

export function holdsMoney({ status }: Capture): boolean {
  return status !== 'DECLINED' && status !== 'FAILED';
}

function sameMoney(one: Money, other: Money): boolean {
  return one.currency === other.currency && one.minorUnits === other.minorUnits;
}
