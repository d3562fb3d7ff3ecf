import type { Catalog, Product, ShippingOption } from '../checkout/catalog.ts';
import type { Checkout, LineItem } from '../checkout/checkout.ts';
import type { Owner } from '../round-trip/owner.ts';
import { CheckoutError, isCheckoutError } from '../checkout/errors.ts';
import { expire, isLate } from './expire.ts';
import { sendingLease } from '../checkout/lease.ts';
import { newId } from '../round-trip/new-id.ts';
import { openCheckout } from './open-checkout.ts';
import { addMoney, multiplyMoney, taxOn, type Money } from '../checkout/money.ts';
import type { CheckoutStore, Ports } from '../checkout/ports.ts';
import type { RateLimit } from '../round-trip/rate-limit.ts';
import type { NewSignal } from '../checkout/signal.ts';

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
  const again = await findStarted(store, request.owner, request.activityId);
  if (again !== undefined) return again;
  const checkout = toCheckout(request, ports.settings.checkoutMs, await store.now());
  try {
    return await insert(ports, checkout);
  } catch (error) {
    if (!isCheckoutError(error, 'checkout_open')) throw error;
    return insertAfterAll(ports, request, checkout, error);
  }
}

/** Where the channel names no activity every message is its own: nothing is ever stored as started by ''. */
export async function findStarted(
  store: Pick<CheckoutStore, 'findStartedBy'>,
  owner: Owner,
  activityId: string,
): Promise<Checkout | undefined> {
  return (await store.findStartedBy(owner, activityId))?.checkout;
}

export function toStartedBy(activityId: string): string {
  return activityId === '' ? newId() : activityId;
}

/** What stands in the way may be this very activity, delivered twice at once, or a checkout that is over by now. */
async function insertAfterAll(
  ports: Ports,
  { owner, activityId }: StartRequest,
  checkout: Checkout,
  refusal: CheckoutError,
): Promise<Checkout> {
  const same = await findStarted(ports.store, owner, activityId);
  if (same !== undefined) return same;
  const former = await ports.store.findActive(owner);
  if (former !== undefined) {
    if (!isLate(former)) throw refusal;
    await expire(ports, former.checkout, former.now);
  }
  return insert(ports, checkout);
}

async function insert(ports: Ports, checkout: Checkout): Promise<Checkout> {
  const signals = await ports.store.write({
    insert: checkout,
    who: 'shopper',
    signals: openingSignals(ports, checkout),
    limits: [checkoutsPerHour(checkout.owner)],
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
  const bought = {
    items,
    shipping: shipping && { name: shipping.name, price: shipping.price },
    itemTotal,
    taxTotal,
    shippingTotal,
    total: sum(zero, [itemTotal, taxTotal, shippingTotal]),
  };
  const { owner, isGroup, shopperName, locale, conversationReference } = request;
  const startedBy = toStartedBy(request.activityId);
  const shopper = { owner, isGroup, shopperName, locale, conversationReference, startedBy };
  return openCheckout({ ...shopper, ...bought }, now, checkoutMs);
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
