import type { Money } from './money.ts';

/** Money on its way back. PENDING and COMPLETED count against the capture; FAILED and CANCELLED gave nothing back. */
export interface Refund {
  readonly refundId: string;
  readonly status: 'COMPLETED' | 'PENDING' | 'FAILED' | 'CANCELLED';
  readonly amount: Money;
  readonly captureId?: string | undefined;
  /** All that was given back of this capture so far, where PayPal names it. */
  readonly refundedTotal?: Money | undefined;
  readonly debugId?: string | undefined;
}

/** The same request id always carries the same content. Without an amount, all that is left goes back. */
export interface RefundRequest {
  readonly captureId: string;
  readonly requestId: string;
  readonly amount?: Money | undefined;
  /** Shown to the payer by PayPal. */
  readonly note?: string | undefined;
}

export type RefundAnswer =
  | { readonly kind: 'answered'; readonly refund: Refund }
  /** Nothing is left of the capture to give back. */
  | { readonly kind: 'already_refunded' }
  /** PayPal does not know the capture. */
  | { readonly kind: 'gone' }
  | { readonly kind: 'refused'; readonly issue: string; readonly debugId?: string | undefined };

/** PayPal's own answer to a GET of one capture. */
export interface PaymentCapture {
  readonly captureId: string;
  readonly status: 'COMPLETED' | 'PENDING' | 'DECLINED' | 'FAILED' | 'REFUNDED' | 'PARTIALLY_REFUNDED';
  readonly amount: Money;
  readonly customId?: string | undefined;
  readonly orderId?: string | undefined;
  readonly payeeId?: string | undefined;
  readonly debugId?: string | undefined;
}

/** @throws CheckoutError `payments_unclear` (ask again later, same request id) or `payments_refused` (a definite no). */
export interface Refunds {
  refundCapture(request: RefundRequest): Promise<RefundAnswer>;
  /** Undefined when PayPal does not know the capture. */
  findCapture(captureId: string): Promise<PaymentCapture | undefined>;
  /** Undefined when PayPal does not know the refund. */
  findRefund(refundId: string): Promise<Refund | undefined>;
}

/** What PayPal wants to tell. It says where to look; what happened is asked of PayPal by a GET. */
export interface WebhookEvent {
  readonly eventId: string;
  /** PayPal's name, such as PAYMENT.CAPTURE.COMPLETED. Names that we do not know are allowed. */
  readonly type: string;
  readonly orderId?: string | undefined;
  readonly captureId?: string | undefined;
  readonly refundId?: string | undefined;
  readonly customId?: string | undefined;
  readonly invoiceId?: string | undefined;
  readonly disputeId?: string | undefined;
  /** The captures that a dispute is about. */
  readonly sellerTransactionIds: readonly string[];
}

export interface Webhook {
  readonly webhookId: string;
  readonly url: string;
  readonly eventTypes: readonly string[];
}

/** @throws CheckoutError `payments_unclear` or `payments_refused`. */
export interface Webhooks {
  /** PayPal's own list of what it wanted to tell, from `since` to `until` (milliseconds), delivered or not. */
  listEvents(range: { readonly since: number; readonly until: number }): Promise<readonly WebhookEvent[]>;
  listWebhooks(): Promise<readonly Webhook[]>;
  /** Not repeated: after `payments_unclear` the list tells whether it is there. */
  registerWebhook(url: string, eventTypes: readonly string[]): Promise<Webhook>;
  /** PayPal sends a made-up event to the webhook. Answers its id. */
  simulateEvent(request: { readonly webhookId: string; readonly eventType: string }): Promise<string>;
}
