import { announce } from '../webhooks/announce.ts';
import { jsonAnswer, type Answer } from '../answer.ts';
import type { Call, Office } from '../office.ts';
import { findForcedIssue } from '../faults/forced-issue.ts';
import { createResourceId } from '../ids.ts';
import { loadLiveOrder } from './live-order.ts';
import { authorizationNews } from '../webhooks/news.ts';
import type { Authorization, Order } from './order.ts';
import { refusal } from '../refusal.ts';
import { prefersRepresentation, toOrderBody } from './representation.ts';
import { requireJsonObject } from '../request-body.ts';
import { findKeptAnswer, keepAnswer } from '../request-id.ts';
import { requireToken } from '../token.ts';

const dayMs = 86_400_000;
export const authorizationLifetimeMs = 29 * dayMs;

/** `POST /v2/checkout/orders/{id}/authorize`: the money is set aside, and taken later by captures. */
export function authorizeOrder(office: Office, call: Call): Answer {
  requireToken(office, call.headers.authorization);
  const order = loadLiveOrder(office, call.resourceId, 'orders.authorize');
  requireJsonObject('orders.authorize', call.body);
  if (findKeptAnswer(office, call, 'authorize') !== undefined) return answerWith(office, call, order, 200);
  const issue = findIssue(call, order);
  if (issue !== undefined) throw refusal('orders.authorize', [{ issue }]);
  const authorized = toAuthorized(order, office.now());
  const news = authorized.units.flatMap((unit) =>
    unit.authorizations.map((part) =>
      authorizationNews('PAYMENT.AUTHORIZATION.CREATED', { order: authorized, unit, part }, office.settings),
    ),
  );
  office.books.save({
    order: authorized,
    ...keepAnswer(office, call, 'authorize', order.id),
    ...announce(office, authorized, news),
  });
  return answerWith(office, call, authorized, 201);
}

function findIssue(call: Call, order: Order): string | undefined {
  if (order.intent !== 'AUTHORIZE') return 'ACTION_DOES_NOT_MATCH_INTENT';
  if (order.status === 'COMPLETED') return 'ORDER_ALREADY_AUTHORIZED';
  const forced = findForcedIssue('orders.authorize', call);
  if (forced !== undefined) return forced;
  if (order.status !== 'APPROVED') return 'ORDER_NOT_APPROVED';
  // An authorization knows no INSTRUMENT_DECLINED.
  return order.payer?.card === 'declined' ? 'PAYMENT_DENIED' : undefined;
}

function toAuthorized(order: Order, now: number): Order {
  const units = order.units.map((unit) => {
    const { currency_code, value } = unit.amount;
    const authorization: Authorization = {
      id: createResourceId(),
      status: 'CREATED',
      amount: { currency_code, value },
      createdAt: now,
      updatedAt: now,
      expiresAt: now + authorizationLifetimeMs,
    };
    return { ...unit, authorizations: [authorization] };
  });
  return { ...order, status: 'COMPLETED', updatedAt: now, units };
}

function answerWith(office: Office, call: Call, order: Order, status: number): Answer {
  const detail = prefersRepresentation(call.headers) ? 'full' : 'captured';
  return jsonAnswer(status, toOrderBody(order, office.settings, detail));
}
