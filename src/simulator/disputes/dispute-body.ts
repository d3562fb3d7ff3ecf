import type { Place } from '../office.ts';
import type { Capture } from '../orders/order.ts';
import type { Found } from '../orders/order-parts.ts';
import { toPayee } from '../payments/payment-bodies.ts';
import { toTime } from '../time.ts';

/** The dispute of an event that was made up. */
export const sampleDisputeId = 'PP-D-10000';

/** A dispute as PayPal tells it, in an event and when it is asked. */
export function toDisputeBody({ unit, part }: Found<Capture>, place: Place): Record<string, unknown> {
  const { dispute } = part;
  const payee = toPayee(unit.payee, place);
  const id = dispute?.id ?? sampleDisputeId;
  const openedAt = dispute?.openedAt ?? part.createdAt;
  const outcome = dispute?.outcome === undefined ? {} : { outcome_code: dispute.outcome };
  const isLost = dispute?.outcome === 'RESOLVED_BUYER_FAVOUR';
  return {
    dispute_id: id,
    create_time: toTime(openedAt),
    update_time: toTime(dispute?.closedAt ?? openedAt),
    disputed_transactions: [
      {
        seller_transaction_id: part.id,
        create_time: toTime(part.createdAt),
        transaction_status: 'COMPLETED',
        gross_amount: part.amount,
        ...(unit.invoice_id === undefined ? {} : { invoice_number: unit.invoice_id }),
        ...(unit.custom_id === undefined ? {} : { custom: unit.custom_id }),
        buyer: { name: 'Pat Payer' },
        seller: { email: payee['email_address'], merchant_id: payee['merchant_id'] },
      },
    ],
    reason: 'MERCHANDISE_OR_SERVICE_NOT_RECEIVED',
    status: dispute?.closedAt === undefined ? 'OPEN' : 'RESOLVED',
    dispute_amount: part.amount,
    ...(dispute?.outcome === undefined
      ? {}
      : { dispute_outcome: { ...outcome, ...(isLost ? { amount_refunded: part.amount } : {}) } }),
    dispute_life_cycle_stage: 'INQUIRY',
    dispute_channel: 'INTERNAL',
    links: [{ href: `${place.url}/v1/customer/disputes/${id}`, rel: 'self', method: 'GET' }],
  };
}
