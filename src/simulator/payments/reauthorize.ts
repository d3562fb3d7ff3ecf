import { z } from 'zod';
import { toAmount, toMinorUnits } from '../amount.ts';
import { announce } from '../webhooks/announce.ts';
import { jsonAnswer, type Answer } from '../answer.ts';
import { readAskedSum } from './asked-sum.ts';
import type { Call, Office } from '../office.ts';
import { refuseForcedIssue } from '../faults/forced-issue.ts';
import { createResourceId } from '../ids.ts';
import { authorizationNews } from '../webhooks/news.ts';
import { moneySchema } from '../orders/order-request.ts';
import type { Authorization } from '../orders/order.ts';
import { findAuthorization, putPart, withUnit, type Found } from '../orders/order-parts.ts';
import { toAuthorizationResource, toMinimalBody } from './payment-bodies.ts';
import { loadAuthorization } from './payment-lookup.ts';
import { refusal, type Refusal } from '../refusal.ts';
import { prefersRepresentation } from '../orders/representation.ts';
import { parseOptionalBody } from '../request-body.ts';
import { findKeptAnswer, keepAnswer } from '../request-id.ts';
import { requireToken } from '../token.ts';
import { toVoided } from './void-authorization.ts';

const honourMs = 3 * 86_400_000;
const requestSchema = z.object({ amount: moneySchema.optional() });

/**
 * `POST /v2/payments/authorizations/{id}/reauthorize`: three more days in which PayPal vouches for the money, within
 * the 29 of the first authorization. A new authorization takes the place of the old one, which is void from then on.
 */
export function reauthorize(office: Office, call: Call): Answer {
  requireToken(office, call.headers.authorization);
  const found = loadAuthorization(office, call.resourceId, 'authorizations.reauthorize');
  const request = parseOptionalBody('authorizations.reauthorize', requestSchema, call);
  const kept = findKeptAnswer(office, call, 'reauthorize');
  const known = kept && findAuthorization(office.books, kept.resourceId ?? '');
  if (known !== undefined) return answerWith(office, call, known, 200);
  refuseForcedIssue('authorizations.reauthorize', call);
  refuseStatus(found.part, office.now());
  const minorUnits = readSum(found.part, request.amount);
  const renewed = renew(found, minorUnits, office.now());
  office.books.save({
    order: renewed.order,
    ...keepAnswer(office, call, 'reauthorize', found.order.id, { resourceId: renewed.part.id }),
    ...announce(office, renewed.order, [
      authorizationNews('PAYMENT.AUTHORIZATION.CREATED', renewed, office.settings),
    ]),
  });
  return answerWith(office, call, renewed, 201);
}

function refuseStatus({ status, createdAt, expiresAt }: Authorization, now: number): void {
  if (status === 'VOIDED') throw refuse('AUTHORIZATION_VOIDED');
  if (status === 'CAPTURED') throw refuse('AUTHORIZATION_ALREADY_CAPTURED');
  if (now - createdAt < honourMs) throw refuse('REAUTHORIZATION_TOO_SOON');
  if (status === 'PARTIALLY_CAPTURED' || now >= expiresAt) throw refuse('REAUTHORIZATION_NOT_SUPPORTED');
}

function readSum({ amount }: Authorization, asked: z.infer<typeof moneySchema> | undefined): bigint {
  const authorized = toMinorUnits(amount) ?? 0n;
  if (asked === undefined) return authorized;
  const units = readAskedSum('authorizations.reauthorize', asked, amount.currency_code);
  if (units * 100n > authorized * 115n) throw refuse('AUTHORIZATION_AMOUNT_EXCEEDED');
  return units;
}

function renew(found: Found<Authorization>, minorUnits: bigint, now: number): Found<Authorization> {
  const { order, unit } = toVoided(found, now);
  const part: Authorization = {
    ...found.part,
    id: createResourceId(),
    amount: toAmount(minorUnits, found.part.amount.currency_code),
    createdAt: now,
    updatedAt: now,
  };
  const changed = { ...unit, authorizations: putPart(unit.authorizations, part) };
  return { order: withUnit(order, unit, changed, now), unit: changed, part };
}

function refuse(issue: string): Refusal {
  return refusal('authorizations.reauthorize', [{ issue }]);
}

function answerWith(office: Office, call: Call, found: Found<Authorization>, status: number): Answer {
  const body = toAuthorizationResource(found, office.settings);
  return jsonAnswer(status, prefersRepresentation(call.headers) ? body : toMinimalBody(body));
}
