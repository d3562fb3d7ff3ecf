import type { Disputes } from '../checkout/dispute-ports.ts';
import { CheckoutError, isCheckoutError } from '../checkout/errors.ts';
import type { LogFields, Payments } from '../checkout/ports.ts';
import type { Refunds } from '../checkout/refund-ports.ts';
import type { Trackings } from '../checkout/tracking-ports.ts';
import { findDisputeOperation } from './dispute-operation.ts';
import { createExecutor, type Executor } from './executor.ts';
import { createFindLink } from './links.ts';
import { captureOperation, createOrderOperation, findOrderOperation } from './order-operations.ts';
import { findCaptureOperation, findRefundOperation, refundOperation } from './refund-operations.ts';
import { createEnvironment } from './requests.ts';
import { trackingOperation } from './tracking-operation.ts';
import { checkDisputeId, checkResourceId } from './resource-id.ts';

export interface PayPalOptions {
  readonly environment: 'simulator' | 'sandbox' | 'live';
  readonly apiUrl: string;
  /** The origin of the pages that payers are sent to. */
  readonly webUrl: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly log: (event: string, fields: LogFields) => void;
  /** For one call, its whole answer included; 10 s unless a test says otherwise. */
  readonly callTimeoutMs?: number;
}

export interface PayPalPayments extends Payments, Refunds, Disputes, Trackings {
  /** 'ok', or why PayPal cannot be used just now. Never throws. */
  check(): Promise<string>;
}

/** What makes every call to PayPal, under one token. */
export function openExecutor(options: PayPalOptions): Executor {
  const { log, callTimeoutMs = 10_000 } = options;
  return createExecutor({ environment: createEnvironment(options), callTimeoutMs, log });
}

/** PayPal's orders, payments and disputes behind the checkout's ports. */
export function createPayments(
  options: PayPalOptions,
  executor: Executor = openExecutor(options),
): PayPalPayments {
  const findLink = createFindLink(options.environment, options.webUrl);
  return {
    async createOrder(request) {
      checkRequestId(request.requestId);
      return executor.execute(createOrderOperation(request, findLink));
    },
    async findOrder(orderId) {
      checkResourceId(orderId, 'order');
      return executor.execute(findOrderOperation(orderId, findLink));
    },
    async captureOrder(request) {
      checkResourceId(request.orderId, 'order');
      checkRequestId(request.requestId);
      return executor.execute(captureOperation(request, findLink));
    },
    async refundCapture(request) {
      checkResourceId(request.captureId, 'capture');
      checkRequestId(request.requestId);
      return executor.execute(refundOperation(request));
    },
    async findCapture(captureId) {
      checkResourceId(captureId, 'capture');
      return executor.execute(findCaptureOperation(captureId));
    },
    async findRefund(refundId) {
      checkResourceId(refundId, 'refund');
      return executor.execute(findRefundOperation(refundId));
    },
    async findDispute(disputeId) {
      checkDisputeId(disputeId);
      return executor.execute(findDisputeOperation(disputeId));
    },
    async trackOrder(request) {
      checkResourceId(request.orderId, 'order');
      checkResourceId(request.captureId, 'capture');
      checkRequestId(request.requestId);
      return executor.execute(trackingOperation(request));
    },
    check: createCheck(executor),
  };
}

const failureHoldsMs = 5_000;

/** A failure is remembered for a moment, so that somebody who asks every second does not become a storm of sign-ins. */
function createCheck(executor: Executor): () => Promise<string> {
  let failure: { reason: string; until: number } | undefined;
  return async () => {
    if (failure !== undefined && performance.now() < failure.until) return failure.reason;
    try {
      await executor.signIn();
      failure = undefined;
      return 'ok';
    } catch (error) {
      const reason = isCheckoutError(error) ? (error.detail ?? error.code) : 'fault';
      failure = { reason, until: performance.now() + failureHoldsMs };
      return reason;
    }
  };
}

/** PayPal's limit; it goes into a header as it is. */
function checkRequestId(requestId: string): void {
  if (!/^[\u0021-\u007e]{1,108}$/u.test(requestId))
    throw new CheckoutError('payments_refused', 'not a request id');
}
