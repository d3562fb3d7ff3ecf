import type { Catalog, Product, ShippingOption } from './catalog.ts';
import type { Checkout, LineItem, Owner } from './checkout.ts';
import { CheckoutError } from './errors.ts';
import { newId } from './new-id.ts';
import { addMoney, multiplyMoney, taxOn, type Money } from './money.ts';
import type { Ports, RateLimit } from './ports.ts';
import type { NewSignal } from './signal.ts';

export const maxQuantity = 99;
export const maxLines = 30;

export interface StartRequest {
  readonly owner: Owner;
  readonly isGroup: boolean;
  readonly shopperName: string;
  readonly locale: string;
  readonly conversationReference: string;
  readonly activityId: string;
  readonly cart: readonly { readonly product: Product; readonly quantity: number }[];
  readonly catalog: Pick<Catalog, 'currency'>;
  readonly shipping?: ShippingOption | undefined;
}

/** Writes the snapshot of what is bought, with the signals that will carry its link and warn of its deadline. */
export async function start(ports: Ports, request: StartRequest): Promise<Checkout> {
  const { store } = ports;
  const again = await store.findStartedBy(request.owner, request.activityId);
  if (again !== undefined) return again.checkout;
  const checkout = toCheckout(request, ports.settings.checkoutMs, await store.now());
  const signals = await store.write({
    insert: checkout,
    signals: openingSignals(ports, checkout),
    limits: [checkoutsPerHour(request.owner)],
  });
  ports.log('checkout_started', { checkoutId: checkout.id, channelId: checkout.owner.channelId });
  ports.signalled(signals);
  return checkout;
}

/** The card with the link now, and one warning before the deadline (at half time where that is later). */
export function openingSignals({ holder }: Pick<Ports, 'holder'>, checkout: Checkout): readonly NewSignal[] {
  const { id, createdAt, expiresAt } = checkout;
  const warnAt = Math.max(expiresAt - 5 * 60_000, createdAt + (expiresAt - createdAt) / 2);
  return [
    { checkoutId: id, kind: 'link_ready', dueAt: createdAt, lease: sendingLease(holder, createdAt) },
    { checkoutId: id, kind: 'deadline_near', dueAt: Math.round(warnAt) },
  ];
}

/** The writing process tells at once; should it die, another may from here on. */
export function sendingLease(
  holder: string,
  now: number,
): { readonly holder: string; readonly until: number } {
  return { holder, until: now + 15_000 };
}

export function checkoutsPerHour({ channelId, shopperId }: Owner): RateLimit {
  return { name: 'checkouts', key: JSON.stringify([channelId, shopperId]), windowMs: 3_600_000, max: 10 };
}

function toCheckout(request: StartRequest, checkoutMs: number, now: number): Checkout {
  const { cart, catalog, shipping } = request;
  if (cart.length === 0 || cart.length > maxLines)
    throw new CheckoutError('cart_invalid', `${cart.length} lines`);
  const items = cart.map(({ product, quantity }) => toLineItem(product, quantity));
  const zero: Money = { currency: catalog.currency, minorUnits: 0 };
  const itemTotal = sum(
    zero,
    items.map((item) => multiplyMoney(item.unitPrice, item.quantity)),
  );
  const taxTotal = sum(
    zero,
    items.map((item) => multiplyMoney(item.unitTax, item.quantity)),
  );
  const shippingTotal = shipping?.price ?? zero;
  return {
    id: newId(),
    version: 1,
    status: 'open',
    owner: request.owner,
    isGroup: request.isGroup,
    shopperName: request.shopperName,
    locale: request.locale,
    conversationReference: request.conversationReference,
    startedBy: request.activityId,
    items,
    shipping,
    itemTotal,
    taxTotal,
    shippingTotal,
    total: sum(zero, [itemTotal, taxTotal, shippingTotal]),
    createdAt: now,
    expiresAt: now + checkoutMs,
    updatedAt: now,
    orders: [],
    numbersDrawn: 0,
    attempts: 0,
  };
}

function toLineItem(product: Product, quantity: number): LineItem {
  if (!Number.isInteger(quantity) || quantity < 1 || quantity > maxQuantity) {
    throw new CheckoutError('cart_invalid', 'quantity');
  }
  const { id, name, description, price, taxRate, image } = product;
  const unitTax = taxRate === undefined ? { ...price, minorUnits: 0 } : taxOn(price, taxRate);
  return { productId: id, name, description, quantity, unitPrice: price, unitTax, image };
}

function sum(zero: Money, amounts: readonly Money[]): Money {
  return amounts.reduce((total, amount) => addMoney(total, amount), zero);
}
