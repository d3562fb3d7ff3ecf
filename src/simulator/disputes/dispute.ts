import { randomInt } from 'node:crypto';
import { announce } from '../webhooks/announce.ts';
import type { Office } from '../office.ts';
import type { EventType } from '../webhooks/event-types.ts';
import { disputeNews, refundNews, type News } from '../webhooks/news.ts';
import { type Capture, listDisputes } from '../orders/order.ts';
import { findCapture, putPart, withUnit, type Found } from '../orders/order-parts.ts';
import { addRefund, refundableOf } from '../payments/refunded.ts';

export const disputeSteps = ['opened', 'closed_for_buyer', 'closed_for_seller'] as const;

type Step = (typeof disputeSteps)[number];

/** Opens or closes a dispute about a capture. One that the buyer wins takes back what was not refunded yet. */
export function changeDispute(
  office: Office,
  found: Found<Capture>,
  step: Step,
): { readonly done: Readonly<Record<string, unknown>> } | { readonly refused: string } {
  const { dispute } = found.part;
  const isOpen = dispute !== undefined && dispute.closedAt === undefined;
  if (step === 'opened') return isOpen ? { refused: 'the dispute is open already' } : open(office, found);
  if (!isOpen) return { refused: 'no dispute about this capture is open' };
  return close(office, found, dispute, step);
}

function open(office: Office, found: Found<Capture>) {
  if (['PENDING', 'DECLINED'].includes(found.part.status)) {
    return { refused: `the capture is ${found.part.status}` };
  }
  const dispute = { id: `PP-D-${randomInt(10_000, 1_000_000)}`, openedAt: office.now() };
  return save(office, put(found, dispute, office.now()), 'CUSTOMER.DISPUTE.CREATED');
}

function close(
  office: Office,
  found: Found<Capture>,
  dispute: NonNullable<Capture['dispute']>,
  step: Exclude<Step, 'opened'>,
) {
  const outcome = step === 'closed_for_buyer' ? 'RESOLVED_BUYER_FAVOUR' : 'RESOLVED_SELLER_FAVOUR';
  const closed = put(found, { ...dispute, closedAt: office.now(), outcome }, office.now());
  const left = refundableOf(closed);
  if (step === 'closed_for_seller' || left <= 0n) return save(office, closed, 'CUSTOMER.DISPUTE.RESOLVED');
  const reversal = addRefund(closed, { minorUnits: left, status: 'COMPLETED' }, office.now());
  const capture = findCapture({ findOrderOf: () => reversal.order }, found.part.id) ?? closed;
  return save(office, capture, 'CUSTOMER.DISPUTE.RESOLVED', [
    refundNews('PAYMENT.CAPTURE.REVERSED', reversal, office.settings),
  ]);
}

function put(found: Found<Capture>, dispute: Capture['dispute'], now: number): Found<Capture> {
  const isNew = dispute?.id !== found.part.dispute?.id;
  const formerDisputes = isNew ? listDisputes(found.part) : found.part.formerDisputes;
  const part = { ...found.part, dispute, formerDisputes, updatedAt: now };
  const unit = { ...found.unit, captures: putPart(found.unit.captures, part) };
  return { order: withUnit(found.order, found.unit, unit, now), unit, part };
}

function save(office: Office, found: Found<Capture>, type: EventType, more: readonly News[] = []) {
  const news = [...more, disputeNews(type, found, office.settings)];
  office.books.save({ order: found.order, ...announce(office, found.order, news) });
  return { done: { disputeId: found.part.dispute?.id, captureStatus: found.part.status } };
}
