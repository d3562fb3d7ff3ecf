import { active, type Checkout, waitsForNumber } from '../checkout/checkout.ts';
import { liveOrder } from '../checkout/order.ts';
import { mayBeForgotten } from '../checkout/erasure.ts';
import { isTrackingOpen } from '../checkout/shipment.ts';
import { isRefundOpen } from '../checkout/refund-open.ts';
import { keyIdOf } from '../round-trip/keys.ts';
import { checkoutDocument, statusSchema } from './checkout-document.ts';
import { toLease } from './leases.ts';
import type { CheckoutRow } from './tables.ts';

/**
 * The columns of a checkout. The card's message is left out: it is written when a signal is delivered, beside any
 * change of status. What could not be loaded again is refused here, before it is stored.
 */
export function toCheckoutRow(checkout: Checkout): Omit<CheckoutRow, 'card_activity_id'> {
  return {
    id: checkout.id,
    version: checkout.version,
    status: checkout.status,
    channel_id: checkout.owner.channelId,
    conversation_id: checkout.owner.conversationId,
    shopper_id: checkout.owner.shopperId,
    started_by: checkout.startedBy,
    created_at: checkout.createdAt,
    updated_at: checkout.updatedAt,
    expires_at: checkout.expiresAt,
    paid_at: checkout.paidAt ?? null,
    lease_holder: checkout.lease?.holder ?? null,
    lease_until: checkout.lease?.until ?? null,
    number_expires_at: checkout.number?.expiresAt ?? null,
    number_attempts: checkout.number?.attempts ?? 0,
    attempts: checkout.attempts,
    order_id: liveOrder(checkout)?.orderId ?? null,
    capture_id: checkout.capture?.captureId ?? null,
    flag: checkout.flag ?? null,
    refunds_open: checkout.refunds.filter(isRefundOpen).length,
    tracking_open: isTrackingOpen(checkout) ? 1 : 0,
    may_be_forgotten: mayBeForgotten(checkout) ? 1 : 0,
    ...toKeyColumns(checkout),
    document: JSON.stringify(checkoutDocument.parse(checkout)),
  };
}

/** Which keys it needs as it stands: none once it is over, and that of an order's addresses until PayPal has answered. */
function toKeyColumns(
  checkout: Checkout,
): Pick<CheckoutRow, 'link_key_id' | 'number_key_id' | 'order_key_id'> {
  const { status, number, linkKeyId = '' } = checkout;
  const isAsked = status === 'order_submitted';
  return {
    link_key_id: active.includes(status) ? linkKeyId : null,
    number_key_id: waitsForNumber(checkout) && number !== undefined ? keyIdOf(number.sealed) : null,
    order_key_id: isAsked ? (liveOrder(checkout)?.nonceKeyId ?? null) : null,
  };
}

/** What both hold is taken from the columns: attempts, leases and the card's message are counted and set by SQL alone. */
export function parseCheckoutRow(row: CheckoutRow): Checkout {
  const written: unknown = JSON.parse(row.document);
  const checkout = checkoutDocument.parse(written);
  return {
    ...checkout,
    id: row.id,
    version: row.version,
    status: statusSchema.parse(row.status),
    owner: { channelId: row.channel_id, conversationId: row.conversation_id, shopperId: row.shopper_id },
    startedBy: row.started_by,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
    expiresAt: row.expires_at,
    paidAt: row.paid_at ?? undefined,
    number: toNumber(checkout.number, row),
    attempts: row.attempts,
    lease: toLease(row),
    cardActivityId: row.card_activity_id ?? undefined,
  };
}

function toNumber(number: Checkout['number'], row: CheckoutRow): Checkout['number'] {
  if (number === undefined || row.number_expires_at === null) return undefined;
  return { ...number, expiresAt: row.number_expires_at, attempts: row.number_attempts };
}
