import { jsonAnswer, type Answer } from '../answer.ts';
import { announce } from '../webhooks/announce.ts';
import { bendOrder } from '../faults/bend-order.ts';
import type { Call, Office } from '../office.ts';
import { findForcedIssue } from '../faults/forced-issue.ts';
import { createResourceId } from '../ids.ts';
import { loadLiveOrder } from './live-order.ts';
import type { Capture, Order } from './order.ts';
import { captureNews, orderNews, type News } from '../webhooks/news.ts';
import { captureEventOf, toFirstStatus } from '../payments/first-status.ts';
import { refusal, type Link, type Refusal } from '../refusal.ts';
import { approvalUrlOf, prefersRepresentation, toOrderBody } from './representation.ts';
import { requireJsonObject } from '../request-body.ts';
import { findKeptAnswer, keepAnswer } from '../request-id.ts';
import { requireToken } from '../token.ts';

/**
 * `POST /v2/checkout/orders/{id}/capture`. A decline is kept under its request id, so that the same id gets the
 * same no; "not approved" is not kept, since nothing was tried.
 */
export function captureOrder(office: Office, call: Call): Answer {
  requireToken(office, call.headers.authorization);
  const order = loadLiveOrder(office, call.resourceId, 'orders.capture');
  requireJsonObject('orders.capture', call.body);
  const kept = findKeptAnswer(office, call, 'capture');
  if (kept?.refusal !== undefined) throw refuseCapture(office, order, kept.refusal);
  if (kept !== undefined) return answerWith(office, call, order, 200);
  const issue = findIssue(office, call, order);
  if (issue !== undefined) {
    const isFinal = ![
      'ORDER_NOT_APPROVED',
      'ORDER_ALREADY_CAPTURED',
      'INCOMPATIBLE_PARAMETER_VALUE',
    ].includes(issue);
    if (isFinal) office.books.save(keepAnswer(office, call, 'capture', order.id, { refusal: issue }));
    throw refuseCapture(office, order, issue);
  }
  const taken = toCaptured(order, call, office.now());
  const captured = bendOrder(taken, call.fault);
  office.books.save({
    // Who paid is known all the same, where only the answer leaves it out.
    order: call.fault === 'no_payer' ? taken : captured,
    ...keepAnswer(office, call, 'capture', order.id),
    ...announce(office, captured, toNews(office, captured)),
  });
  return answerWith(office, call, captured, 201);
}

function findIssue(office: Office, call: Call, order: Order): string | undefined {
  if (order.status === 'COMPLETED') return 'ORDER_ALREADY_CAPTURED';
  const forced = findForcedIssue('orders.capture', call);
  if (forced !== undefined) return forced;
  // What PayPal says here, ACTION_DOES_NOT_MATCH_INTENT, is no row of the catalogue for captures.
  if (order.intent !== 'CAPTURE') return 'INCOMPATIBLE_PARAMETER_VALUE';
  if (order.status !== 'APPROVED') return 'ORDER_NOT_APPROVED';
  if (order.payer?.card === 'declined') return 'INSTRUMENT_DECLINED';
  return hasPaidInvoice(office, order) ? 'DUPLICATE_INVOICE_ID' : undefined;
}

function hasPaidInvoice(office: Office, order: Order): boolean {
  return order.units.some(
    (unit) => unit.invoice_id !== undefined && office.books.findPaidOrder(unit.invoice_id) !== undefined,
  );
}

/** Where the payer can mend the matter, the refusal says where to send them. */
function refuseCapture(office: Office, order: Order, issue: string): Refusal {
  const rels: Readonly<Record<string, string>> = {
    INSTRUMENT_DECLINED: 'redirect',
    REDIRECT_PAYER_FOR_ALTERNATE_FUNDING: 'redirect',
    PAYER_ACTION_REQUIRED: 'payer-action',
  };
  const rel = rels[issue];
  const links: readonly Link[] = rel
    ? [{ href: approvalUrlOf(order, office.settings), rel, method: 'GET' }]
    : [];
  return refusal('orders.capture', [{ issue }], links);
}

function toCaptured(order: Order, call: Call, now: number): Order {
  return {
    ...order,
    status: 'COMPLETED',
    updatedAt: now,
    units: order.units.map((unit) => {
      const { currency_code, value } = unit.amount;
      const capture: Capture = {
        id: createResourceId(),
        ...toFirstStatus(call, now),
        amount: { currency_code, value },
        createdAt: now,
      };
      return { ...unit, captures: [capture] };
    }),
  };
}

function toNews(office: Office, order: Order): readonly News[] {
  const captures = order.units.flatMap((unit) => unit.captures.map((part) => ({ order, unit, part })));
  return [
    ...captures.map((found) => captureNews(captureEventOf(found.part), found, office.settings)),
    orderNews('CHECKOUT.ORDER.COMPLETED', order, office.settings),
  ];
}

function answerWith(office: Office, call: Call, order: Order, status: number): Answer {
  const detail = prefersRepresentation(call.headers) ? 'full' : 'captured';
  return jsonAnswer(status, toOrderBody(order, office.settings, detail));
}
