import { showApproval } from './pages/approval-page.ts';
import { authorizeOrder } from './orders/authorize-order.ts';
import { captureAuthorization } from './payments/capture-authorization.ts';
import { captureOrder } from './orders/capture-order.ts';
import { createOrder } from './orders/create-order.ts';
import { decideApproval } from './pages/decide-approval.ts';
import type { Operate } from './office.ts';
import { getCertificate } from './webhooks/get-certificate.ts';
import { getDispute } from './disputes/get-dispute.ts';
import { getOrder } from './orders/get-order.ts';
import { getAuthorization, getCapture, getRefund } from './payments/get-payment.ts';
import type { Operation } from './operations.ts';
import { patchOrder } from './orders/patch-order.ts';
import { reauthorize } from './payments/reauthorize.ts';
import { refundCapture } from './payments/refund-capture.ts';
import { simulateEvent } from './webhooks/simulate-event.ts';
import { issueToken } from './token.ts';
import { trackOrder } from './orders/track-order.ts';
import { voidAuthorization } from './payments/void-authorization.ts';
import { getEvent, listEvents, resendEvent } from './webhooks/webhook-events.ts';
import { deleteWebhook, getWebhook, listWebhooks, registerWebhook } from './webhooks/webhooks.ts';

export interface Route {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  readonly path: RegExp;
  readonly operation: Operation;
  readonly operate: Operate;
}

/** PayPal's addresses, in the order of a purchase. */
export const routes: readonly Route[] = [
  route('POST', '/v1/oauth2/token', 'token', issueToken),
  route('POST', '/v2/checkout/orders', 'create', createOrder),
  route('GET', '/v2/checkout/orders/{id}', 'get', getOrder),
  route('PATCH', '/v2/checkout/orders/{id}', 'patch', patchOrder),
  route('GET', '/checkoutnow', 'page', showApproval),
  route('POST', '/checkoutnow', 'decide', decideApproval),
  route('POST', '/v2/checkout/orders/{id}/capture', 'capture', captureOrder),
  route('POST', '/v2/checkout/orders/{id}/track', 'track', trackOrder),
  route('POST', '/v2/checkout/orders/{id}/authorize', 'authorize', authorizeOrder),
  route('GET', '/v2/payments/authorizations/{id}', 'find_authorization', getAuthorization),
  route('POST', '/v2/payments/authorizations/{id}/capture', 'capture_authorization', captureAuthorization),
  route('POST', '/v2/payments/authorizations/{id}/reauthorize', 'reauthorize', reauthorize),
  route('POST', '/v2/payments/authorizations/{id}/void', 'void', voidAuthorization),
  route('GET', '/v2/payments/captures/{id}', 'find_capture', getCapture),
  route('POST', '/v2/payments/captures/{id}/refund', 'refund', refundCapture),
  route('GET', '/v2/payments/refunds/{id}', 'find_refund', getRefund),
  route('GET', '/v1/customer/disputes/{id}', 'find_dispute', getDispute),
  route('POST', '/v1/notifications/webhooks', 'register_webhook', registerWebhook),
  route('GET', '/v1/notifications/webhooks', 'list_webhooks', listWebhooks),
  route('GET', '/v1/notifications/webhooks/{id}', 'find_webhook', getWebhook),
  route('DELETE', '/v1/notifications/webhooks/{id}', 'delete_webhook', deleteWebhook),
  route('GET', '/v1/notifications/webhooks-events', 'list_events', listEvents),
  route('GET', '/v1/notifications/webhooks-events/{id}', 'find_event', getEvent),
  route('POST', '/v1/notifications/webhooks-events/{id}/resend', 'resend_event', resendEvent),
  route('POST', '/v1/notifications/simulate-event', 'simulate_event', simulateEvent),
  route('GET', '/v1/notifications/certs/{id}', 'certificate', getCertificate),
];

function route(method: Route['method'], path: string, operation: Operation, operate: Operate): Route {
  return { method, path: new RegExp(`^${path.replace('{id}', '([^/]+)')}$`), operation, operate };
}
