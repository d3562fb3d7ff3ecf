import type { Disputes } from '../../src/checkout/dispute-ports.ts';
import type { CaptureAnswer, Payments } from '../../src/checkout/ports.ts';
import type { RefundAnswer, RefundRequest, Refunds, WebhookEvent } from '../../src/checkout/refund-ports.ts';
import type { TrackingAnswer, TrackingRequest, Trackings } from '../../src/checkout/tracking-ports.ts';
import {
  captureOf,
  findCapture,
  leftOf,
  merchantId,
  type ModelCapture,
  type ModelDispute,
  type ModelOrder,
  type ModelRefund,
  type Plan,
  toApproveUrl,
  toCapture,
  toOrder,
  toPaymentOrder,
  toRefund,
} from './held-at-paypal.ts';
import { createRequestIds, rememberedMs } from './request-ids.ts';

/** The truth about the money. Repeats by request id are answered as before; another content under one id is a fault. */
export interface PayPalModel {
  readonly payments: Payments & Refunds & Disputes & Trackings;
  readonly showsDisputes: boolean;
  readonly orders: readonly ModelOrder[];
  readonly events: readonly WebhookEvent[];
  /** With an address in `country`; in the usual one where nothing is said, and with none where that is so. */
  approve(order: ModelOrder, payerId: string, plan: Plan, address?: Address): void;
  captureAtPayPal(order: ModelOrder): void;
  settlePending(capture: ModelCapture, held: 'COMPLETED' | 'DECLINED'): void;
  refundAtPayPal(capture: ModelCapture, minorUnits: number): void;
  settleRefund(refund: ModelRefund, status: 'COMPLETED' | 'FAILED'): void;
  /** PayPal takes back all that is left, as after a chargeback. */
  reverse(capture: ModelCapture): void;
  openDispute(capture: ModelCapture): void;
  /** One that the buyer wins takes the money back. */
  closeDispute(capture: ModelCapture, dispute: ModelDispute, winner: 'buyer' | 'seller'): void;
  /** Tells something about an order or a capture; true or not. */
  say(type: string, about: Partial<WebhookEvent>): void;
}

export interface Address {
  readonly country: string | undefined;
}

/** Where shipping has a price of its own. */
export const atHome: Address = { country: 'DE' };

export interface PayPalOptions {
  readonly clock: { readonly now: number };
  /** Whether the merchant's app may see disputes. */
  readonly showsDisputes: boolean;
  readonly refundsPend: () => boolean;
  readonly onMisuse: (what: string) => void;
}

export function createPayPalModel({
  clock,
  showsDisputes,
  refundsPend,
  onMisuse,
}: PayPalOptions): PayPalModel {
  const orders: ModelOrder[] = [];
  const events: WebhookEvent[] = [];
  const created = createRequestIds<ModelOrder>(clock, rememberedMs.orders, onMisuse);
  const captured = createRequestIds<CaptureAnswer>(clock, rememberedMs.orders, onMisuse);
  const tracked = createRequestIds<TrackingAnswer>(clock, rememberedMs.orders, onMisuse);
  const refunded = createRequestIds<ModelRefund>(clock, rememberedMs.payments, onMisuse);
  let last = 0;
  const next = (prefix: string): string => `${prefix}${(last += 1)}`;

  const say: PayPalModel['say'] = (type, about) =>
    void events.push({ eventId: next('WH-'), type, sellerTransactionIds: [], ...about });

  function take(order: ModelOrder, held: ModelCapture['held'], isForeign: boolean): void {
    const captureId = next('CAPTURE');
    order.captures.push({
      captureId,
      amount: order.total,
      isForeign,
      refunds: [],
      disputes: [],
      trackers: [],
      isReversed: false,
      held,
    });
    order.status = 'COMPLETED';
    say(`PAYMENT.CAPTURE.${held}`, { captureId, orderId: order.orderId, customId: order.request.checkoutId });
  }

  function capture(order: ModelOrder): CaptureAnswer {
    if (order.captures.some(({ held }) => held !== 'DECLINED')) return { kind: 'already_captured' };
    const approveUrl = toApproveUrl(order);
    if (order.status !== 'APPROVED') return { kind: 'not_approved', issue: 'ORDER_NOT_APPROVED', approveUrl };
    switch (order.plan) {
      case 'decline':
        order.status = 'PAYER_ACTION_REQUIRED';
        return { kind: 'declined', issue: 'INSTRUMENT_DECLINED', retryUrl: approveUrl };
      case 'refuse':
        return { kind: 'refused', issue: 'TRANSACTION_REFUSED' };
      case 'decline_capture':
        take(order, 'DECLINED', false);
        break;
      case 'pending':
        take(order, 'PENDING', false);
        break;
      case 'complete':
        take(order, 'COMPLETED', false);
        break;
    }
    return { kind: 'answered', order: toPaymentOrder(order) };
  }

  function giveBack(
    owned: ModelCapture,
    minorUnits: number,
    requestId: string | undefined,
    type = 'PAYMENT.CAPTURE.REFUNDED',
  ): ModelRefund {
    const isReversal = type === 'PAYMENT.CAPTURE.REVERSED';
    const status = !isReversal && refundsPend() ? 'PENDING' : 'COMPLETED';
    const amount = { ...owned.amount, minorUnits };
    const made: ModelRefund = { refundId: next('REFUND'), requestId, amount, status };
    owned.refunds.push(made);
    const { captureId } = owned;
    const customId = findCapture(orders, captureId)?.order.request.checkoutId;
    say(type, { captureId, refundId: made.refundId, customId });
    return made;
  }

  function refund({ captureId, requestId, amount }: RefundRequest): RefundAnswer {
    const owned = findCapture(orders, captureId)?.capture;
    if (owned === undefined) return { kind: 'gone' };
    const left = leftOf(owned);
    const minorUnits = amount?.minorUnits ?? left;
    if (owned.held !== 'COMPLETED') return { kind: 'refused', issue: 'CAPTURE_NOT_COMPLETED' };
    const isDisputed = minorUnits < left && owned.disputes.some(({ isOpen }) => isOpen);
    if (isDisputed && !refunded.knows(requestId)) return { kind: 'refused', issue: 'TRANSACTION_DISPUTED' };
    if (refunded.knows(requestId) || (left > 0 && minorUnits <= left)) {
      const made = refunded.once(requestId, { captureId, amount }, () =>
        giveBack(owned, minorUnits, requestId),
      );
      return { kind: 'answered', refund: toRefund(made, owned) };
    }
    return left === 0 ? { kind: 'already_refunded' } : { kind: 'refused', issue: 'REFUND_AMOUNT_EXCEEDED' };
  }

  /** A number that is there already is answered as before, whatever has become of the money. */
  function track(request: TrackingRequest): TrackingAnswer {
    const { orderId, captureId, requestId, number } = request;
    const found = findCapture(orders, captureId);
    if (found?.order.orderId !== orderId) return { kind: 'refused', issue: 'CAPTURE_ID_NOT_FOUND' };
    const { trackers } = found.capture;
    if (trackers.some((one) => one.number === number)) return { kind: 'accepted' };
    if (toCapture(found.capture).status !== 'COMPLETED')
      return { kind: 'refused', issue: 'CAPTURE_STATUS_NOT_VALID' };
    return tracked.once(requestId, request, () => {
      trackers.push({ requestId, number });
      return { kind: 'accepted' };
    });
  }

  function reverse(owned: ModelCapture): void {
    const left = leftOf(owned);
    if (owned.held !== 'COMPLETED' || left === 0) return;
    owned.isReversed = true;
    giveBack(owned, left, undefined, 'PAYMENT.CAPTURE.REVERSED');
  }

  const tellDispute = ({ disputeId, captureId }: ModelDispute, step: 'CREATED' | 'RESOLVED'): void =>
    say(`CUSTOMER.DISPUTE.${step}`, {
      disputeId,
      sellerTransactionIds: [captureId],
      customId: findCapture(orders, captureId)?.order.request.checkoutId,
    });

  return {
    orders,
    events,
    showsDisputes,
    payments: {
      createOrder: async (request) => {
        const order = created.once(request.requestId, request, () => {
          const fresh = toOrder(next('ORDER'), request);
          orders.push(fresh);
          return fresh;
        });
        return { orderId: order.orderId, approveUrl: toApproveUrl(order), payeeId: merchantId };
      },
      findOrder: async (orderId) => {
        const order = orders.find((one) => one.orderId === orderId);
        return order === undefined || order.isGone ? undefined : toPaymentOrder(order);
      },
      captureOrder: async ({ orderId, requestId }) => {
        const order = orders.find((one) => one.orderId === orderId);
        if (order === undefined || order.isGone) return { kind: 'gone' };
        return captured.once(requestId, { orderId }, () => capture(order));
      },
      refundCapture: async (request) => refund(request),
      trackOrder: async (request) => track(request),
      findCapture: async (captureId) => {
        const found = findCapture(orders, captureId);
        if (found === undefined) return undefined;
        const { orderId, request } = found.order;
        return { ...toCapture(found.capture), orderId, customId: request.checkoutId, payeeId: merchantId };
      },
      findRefund: async (refundId) => {
        for (const owned of orders.flatMap(({ captures }) => captures)) {
          const made = owned.refunds.find((one) => one.refundId === refundId);
          if (made !== undefined) return toRefund(made, owned);
        }
        return undefined;
      },
      findDispute: async (disputeId) => {
        if (!showsDisputes) return { kind: 'not_permitted' };
        const captures = orders.flatMap((order) => order.captures);
        const found = captures.flatMap(({ disputes }) => disputes).find((one) => one.disputeId === disputeId);
        if (found === undefined) return { kind: 'unknown' };
        const status = found.isOpen ? 'UNDER_REVIEW' : 'RESOLVED';
        return { kind: 'found', dispute: { disputeId, status, captureIds: [found.captureId] } };
      },
    },
    approve: (order, payerId, plan, { country } = atHome) => {
      Object.assign(order, { status: 'APPROVED', payerId, plan, shippingCountry: country });
      say('CHECKOUT.ORDER.APPROVED', { orderId: order.orderId });
    },
    captureAtPayPal: (order) => take(order, 'COMPLETED', true),
    settlePending: (owned, held) => {
      owned.held = held;
      say(`PAYMENT.CAPTURE.${held}`, {
        captureId: owned.captureId,
        orderId: findCapture(orders, owned.captureId)?.order.orderId,
      });
    },
    refundAtPayPal: (owned, minorUnits) => void giveBack(owned, minorUnits, undefined),
    settleRefund: (made, status) => {
      made.status = status;
      say('PAYMENT.REFUND.COMPLETED', {
        refundId: made.refundId,
        captureId: captureOf(orders, made)?.captureId,
      });
    },
    reverse,
    openDispute: (owned) => {
      const opened = { disputeId: next('PP-D-'), captureId: owned.captureId, isOpen: true };
      owned.disputes.push(opened);
      tellDispute(opened, 'CREATED');
    },
    closeDispute: (owned, closed, winner) => {
      closed.isOpen = false;
      if (winner === 'buyer') reverse(owned);
      tellDispute(closed, 'RESOLVED');
    },
    say,
  };
}
