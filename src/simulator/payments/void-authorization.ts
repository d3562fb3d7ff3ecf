import { announce } from '../webhooks/announce.ts';
import { jsonAnswer, type Answer } from '../answer.ts';
import type { Call, Office } from '../office.ts';
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
export function voidAuthorization(office: Office, call: Call): Answer {
  requireToken(office, call.headers.authorization);
  const found = loadAuthorization(office, call.resourceId, 'authorizations.void');
  if (findKeptAnswer(office, call, 'void') !== undefined) return answerWith(office, call, found);
  refuseForcedIssue('authorizations.void', call);
  const { status, expiresAt } = found.part;
  if (status === 'VOIDED') throw refuse('PREVIOUSLY_VOIDED');
  if (status === 'CAPTURED') throw refuse('PREVIOUSLY_CAPTURED');
  if (office.now() >= expiresAt) throw refuse('CANNOT_BE_VOIDED');
  const voided = toVoided(found, office.now());
  office.books.save({
    order: voided.order,
    ...keepAnswer(office, call, 'void', found.order.id),
    ...announce(office, voided.order, [
      authorizationNews('PAYMENT.AUTHORIZATION.VOIDED', voided, office.settings),
    ]),
  });
  return answerWith(office, call, voided);
}

/** The authorization and its order when it is void. */
export function toVoided({ order, unit, part }: Found<Authorization>, now: number): Found<Authorization> {
  const voided = { ...part, status: 'VOIDED' as const, updatedAt: now };
  const changed = { ...unit, authorizations: putPart(unit.authorizations, voided) };
  return { order: withUnit(order, unit, changed, now), unit: changed, part: voided };
}

function answerWith(office: Office, call: Call, found: Found<Authorization>): Answer {
  return prefersRepresentation(call.headers)
    ? jsonAnswer(200, toAuthorizationResource(found, office.settings))
    : { status: 204, headers: {}, body: '' };
}

function refuse(issue: string): Refusal {
  return refusal('authorizations.void', [{ issue }]);
}
