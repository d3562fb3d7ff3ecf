import { z } from 'zod';
import { toAmount, toMinorUnits } from '../amount.ts';
import { announce } from '../webhooks/announce.ts';
import { jsonAnswer, type Answer } from '../answer.ts';
import { readAskedSum } from './asked-sum.ts';
import type { Call, Office } from '../office.ts';
import { refuseForcedIssue } from '../faults/forced-issue.ts';
import { createResourceId } from '../ids.ts';
import { captureNews } from '../webhooks/news.ts';
import { moneySchema } from '../orders/order-request.ts';
import type { Authorization, Capture, OrderUnit } from '../orders/order.ts';
import { findCapture, putPart, withUnit, type Found } from '../orders/order-parts.ts';
import { toCaptureResource, toMinimalBody } from './payment-bodies.ts';
import { loadAuthorization } from './payment-lookup.ts';
import { captureEventOf, toFirstStatus } from './first-status.ts';
import { refusal, type Refusal } from '../refusal.ts';
import { prefersRepresentation } from '../orders/representation.ts';
import { parseOptionalBody } from '../request-body.ts';
import { findKeptAnswer, keepAnswer } from '../request-id.ts';
import { requireToken } from '../token.ts';

const mostCaptures = 10;

const captureRequestSchema = z.object({
  amount: moneySchema.optional(),
  final_capture: z.boolean().default(false),
  invoice_id: z.string().min(1).max(127).optional(),
  note_to_payer: z.string().min(1).max(255).optional(),
  soft_descriptor: z.string().max(22).optional(),
});

type CaptureRequest = z.infer<typeof captureRequestSchema>;

/** `POST /v2/payments/authorizations/{id}/capture`: all that is left or a part; 115 % of it at most. */
export function captureAuthorization(office: Office, call: Call): Answer {
  requireToken(office, call.headers.authorization);
  const found = loadAuthorization(office, call.resourceId, 'authorizations.capture');
  const request = parseOptionalBody('authorizations.capture', captureRequestSchema, call);
  const kept = findKeptAnswer(office, call, 'capture_authorization');
  const known = kept && findCapture(office.books, kept.resourceId ?? '');
  if (known !== undefined) return answerWith(office, call, known, 200);
  refuseForcedIssue('authorizations.capture', call);
  refuseStatus(office, found, request);
  const minorUnits = readSum(found, request);
  const captured = addCapture(found, request, minorUnits, call, office.now());
  const news = captureNews(captureEventOf(captured.part), captured, office.settings);
  office.books.save({
    order: captured.order,
    ...keepAnswer(office, call, 'capture_authorization', found.order.id, { resourceId: captured.part.id }),
    ...announce(office, captured.order, [news]),
  });
  return answerWith(office, call, captured, 201);
}

/** Minor units that captures already took from an authorization. */
export function capturedOf(unit: OrderUnit, authorizationId: string): bigint {
  return listCaptures(unit, authorizationId)
    .filter(({ status }) => status !== 'DECLINED')
    .reduce((sum, { amount }) => sum + (toMinorUnits(amount) ?? 0n), 0n);
}

function refuseStatus(office: Office, { unit, part }: Found<Authorization>, request: CaptureRequest): void {
  if (part.status === 'VOIDED') throw refuse('AUTHORIZATION_VOIDED');
  if (part.status === 'CAPTURED') throw refuse('AUTHORIZATION_ALREADY_CAPTURED');
  if (office.now() >= part.expiresAt) throw refuse('AUTHORIZATION_EXPIRED');
  if (listCaptures(unit, part.id).length >= mostCaptures) throw refuse('MAX_CAPTURE_COUNT_EXCEEDED');
  const isPaid = request.invoice_id !== undefined && office.books.findPaidOrder(request.invoice_id);
  if (typeof isPaid === 'string') throw refuse('DUPLICATE_INVOICE_ID');
}

function readSum({ unit, part }: Found<Authorization>, { amount }: CaptureRequest): bigint {
  const authorized = toMinorUnits(part.amount) ?? 0n;
  const taken = capturedOf(unit, part.id);
  if (amount === undefined) return authorized - taken;
  const asked = readAskedSum('authorizations.capture', amount, part.amount.currency_code);
  if ((taken + asked) * 100n > authorized * 115n) throw refuse('MAX_CAPTURE_AMOUNT_EXCEEDED');
  return asked;
}

function addCapture(
  { order, unit, part }: Found<Authorization>,
  request: CaptureRequest,
  minorUnits: bigint,
  call: Call,
  now: number,
): Found<Capture> {
  const capture: Capture = {
    ...toFirstStatus(call, now),
    id: createResourceId(),
    amount: toAmount(minorUnits, part.amount.currency_code),
    createdAt: now,
    authorizationId: part.id,
    isFinal: request.final_capture,
    ...(request.invoice_id === undefined ? {} : { invoiceId: request.invoice_id }),
  };
  const added = { ...unit, captures: [...unit.captures, capture] };
  const isUsedUp = request.final_capture || capturedOf(added, part.id) >= (toMinorUnits(part.amount) ?? 0n);
  const isTaken = capture.status !== 'DECLINED';
  const status = isUsedUp ? ('CAPTURED' as const) : ('PARTIALLY_CAPTURED' as const);
  const authorization = isTaken ? { ...part, status, updatedAt: now } : part;
  const changed = { ...added, authorizations: putPart(unit.authorizations, authorization) };
  return { order: withUnit(order, unit, changed, now), unit: changed, part: capture };
}

function listCaptures(unit: OrderUnit, authorizationId: string): readonly Capture[] {
  return unit.captures.filter((capture) => capture.authorizationId === authorizationId);
}

function refuse(issue: string): Refusal {
  return refusal('authorizations.capture', [{ issue }]);
}

function answerWith(office: Office, call: Call, found: Found<Capture>, status: number): Answer {
  const body = toCaptureResource(found, office.settings);
  return jsonAnswer(status, prefersRepresentation(call.headers) ? body : toMinimalBody(body));
}
