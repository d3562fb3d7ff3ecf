import { createHash } from 'node:crypto';
import type { KeptAnswer } from './books.ts';
import type { Call, Office } from './office.ts';
import { findRow, outsideRefusal, refusal, type CatalogueOperation, type Refusal } from './refusal.ts';

/** PayPal's limit on the length of a request id. */
const longestRequestId = 108;

type KeptOperation = KeptAnswer['operation'];

/**
 * What this request id already led to. PayPal does not document what the same id with another body gets, and its
 * catalogue has no row for it; the nearest one, INCOMPATIBLE_PARAMETER_VALUE, is used here.
 */
export function findKeptAnswer(office: Office, call: Call, operation: KeptOperation): KeptAnswer | undefined {
  const name = rowsOf[operation];
  if (call.requestId === undefined) return undefined;
  if (call.requestId.length > longestRequestId) {
    throw refuseField(name, 'INVALID_STRING_LENGTH');
  }
  const kept = office.books.findAnswer(operation, call.requestId);
  if (kept === undefined || isForgotten(office, kept)) return undefined;
  if (kept.fingerprint !== fingerprintOf(call)) {
    throw refuseOtherBody(name);
  }
  return kept;
}

/** The entry that lets a later call with this request id find the answer again. */
export function keepAnswer(
  office: Office,
  call: Call,
  operation: KeptOperation,
  orderId: string,
  led: { readonly refusal?: string; readonly resourceId?: string } = {},
): { readonly answer?: KeptAnswer } {
  if (call.requestId === undefined) return {};
  const answer = {
    operation,
    requestId: call.requestId,
    fingerprint: fingerprintOf(call),
    orderId,
    at: office.now(),
    ...led,
  };
  return { answer };
}

export function isForgotten(office: Pick<Office, 'now' | 'settings'>, kept: KeptAnswer): boolean {
  const { requestIdLifetimeMs, paymentRequestIdLifetimeMs } = office.settings;
  const isOfOrders = rowsOf[kept.operation].startsWith('orders.');
  return office.now() - kept.at >= (isOfOrders ? requestIdLifetimeMs : paymentRequestIdLifetimeMs);
}

const rowsOf: Readonly<Record<KeptOperation, CatalogueOperation>> = {
  create: 'orders.create',
  capture: 'orders.capture',
  authorize: 'orders.authorize',
  refund: 'captures.refund',
  capture_authorization: 'authorizations.capture',
  reauthorize: 'authorizations.reauthorize',
  void: 'authorizations.void',
};

/** Orders have a row that comes near; payments have only the syntax of a parameter. */
function refuseOtherBody(name: CatalogueOperation): Refusal {
  const issue = ['INCOMPATIBLE_PARAMETER_VALUE', 'INVALID_PARAMETER_SYNTAX'].find(
    (each) => findRow(name, each) !== undefined,
  );
  return issue === undefined ? outsideRefusal('invalid_request') : refuseField(name, issue);
}

function refuseField(name: CatalogueOperation, issue: string): Refusal {
  if (findRow(name, issue) === undefined) return outsideRefusal('invalid_request');
  return refusal(name, [{ issue, field: 'PayPal-Request-Id' }]);
}

function fingerprintOf(call: Call): string {
  return createHash('sha256').update(`${call.method} ${call.path}\n${call.body}`).digest('base64url');
}
