import { type PricedLine, priceCart, type WantedProduct } from '../checkout/cart.ts';
import type { Catalog } from '../checkout/catalog.ts';
import { type Checkout, expirable, type LineItem } from '../checkout/checkout.ts';
import type { ShippingChoice } from '../checkout/shipping.ts';
import type { Owner } from '../round-trip/owner.ts';
import { CheckoutError, isCheckoutError } from '../checkout/errors.ts';
import { maxLines, maxQuantity } from '../checkout/limits.ts';
import { isLate } from '../checkout/late.ts';
import { expire } from './expire.ts';
import { openCheckout } from './open-checkout.ts';
import { checkoutLimit, findStarted, openingSignals, toStartedBy } from './opening.ts';
import type { Ports } from '../checkout/ports.ts';
import { replaceCheckout } from './replace-checkout.ts';

export interface StartRequest {
  readonly owner: Owner;
  readonly isGroup: boolean;
  readonly shopperName: string;
  readonly locale: string;
  readonly conversationReference: string;
  readonly activityId: string;
  readonly cart: readonly WantedProduct[];
  readonly catalog: Pick<Catalog, 'currency' | 'taxIncluded'>;
  readonly shipping?: ShippingChoice | undefined;
  /** The checkout under way whose cart has changed: this one takes its place while nobody has claimed it. */
  readonly replaces?: string | undefined;
  /** The shopper has asked for another one, as by a new link: also while somebody is about to pay the former. */
  readonly replacesClaimed?: boolean | undefined;
}

/** Writes the snapshot of what is bought, with the signals that will carry its link and warn of its deadline. */
export async function start(ports: Ports, request: StartRequest): Promise<Checkout> {
  const { store } = ports;
  const again = await findStarted(store, request.owner, request.activityId);
  if (again !== undefined) return again;
  const checkout = toCheckout(ports, request, await store.now());
  const former = await findReplaced(ports, request);
  try {
    if (former !== undefined) return await replaceCheckout(ports, former, checkout, checkout.createdAt);
    return await insert(ports, checkout);
  } catch (error) {
    // The payer was faster, or the same activity came twice: look again and act on what is true now.
    if (former !== undefined && isCheckoutError(error, 'status_conflict')) return start(ports, request);
    if (!isCheckoutError(error, 'checkout_open')) throw error;
    return insertAfterAll(ports, request, checkout, error);
  }
}

/** Undefined where nothing is to be replaced any more. @throws CheckoutError `status_conflict` where somebody is about to pay it */
async function findReplaced(
  ports: Ports,
  { owner, replaces, replacesClaimed = false }: StartRequest,
): Promise<Checkout | undefined> {
  if (replaces === undefined) return undefined;
  const former = await ports.store.findActive(owner);
  if (former?.checkout.id !== replaces || isLate(former)) return undefined;
  const { status } = former.checkout;
  const mayGo = replacesClaimed ? expirable.includes(status) : status === 'open';
  if (!mayGo) throw new CheckoutError('status_conflict', status);
  return former.checkout;
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
    limits: [checkoutLimit(ports, checkout.owner)],
  });
  ports.log('checkout_started', { checkoutId: checkout.id, channelId: checkout.owner.channelId });
  ports.signalled(signals);
  return checkout;
}

function toCheckout(ports: Ports, request: StartRequest, now: number): Checkout {
  const { cart, catalog, shipping } = request;
  if (cart.length === 0 || cart.length > maxLines)
    throw new CheckoutError('cart_invalid', `${cart.length} lines`);
  if (!cart.every(({ quantity }) => maySell(quantity))) throw new CheckoutError('cart_invalid', 'quantity');
  const priced = priceCart(catalog, cart, shipping);
  const { taxContained, taxByRate } = priced;
  const bought = {
    items: priced.lines.map(toLineItem),
    shipping: shipping && { name: shipping.name, price: shipping.price, country: shipping.country },
    itemTotal: priced.itemTotal,
    taxTotal: priced.tax,
    ...(catalog.taxIncluded ? { taxIncluded: true as const, taxContained, taxByRate } : {}),
    shippingTotal: priced.shipping,
    total: priced.total,
  };
  const { owner, isGroup, shopperName, locale, conversationReference } = request;
  const startedBy = toStartedBy(request.activityId);
  const shopper = { owner, isGroup, shopperName, locale, conversationReference, startedBy };
  return openCheckout(ports, { ...shopper, ...bought }, now);
}

function maySell(quantity: number): boolean {
  return Number.isInteger(quantity) && quantity >= 1 && quantity <= maxQuantity;
}

function toLineItem({ product, quantity, unitTax }: PricedLine): LineItem {
  const { id, name, description, price, image } = product;
  return { productId: id, name, description, quantity, unitPrice: price, unitTax, image };
}
