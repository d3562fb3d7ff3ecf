import { z } from 'zod';
import { jsonAnswer, type Answer } from '../answer.ts';
import { refuseForcedIssue } from '../faults/forced-issue.ts';
import type { Call, Office } from '../office.ts';
import { refusal } from '../refusal.ts';
import { parseBody, requireJson } from '../request-body.ts';
import { requireToken } from '../token.ts';
import { loadLiveOrder } from './live-order.ts';
import { withUnit } from './order-parts.ts';
import { toOrderBody } from './representation.ts';

const trackerRequest = z
  .object({
    capture_id: z
      .string()
      .min(1)
      .max(50)
      .regex(/^[a-zA-Z0-9]*$/),
    tracking_number: z.string().min(1).max(64).optional(),
    carrier: z
      .string()
      .min(1)
      .max(64)
      .regex(/^[0-9A-Z_]+$/)
      .optional(),
    carrier_name_other: z.string().min(1).max(64).optional(),
    notify_payer: z.boolean().optional(),
    items: z.array(z.looseObject({ sku: z.string().max(127).optional() })).optional(),
  })
  .refine(({ carrier, carrier_name_other: name }) => (carrier === 'OTHER') === (name !== undefined), {
    path: ['carrier_name_other'],
  });

/** `POST /v2/checkout/orders/{id}/track`: 201 for a new number of a capture, 200 for one that is there already. */
export function trackOrder(office: Office, call: Call): Answer {
  requireToken(office, call.headers.authorization);
  requireJson(call.headers['content-type']);
  const order = loadLiveOrder(office, call.resourceId, 'orders.track.create');
  const asked = parseBody('orders.track.create', trackerRequest, call.body);
  refuseForcedIssue('orders.track.create', call);
  const [unit, ...others] = order.units;
  if (unit === undefined || others.length > 0) throw refuse('MSP_NOT_SUPPORTED');
  const { capture_id: captureId, tracking_number: trackingNumber = '' } = asked;
  const capture = unit.captures.find(({ id }) => id === captureId);
  if (capture === undefined) throw refuse('CAPTURE_ID_NOT_FOUND');
  if (capture.status !== 'COMPLETED') throw refuse('CAPTURE_STATUS_NOT_VALID');
  if (trackingNumber === '' || /\s/u.test(trackingNumber)) throw refuse('INVALID_TRACKING_NUMBER');
  const isSold = (asked.items ?? []).every(
    ({ sku }) => sku === undefined || unit.items?.some((item) => item.sku === sku),
  );
  if (!isSold) throw refuse('ITEM_SKU_MISMATCH');
  const isKnown = unit.trackers.some(
    (one) => one.captureId === captureId && one.trackingNumber === trackingNumber,
  );
  if (isKnown) return jsonAnswer(200, toOrderBody(order, office.settings, 'captured'));
  const now = office.now();
  const trackers = [...unit.trackers, { captureId, trackingNumber, createdAt: now }];
  const tracked = withUnit(order, unit, { ...unit, trackers }, now);
  office.books.save({ order: tracked });
  return jsonAnswer(201, toOrderBody(tracked, office.settings, 'captured'));
}

function refuse(issue: string) {
  return refusal('orders.track.create', [{ issue }]);
}
