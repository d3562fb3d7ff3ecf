import { toCarrierCode } from '../checkout/carriers.ts';
import { type Checkout, revise } from '../checkout/checkout.ts';
import { isCheckoutError } from '../checkout/errors.ts';
import { isHeld, leaseMs } from '../round-trip/lease.ts';
import { loadCheckout } from '../checkout/load-checkout.ts';
import { liveOrder } from '../checkout/order.ts';
import type { Ports } from '../checkout/ports.ts';
import { record } from '../checkout/record.ts';
import { type Parcel, type Shipment, type Tracking, withParcel } from '../checkout/shipment.ts';
import { settleTracking } from './settle-tracking.ts';

export interface ShipRequest extends Parcel {
  readonly checkoutId: string;
}

export type ShipOutcome =
  /** The shopper is told: for the first time, or of what is known now. */
  | { readonly kind: 'told'; readonly checkout: Checkout }
  /** All of it was told before. */
  | { readonly kind: 'unchanged'; readonly checkout: Checkout }
  | {
      readonly kind: 'refused';
      readonly why: 'not_confirmed' | 'nothing_to_send' | 'told_otherwise';
      readonly checkout: Checkout;
    };

/**
 * Tells the shopper that the goods are on their way, and PayPal the parcel's number: written first, with the request id
 * of the call. @throws CheckoutError `checkout_unknown`, `status_conflict` where it changes again and again
 */
export async function ship(ports: Ports, request: ShipRequest, tries = 5): Promise<ShipOutcome> {
  const { checkout, now } = await loadCheckout(ports.store, request.checkoutId);
  const { shipment } = checkout;
  const parcel = withParcel(shipment ?? {}, request);
  const isTold = shipment !== undefined && isSame(parcel, shipment);
  if (isTold) return { kind: 'unchanged', checkout };
  const why = findObstacle(checkout, parcel);
  if (why !== undefined) return { kind: 'refused', why, checkout };
  try {
    const after = await write(ports, checkout, parcel ?? {}, now);
    return { kind: 'told', checkout: isOurs(ports, after) ? await settleTracking(ports, after) : after };
  } catch (error) {
    // Another process was faster: look again and act on what is true now.
    if (!isCheckoutError(error, 'status_conflict') || tries === 1) throw error;
    return ship(ports, request, tries - 1);
  }
}

function isSame(parcel: Parcel | undefined, told: Parcel): boolean {
  return parcel?.carrier === told.carrier && parcel?.number === told.number;
}

type Obstacle = Extract<ShipOutcome, { readonly kind: 'refused' }>['why'];

function findObstacle({ status, shipping }: Checkout, parcel: Parcel | undefined): Obstacle | undefined {
  if (status !== 'confirmed') return 'not_confirmed';
  if (shipping === undefined) return 'nothing_to_send';
  return parcel === undefined ? 'told_otherwise' : undefined;
}

function write(ports: Ports, before: Checkout, parcel: Parcel, now: number): Promise<Checkout> {
  const told = before.shipment;
  // Each telling has a moment of its own, by which the later one is known.
  const toldAt = told === undefined ? now : Math.max(now, told.toldAt + 1);
  const tracking = toTracking(before, parcel, toldAt);
  const shipment: Shipment = { ...parcel, shippedAt: told?.shippedAt ?? toldAt, toldAt, tracking };
  // Whoever asks PayPal about something else just now goes on; the worker asks for this when that lease ends.
  const isOurTurn = tracking !== undefined && !isHeld(before, now);
  const lease = isOurTurn ? { holder: ports.holder, until: now + leaseMs } : before.lease;
  const after = revise(before, { shipment, lease }, toldAt);
  const log = ['checkout_shipped', { requestId: tracking?.requestId }] as const;
  return record(ports, { before, after, tells: 'shipped', who: 'merchant', log });
}

/** Nothing without a number, or without a payment that PayPal could tell it of. */
function toTracking(checkout: Checkout, { carrier, number }: Parcel, now: number): Tracking | undefined {
  const orderId = liveOrder(checkout)?.orderId;
  const captureId = checkout.capture?.captureId;
  if (number === undefined || orderId === undefined || captureId === undefined) return undefined;
  return {
    requestId: `${checkout.id}-tracking-1`,
    orderId,
    captureId,
    carrierCode: carrier === undefined ? undefined : (toCarrierCode(carrier) ?? 'OTHER'),
    status: 'submitted',
    askedAt: now,
  };
}

function isOurs({ holder }: Ports, { shipment, lease }: Checkout): boolean {
  return shipment?.tracking !== undefined && lease?.holder === holder;
}
