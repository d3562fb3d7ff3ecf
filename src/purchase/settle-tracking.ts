import { type Checkout, revise } from '../checkout/checkout.ts';
import { isCheckoutError } from '../checkout/errors.ts';
import { restUnlessChanged } from '../checkout/rest-unless-changed.ts';
import type { Ports } from '../checkout/ports.ts';
import { record } from '../checkout/record.ts';
import { isTrackingOpen, type Shipment, type Tracking } from '../checkout/shipment.ts';
import type { TrackingAnswer, TrackingRequest } from '../checkout/tracking-ports.ts';
import { isRefundOpen } from '../checkout/refund-open.ts';
import { writeAnyway } from '../checkout/write-anyway.ts';

/** Tells PayPal a parcel's number that it has not answered yet. The lease must be held. The same request id sends the same bytes. */
export async function settleTracking(ports: Ports, checkout: Checkout): Promise<Checkout> {
  const { shipment } = checkout;
  const tracking = shipment?.tracking;
  if (shipment === undefined || tracking?.status !== 'submitted') return checkout;
  try {
    return await note(ports, checkout, await ask(ports, tracking, shipment));
  } catch (error) {
    if (!isCheckoutError(error, 'payments_unclear')) throw error;
    const { requestId } = tracking;
    ports.log('tracking_unclear', { checkoutId: checkout.id, requestId, reason: error.detail });
    return restUnlessChanged(ports, checkout);
  }
}

async function ask({ payments }: Ports, tracking: Tracking, shipment: Shipment): Promise<TrackingAnswer> {
  try {
    return await payments.trackOrder(toRequest(tracking, shipment));
  } catch (error) {
    if (!isCheckoutError(error, 'payments_refused')) throw error;
    return { kind: 'refused', issue: error.detail ?? error.code };
  }
}

function toRequest(tracking: Tracking, { carrier, number = '' }: Shipment): TrackingRequest {
  const { requestId, orderId, captureId, carrierCode } = tracking;
  const carrierName = carrierCode === 'OTHER' ? carrier : undefined;
  return { requestId, orderId, captureId, carrierCode, carrierName, number };
}

function note(ports: Ports, checkout: Checkout, answer: TrackingAnswer): Promise<Checkout> {
  return writeAnyway(ports, checkout, (before) =>
    isTrackingOpen(before) ? write(ports, before, answer) : before,
  );
}

async function write(
  ports: Ports,
  before: Checkout,
  { debugId, ...answer }: TrackingAnswer,
): Promise<Checkout> {
  const { shipment, refunds } = before;
  const { tracking } = shipment ?? {};
  if (shipment === undefined || tracking === undefined) return before;
  const issue = answer.kind === 'refused' ? answer.issue : undefined;
  const settled = { ...tracking, status: answer.kind, issue, debugId };
  // A refund that is not settled goes on under the lease.
  const lease = refunds.some(isRefundOpen) ? before.lease : undefined;
  const changes = { shipment: { ...shipment, tracking: settled }, lease, debugId };
  const after = revise(before, changes, await ports.store.now());
  const log = [
    'tracking_settled',
    { requestId: tracking.requestId, status: answer.kind, issue, debugId },
  ] as const;
  return record(ports, { before, after, who: 'paypal', log });
}
