import { z } from 'zod';
import { announce } from '../webhooks/announce.ts';
import { jsonAnswer, type Answer } from '../answer.ts';
import { readAskedSum } from './asked-sum.ts';
import type { Call, Office } from '../office.ts';
import type { EventType } from '../webhooks/event-types.ts';
import { refuseForcedIssue } from '../faults/forced-issue.ts';
import { refundNews } from '../webhooks/news.ts';
import { moneySchema } from '../orders/order-request.ts';
import type { Capture, Order, Refund } from '../orders/order.ts';
import { findRefund, type Found } from '../orders/order-parts.ts';
import { toMinimalBody, toRefundBody } from './payment-bodies.ts';
import { loadCapture } from './payment-lookup.ts';
import { toFirstStatus } from './first-status.ts';
import { refusal, type Refusal } from '../refusal.ts';
import { addRefund, refundableOf } from './refunded.ts';
import { prefersRepresentation } from '../orders/representation.ts';
import { parseOptionalBody } from '../request-body.ts';
import { findKeptAnswer, keepAnswer } from '../request-id.ts';
import { requireToken } from '../token.ts';

const dayMs = 86_400_000;
const refundableMs = 180 * dayMs;
const text = z.string().min(1);

const refundRequestSchema = z.object({
  amount: moneySchema.optional(),
  custom_id: text.max(127).optional(),
  invoice_id: text.max(127).optional(),
  note_to_payer: text.max(255).optional(),
});

/**
 * `POST /v2/payments/captures/{id}/refund`: the sum that the body names, or all that is left. PayPal takes a refund
 * without PayPal-Request-Id; the simulator does not, since nobody could repeat it safely.
 */
export function refundCapture(office: Office, call: Call): Answer {
  requireToken(office, call.headers.authorization);
  const found = loadCapture(office, call.resourceId, 'captures.refund');
  const request = parseOptionalBody('captures.refund', refundRequestSchema, call);
  if (call.requestId === undefined) throw refuse('MISSING_REQUIRED_PARAMETER', 'PayPal-Request-Id');
  const kept = findKeptAnswer(office, call, 'refund');
  const known = kept && findRefund(office.books, kept.resourceId ?? '');
  if (known !== undefined) return answerWith(office, call, known, 200);
  refuseForcedIssue('captures.refund', call);
  refuseCapture(found, office.now());
  const minorUnits = readSum(found, request.amount);
  const { status, settlement } = toFirstStatus(call, office.now());
  const asked = {
    minorUnits,
    status: status === 'DECLINED' ? ('FAILED' as const) : status,
    settlement,
    note: request.note_to_payer,
    invoiceId: request.invoice_id,
    customId: request.custom_id,
  };
  const refunded = addRefund(found, asked, office.now());
  saveRefund(
    office,
    refunded,
    keepAnswer(office, call, 'refund', found.order.id, { resourceId: refunded.part.id }),
  );
  return answerWith(office, call, refunded, 201);
}

/** Writes a new refund into the books, with the news of it. */
export function saveRefund(
  office: Office,
  refunded: Found<Refund>,
  more: ReturnType<typeof keepAnswer> = {},
  type: EventType = refundEvents[refunded.part.status],
): Order {
  const { order } = refunded;
  office.books.save({
    order,
    ...more,
    ...announce(office, order, [refundNews(type, refunded, office.settings)]),
  });
  return order;
}

const refundEvents: Readonly<Record<Refund['status'], EventType>> = {
  COMPLETED: 'PAYMENT.CAPTURE.REFUNDED',
  PENDING: 'PAYMENT.REFUND.PENDING',
  FAILED: 'PAYMENT.REFUND.FAILED',
};

function refuseCapture({ part }: Found<Capture>, now: number): void {
  if (part.status === 'PENDING') throw refuse('PENDING_CAPTURE');
  if (part.status === 'DECLINED') throw refuse('REFUND_NOT_ALLOWED');
  if (part.status === 'REFUNDED') throw refuse('CAPTURE_FULLY_REFUNDED');
  if (now - part.createdAt >= refundableMs) throw refuse('REFUND_TIME_LIMIT_EXCEEDED');
}

function readSum(found: Found<Capture>, amount: z.infer<typeof moneySchema> | undefined): bigint {
  const left = refundableOf(found);
  if (amount === undefined) return left;
  const asked = readAskedSum('captures.refund', amount, found.part.amount.currency_code);
  if (asked > left) throw refuse('REFUND_AMOUNT_EXCEEDED', '/amount/value');
  const { dispute } = found.part;
  if (asked < left && dispute !== undefined && dispute.closedAt === undefined) {
    throw refuse('TRANSACTION_DISPUTED');
  }
  return asked;
}

function refuse(issue: string, field?: string): Refusal {
  return refusal('captures.refund', [{ issue, ...(field === undefined ? {} : { field }) }]);
}

function answerWith(office: Office, call: Call, { unit, part }: Found<Refund>, status: number): Answer {
  const body = toRefundBody(unit, part, office.settings.url);
  return jsonAnswer(status, prefersRepresentation(call.headers) ? body : toMinimalBody(body));
}
