import { createHash } from 'node:crypto';
import type { KeptAnswer } from './books.ts';
import type { Call, Desk } from './desk.ts';
import { refusal } from './refusal.ts';

/** PayPal's limit on the length of a request id. */
const longestRequestId = 108;

type KeptOperation = KeptAnswer['operation'];

/**
 * What this request id already led to. PayPal does not document what the same id with another body gets, and its
 * catalogue has no row for it; the nearest one, INCOMPATIBLE_PARAMETER_VALUE, is used here.
 */
export function findKeptAnswer(desk: Desk, call: Call, operation: KeptOperation): KeptAnswer | undefined {
  const name = operation === 'create' ? 'orders.create' : 'orders.capture';
  if (call.requestId === undefined) return undefined;
  if (call.requestId.length > longestRequestId) {
    throw refusal(name, [{ issue: 'INVALID_STRING_LENGTH', field: 'PayPal-Request-Id' }]);
  }
  const kept = desk.books.findAnswer(operation, call.requestId);
  if (kept === undefined || isForgotten(desk, kept)) return undefined;
  if (kept.fingerprint !== fingerprintOf(call)) {
    throw refusal(name, [{ issue: 'INCOMPATIBLE_PARAMETER_VALUE', field: 'PayPal-Request-Id' }]);
  }
  return kept;
}

/** The entry that lets a later call with this request id find the answer again. */
export function keepAnswer(
  desk: Desk,
  call: Call,
  operation: KeptOperation,
  orderId: string,
  refused?: string,
): { answer?: KeptAnswer } {
  if (call.requestId === undefined) return {};
  const answer = {
    operation,
    requestId: call.requestId,
    fingerprint: fingerprintOf(call),
    orderId,
    at: desk.now(),
    ...(refused === undefined ? {} : { refusal: refused }),
  };
  return { answer };
}

export function isForgotten(desk: Pick<Desk, 'now' | 'settings'>, kept: KeptAnswer): boolean {
  return desk.now() - kept.at >= desk.settings.requestIdLifetimeMs;
}

function fingerprintOf(call: Call): string {
  return createHash('sha256').update(`${call.method} ${call.path}\n${call.body}`).digest('base64url');
}
