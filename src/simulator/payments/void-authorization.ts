import { announce } from '../webhooks/announce.ts';
import { jsonAnswer, type Answer } from '../answer.ts';
import type { Call, Desk } from '../desk.ts';
import { refuseForcedIssue } from '../faults/forced-issue.ts';
import { authorizationNews } from '../webhooks/news.ts';
import type { Authorization } from '../orders/order.ts';
import { putPart, withUnit, type Found } from '../orders/order-parts.ts';
import { toAuthorizationResource } from './payment-bodies.ts';
import { loadAuthorization } from './payment-lookup.ts';
import { refusal, type Refusal } from '../refusal.ts';
import { prefersRepresentation } from '../orders/representation.ts';
import { findKeptAnswer, keepAnswer } from '../request-id.ts';
import { requireToken } from '../token.ts';

/** `POST /v2/payments/authorizations/{id}/void`: what was not captured is free again. */
export function voidAuthorization(desk: Desk, call: Call): Answer {
  requireToken(desk, call.headers.authorization);
  const found = loadAuthorization(desk, call.resourceId, 'authorizations.void');
  if (findKeptAnswer(desk, call, 'void') !== undefined) return answerWith(desk, call, found);
  refuseForcedIssue('authorizations.void', call);
  const { status, expiresAt } = found.part;
  if (status === 'VOIDED') throw refuse('PREVIOUSLY_VOIDED');
  if (status === 'CAPTURED') throw refuse('PREVIOUSLY_CAPTURED');
  if (desk.now() >= expiresAt) throw refuse('CANNOT_BE_VOIDED');
  const voided = toVoided(found, desk.now());
  desk.books.save({
    order: voided.order,
    ...keepAnswer(desk, call, 'void', found.order.id),
    ...announce(desk, voided.order, [
      authorizationNews('PAYMENT.AUTHORIZATION.VOIDED', voided, desk.settings),
    ]),
  });
  return answerWith(desk, call, voided);
}

/** The authorization and its order when it is void. */
export function toVoided({ order, unit, part }: Found<Authorization>, now: number): Found<Authorization> {
  const voided = { ...part, status: 'VOIDED' as const, updatedAt: now };
  const changed = { ...unit, authorizations: putPart(unit.authorizations, voided) };
  return { order: withUnit(order, unit, changed, now), unit: changed, part: voided };
}

function answerWith(desk: Desk, call: Call, found: Found<Authorization>): Answer {
  return prefersRepresentation(call.headers)
    ? jsonAnswer(200, toAuthorizationResource(found, desk.settings))
    : { status: 204, headers: {}, body: '' };
}

function refuse(issue: string): Refusal {
  return refusal('authorizations.void', [{ issue }]);
}
