import { jsonAnswer, type Answer } from '../answer.ts';
import type { Call, Office } from '../office.ts';
import { toDisputeBody } from './dispute-body.ts';
import { findDispute } from '../orders/order-parts.ts';
import { outsideRefusal } from '../refusal.ts';
import { requireToken } from '../token.ts';

/** `GET /v1/customer/disputes/{id}`. */
export function getDispute(office: Office, call: Call): Answer {
  requireToken(office, call.headers.authorization);
  const found = findDispute(office.books, call.resourceId);
  if (found === undefined) throw outsideRefusal('invalid_resource_id');
  return jsonAnswer(200, toDisputeBody(found, office.settings));
}
