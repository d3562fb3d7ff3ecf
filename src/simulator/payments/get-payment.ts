import { jsonAnswer, type Answer } from '../answer.ts';
import { bendOrder } from '../faults/bend-order.ts';
import type { Call, Desk } from '../desk.ts';
import { refuseForcedIssue } from '../faults/forced-issue.ts';
import { findCapture, type Found } from '../orders/order-parts.ts';
import type { Capture } from '../orders/order.ts';
import { toAuthorizationResource, toCaptureResource, toRefundBody } from './payment-bodies.ts';
import { loadAuthorization, loadCapture, loadRefund } from './payment-lookup.ts';
import { requireToken } from '../token.ts';

/** `GET /v2/payments/captures/{id}`. A `wrong_…` fault bends this answer alone. */
export function getCapture(desk: Desk, call: Call): Answer {
  requireToken(desk, call.headers.authorization);
  refuseForcedIssue('captures.get', call);
  const found = loadCapture(desk, call.resourceId, 'captures.get');
  return jsonAnswer(200, toCaptureResource(bendCapture(found, call), desk.settings));
}

/** `GET /v2/payments/refunds/{id}`. */
export function getRefund(desk: Desk, call: Call): Answer {
  requireToken(desk, call.headers.authorization);
  refuseForcedIssue('refunds.get', call);
  const { unit, part } = loadRefund(desk, call.resourceId);
  return jsonAnswer(200, toRefundBody(unit, part, desk.settings.url));
}

/** `GET /v2/payments/authorizations/{id}`. */
export function getAuthorization(desk: Desk, call: Call): Answer {
  requireToken(desk, call.headers.authorization);
  refuseForcedIssue('authorizations.get', call);
  const found = loadAuthorization(desk, call.resourceId, 'authorizations.get');
  return jsonAnswer(200, toAuthorizationResource(found, desk.settings));
}

function bendCapture(found: Found<Capture>, call: Call): Found<Capture> {
  const bent = bendOrder(found.order, call.fault);
  return findCapture({ findOrderOf: () => bent }, found.part.id) ?? found;
}
