import type { Capture } from '../../src/checkout/checkout.ts';
import type { Money } from '../../src/checkout/money.ts';
import type { OrderRequest, PaymentOrder } from '../../src/checkout/ports.ts';

export const merchantId = 'MERCHANT1';

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
  readonly disputes: ModelDispute[];
  readonly trackers: ModelTracker[];
  /** PayPal took back what was left of it. */
  isReversed: boolean;
  held: 'COMPLETED' | 'PENDING' | 'DECLINED';
}

/** A parcel's number that PayPal was told. */
export interface ModelTracker {
  readonly requestId: string;
  readonly number: string;
}

export interface ModelDispute {
  readonly disputeId: string;
  readonly captureId: string;
  isOpen: boolean;
}

export interface ModelOrder {
  readonly orderId: string;
  readonly request: OrderRequest;
  readonly captures: ModelCapture[];
  status: PaymentOrder['status'];
  total: Money;
  payerId: string | undefined;
  /** Where the address is that the payer chose. */
  shippingCountry: string | undefined;
  plan: Plan;
  isGone: boolean;
  /** Changed at PayPal behind the program's back. */
  isBent: boolean;
}

/** What is left of a capture at PayPal. */
export function leftOf({ amount, refunds }: ModelCapture): number {
  return refunds.reduce(
    (left, refund) => (refund.status === 'FAILED' ? left : left - refund.amount.minorUnits),
    amount.minorUnits,
  );
}

export function toOrder(orderId: string, request: OrderRequest): ModelOrder {
  return {
    orderId,
    request,
    captures: [],
    status: 'CREATED',
    total: request.total,
    payerId: undefined,
    shippingCountry: undefined,
    plan: 'complete',
    isGone: false,
    isBent: false,
  };
}

export function toApproveUrl({ orderId }: ModelOrder): string {
  return `https://paypal.example/checkoutnow?token=${orderId}`;
}

export function toPaymentOrder(order: ModelOrder): PaymentOrder {
  return {
    orderId: order.orderId,
    status: order.status,
    total: order.total,
    payeeId: merchantId,
    customId: order.request.checkoutId,
    payerId: order.payerId,
    payer: order.payerId === undefined ? undefined : { name: 'Pat', email: `${order.payerId}@example.com` },
    shippingCountry: order.shippingCountry,
    captures: order.captures.map(toCapture),
    refunds: order.captures.flatMap(({ refunds }) =>
      refunds.map(({ refundId, amount, status }) => ({ refundId, amount, status })),
    ),
    approveUrl: toApproveUrl(order),
  };
}

export function toCapture(owned: ModelCapture): Capture {
  const { captureId, amount, held, refunds } = owned;
  if (held !== 'COMPLETED' || refunds.every(({ status }) => status === 'FAILED'))
    return { captureId, amount, status: held };
  return { captureId, amount, status: leftOf(owned) === 0 ? 'REFUNDED' : 'PARTIALLY_REFUNDED' };
}

export function toRefund({ refundId, amount, status }: ModelRefund, { captureId }: ModelCapture) {
  return { refundId, amount, status, captureId } as const;
}

export function findCapture(
  orders: readonly ModelOrder[],
  captureId: string,
): { readonly order: ModelOrder; readonly capture: ModelCapture } | undefined {
  for (const order of orders) {
    const capture = order.captures.find((one) => one.captureId === captureId);
    if (capture !== undefined) return { order, capture };
  }
  return undefined;
}

export function captureOf(orders: readonly ModelOrder[], made: ModelRefund): ModelCapture | undefined {
  return orders.flatMap(({ captures }) => captures).find(({ refunds }) => refunds.includes(made));
}
