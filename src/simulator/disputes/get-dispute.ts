import { jsonAnswer, type Answer } from '../answer.ts';
import type { Call, Desk } from '../desk.ts';
import { toDisputeBody } from './dispute-body.ts';
import { findDispute } from '../orders/order-parts.ts';
import { outsideRefusal } from '../refusal.ts';
import { requireToken } from '../token.ts';

/** `GET /v1/customer/disputes/{id}`. */
export function getDispute(desk: Desk, call: Call): Answer {
  requireToken(desk, call.headers.authorization);
  const found = findDispute(desk.books, call.resourceId);
  if (found === undefined) throw outsideRefusal('invalid_resource_id');
  return jsonAnswer(200, toDisputeBody(found, desk.settings));
}
