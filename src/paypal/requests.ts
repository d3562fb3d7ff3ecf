import sdk, { type PayPalEnvironment } from '@paypal/checkout-server-sdk';

export type { PayPalEnvironment };

/** What is asked of PayPal, as the SDK's classes say it; where the SDK has none, we write it in the same form. */
export interface PayPalRequest {
  readonly path: string;
  readonly verb: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: unknown;
}

export interface EnvironmentOptions {
  readonly clientId: string;
  readonly clientSecret: string;
  readonly apiUrl: string;
  /** The origin of the pages that payers are sent to. */
  readonly webUrl: string;
}

export function createEnvironment({
  clientId,
  clientSecret,
  apiUrl,
  webUrl,
}: EnvironmentOptions): PayPalEnvironment {
  return new sdk.core.PayPalEnvironment(clientId, clientSecret, apiUrl, webUrl);
}

export function createOrderRequest(requestId: string, order: object): PayPalRequest {
  const request = new sdk.orders.OrdersCreateRequest().prefer(whole).requestBody(order);
  // The SDK's class has no method for it.
  request.headers['PayPal-Request-Id'] = requestId;
  return request;
}

export function getOrderRequest(orderId: string): PayPalRequest {
  return new sdk.orders.OrdersGetRequest(orderId);
}

export function captureOrderRequest(requestId: string, orderId: string): PayPalRequest {
  return new sdk.orders.OrdersCaptureRequest(orderId).prefer(whole).payPalRequestId(requestId);
}

export function getCaptureRequest(captureId: string): PayPalRequest {
  return new sdk.payments.CapturesGetRequest(captureId);
}

export function refundCaptureRequest(requestId: string, captureId: string, refund: object): PayPalRequest {
  return new sdk.payments.CapturesRefundRequest(captureId)
    .prefer(whole)
    .payPalRequestId(requestId)
    .requestBody(refund);
}

/** The SDK has no class for it. */
export function trackOrderRequest(requestId: string, orderId: string, tracker: object): PayPalRequest {
  return {
    path: `/v2/checkout/orders/${encodeURIComponent(orderId)}/track`,
    verb: 'POST',
    headers: { 'Content-Type': 'application/json', 'PayPal-Request-Id': requestId },
    body: tracker,
  };
}

export function getRefundRequest(refundId: string): PayPalRequest {
  return new sdk.payments.RefundsGetRequest(refundId);
}

/** The short form of a refund's answer names no amount, and that of a capture no checkout. */
const whole = 'return=representation';
