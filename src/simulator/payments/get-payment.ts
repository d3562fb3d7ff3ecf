import { jsonAnswer, type Answer } from '../answer.ts';
import { bendOrder } from '../faults/bend-order.ts';
import type { Call, Office } from '../office.ts';
import { refuseForcedIssue } from '../faults/forced-issue.ts';
import { findCapture, type Found } from '../orders/order-parts.ts';
import type { Capture } from '../orders/order.ts';
import { toAuthorizationResource, toCaptureResource, toRefundBody } from './payment-bodies.ts';
import { loadAuthorization, loadCapture, loadRefund } from './payment-lookup.ts';
import { requireToken } from '../token.ts';

/** `GET /v2/payments/captures/{id}`. A `wrong_…` fault bends this answer alone. */
export function getCapture(office: Office, call: Call): Answer {
  requireToken(office, call.headers.authorization);
  refuseForcedIssue('captures.get', call);
  const found = loadCapture(office, call.resourceId, 'captures.get');
  return jsonAnswer(200, toCaptureResource(bendCapture(found, call), office.settings));
}

/** `GET /v2/payments/refunds/{id}`. */
export function getRefund(office: Office, call: Call): Answer {
  requireToken(office, call.headers.authorization);
  refuseForcedIssue('refunds.get', call);
  const { unit, part } = loadRefund(office, call.resourceId);
  return jsonAnswer(200, toRefundBody(unit, part, office.settings.url));
}

/** `GET /v2/payments/authorizations/{id}`. */
export function getAuthorization(office: Office, call: Call): Answer {
  requireToken(office, call.headers.authorization);
  refuseForcedIssue('authorizations.get', call);
  const found = loadAuthorization(office, call.resourceId, 'authorizations.get');
  return jsonAnswer(200, toAuthorizationResource(found, office.settings));
}

function bendCapture(found: Found<Capture>, call: Call): Found<Capture> {
  const bent = bendOrder(found.order, call.fault);
  return findCapture({ findOrderOf: () => bent }, found.part.id) ?? found;
}
