import { jsonAnswer, type Answer } from '../answer.ts';
import { bendOrder } from '../faults/bend-order.ts';
import type { Call, Office } from '../office.ts';
import { refuseForcedIssue } from '../faults/forced-issue.ts';
import { loadLiveOrder } from './live-order.ts';
import { toOrderBody } from './representation.ts';
import { requireToken } from '../token.ts';

/** `GET /v2/checkout/orders/{id}`. A `wrong_…` fault bends this answer alone. */
export function getOrder(office: Office, call: Call): Answer {
  requireToken(office, call.headers.authorization);
  refuseForcedIssue('orders.get', call);
  const order = bendOrder(loadLiveOrder(office, call.resourceId, 'orders.get'), call.fault);
  return jsonAnswer(200, toOrderBody(order, office.settings, 'full'));
}
