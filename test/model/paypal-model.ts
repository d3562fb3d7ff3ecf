import type { Capture } from '../../src/checkout/checkout.ts';
import type { Money } from '../../src/checkout/money.ts';
import type { CaptureAnswer, OrderRequest, PaymentOrder, Payments } from '../../src/checkout/ports.ts';
import type { RefundAnswer, RefundRequest, Refunds, WebhookEvent } from '../../src/checkout/refund-ports.ts';

/** What the next capture of an order comes to. */
export type Plan = 'complete' | 'pending' | 'decline' | 'refuse' | 'decline_capture';

export interface ModelRefund {
  readonly refundId: string;
  readonly requestId: string | undefined;
  readonly amount: Money;
  status: 'COMPLETED' | 'PENDING' | 'FAILED';
}

export interface ModelCapture {
  readonly captureId: string;
  readonly amount: Money;
  /** Taken by somebody at PayPal, not asked for by the program. */
  readonly isForeign: boolean;
  readonly refunds: ModelRefund[];
  held: 'COMPLETED' | 'PENDING' | 'DECLINED';
}

export interface ModelOrder {
  readonly orderId: string;
  readonly request: OrderRequest;
  readonly captures: ModelCapture[];
  status: PaymentOrder['status'];
  total: Money;
  payerId: string | undefined;
  plan: Plan;
  isGone: boolean;
  /** Changed at PayPal behind the program's back. */
  isBent: boolean;
}

/** The truth about the money. Repeats by request id are answered as before; another content under one id is a fault. */
export interface PayPalModel {
  readonly payments: Payments & Refunds;
  readonly orders: readonly ModelOrder[];
  readonly events: readonly WebhookEvent[];
  approve(order: ModelOrder, payerId: string, plan: Plan): void;
  captureAtPayPal(order: ModelOrder): void;
  settlePending(capture: ModelCapture, held: 'COMPLETED' | 'DECLINED'): void;
  refundAtPayPal(capture: ModelCapture, minorUnits: number): void;
  settleRefund(refund: ModelRefund, status: 'COMPLETED' | 'FAILED'): void;
  /** Tells something about an order or a capture; true or not. */
  say(type: string, about: Partial<WebhookEvent>): void;
}

export const merchantId = 'MERCHANT1';

export interface PayPalOptions {
  readonly refundsPend: () => boolean;
  readonly onMisuse: (what: string) => void;
}

export function createPayPalModel({ refundsPend, onMisuse }: PayPalOptions): PayPalModel {
  const orders: ModelOrder[] = [];
  const events: WebhookEvent[] = [];
  const created = createRepeats<ModelOrder>(onMisuse);
  const captured = createRepeats<CaptureAnswer>(onMisuse);
  const refunded = createRepeats<ModelRefund>(onMisuse);
  let last = 0;
  const next = (prefix: string): string => `${prefix}${(last += 1)}`;

  const say: PayPalModel['say'] = (type, about) =>
    void events.push({ eventId: next('WH-'), type, sellerTransactionIds: [], ...about });

  function take(order: ModelOrder, held: ModelCapture['held'], isForeign: boolean): void {
    const captureId = next('CAPTURE');
    order.captures.push({ captureId, amount: order.total, isForeign, refunds: [], held });
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

  function giveBack(owned: ModelCapture, minorUnits: number, requestId: string | undefined): ModelRefund {
    const status = refundsPend() ? 'PENDING' : 'COMPLETED';
    const amount = { ...owned.amount, minorUnits };
    const made: ModelRefund = { refundId: next('REFUND'), requestId, amount, status };
    owned.refunds.push(made);
    const { captureId } = owned;
    const customId = findCapture(orders, captureId)?.order.request.checkoutId;
    say('PAYMENT.CAPTURE.REFUNDED', { captureId, refundId: made.refundId, customId });
    return made;
  }

  function refund({ captureId, requestId, amount }: RefundRequest): RefundAnswer {
    const owned = findCapture(orders, captureId)?.capture;
    if (owned === undefined) return { kind: 'gone' };
    const left = leftOf(owned);
    const minorUnits = amount?.minorUnits ?? left;
    if (owned.held !== 'COMPLETED') return { kind: 'refused', issue: 'CAPTURE_NOT_COMPLETED' };
    if (refunded.knows(requestId) || (left > 0 && minorUnits <= left)) {
      const made = refunded.once(requestId, { captureId, amount }, () =>
        giveBack(owned, minorUnits, requestId),
      );
      return { kind: 'answered', refund: toRefund(made, owned) };
    }
    return left === 0 ? { kind: 'already_refunded' } : { kind: 'refused', issue: 'REFUND_AMOUNT_EXCEEDED' };
  }

  return {
    orders,
    events,
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
    },
    approve: (order, payerId, plan) => {
      Object.assign(order, { status: 'APPROVED', payerId, plan });
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
    say,
  };
}

/** What is left of a capture at PayPal. */
export function leftOf({ amount, refunds }: ModelCapture): number {
  return refunds.reduce(
    (left, refund) => (refund.status === 'FAILED' ? left : left - refund.amount.minorUnits),
    amount.minorUnits,
  );
}

interface Repeats<T> {
  knows(requestId: string): boolean;
  once(requestId: string, content: object, ask: () => T): T;
}

/** The former answer to the same request id, or a fresh one that is kept. */
function createRepeats<T>(onMisuse: (what: string) => void): Repeats<T> {
  const known = new Map<string, { readonly body: string; readonly answer: T }>();
  return {
    knows: (requestId) => known.has(requestId),
    once: (requestId, content, ask) => {
      const body = JSON.stringify(content);
      const former = known.get(requestId);
      if (former !== undefined && former.body !== body) onMisuse(`another body under ${requestId}`);
      const answer = former === undefined ? ask() : former.answer;
      known.set(requestId, { body, answer });
      return answer;
    },
  };
}

function toOrder(orderId: string, request: OrderRequest): ModelOrder {
  return {
    orderId,
    request,
    captures: [],
    status: 'CREATED',
    total: request.total,
    payerId: undefined,
    plan: 'complete',
    isGone: false,
    isBent: false,
  };
}

function toApproveUrl({ orderId }: ModelOrder): string {
  return `https://paypal.example/checkoutnow?token=${orderId}`;
}

function toPaymentOrder(order: ModelOrder): PaymentOrder {
  return {
    orderId: order.orderId,
    status: order.status,
    total: order.total,
    payeeId: merchantId,
    customId: order.request.checkoutId,
    payerId: order.payerId,
    captures: order.captures.map(toCapture),
    refunds: order.captures.flatMap(({ refunds }) =>
      refunds.map(({ refundId, amount, status }) => ({ refundId, amount, status })),
    ),
    approveUrl: toApproveUrl(order),
  };
}

function toCapture(owned: ModelCapture): Capture {
  const { captureId, amount, held, refunds } = owned;
  if (held !== 'COMPLETED' || refunds.every(({ status }) => status === 'FAILED'))
    return { captureId, amount, status: held };
  return { captureId, amount, status: leftOf(owned) === 0 ? 'REFUNDED' : 'PARTIALLY_REFUNDED' };
}

function toRefund({ refundId, amount, status }: ModelRefund, { captureId }: ModelCapture) {
  return { refundId, amount, status, captureId } as const;
}

function findCapture(
  orders: readonly ModelOrder[],
  captureId: string,
): { readonly order: ModelOrder; readonly capture: ModelCapture } | undefined {
  for (const order of orders) {
    const capture = order.captures.find((one) => one.captureId === captureId);
    if (capture !== undefined) return { order, capture };
  }
  return undefined;
}

function captureOf(orders: readonly ModelOrder[], made: ModelRefund): ModelCapture | undefined {
  return orders.flatMap(({ captures }) => captures).find(({ refunds }) => refunds.includes(made));
}
