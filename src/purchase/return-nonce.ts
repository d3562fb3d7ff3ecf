import { createHash, createHmac } from 'node:crypto';
import type { Checkout } from '../checkout/checkout.ts';
import type { Order } from '../checkout/order.ts';
import type { Key, KeyRing } from '../round-trip/keys.ts';
import { sameSecret } from '../round-trip/same-secret.ts';

/**
 * The 128 bits in an order's return and cancel addresses. They are derived from the order's request id, so that a
 * retry after a crash sends the same body while the store holds only their hash.
 */
export function newNonce(keys: KeyRing, requestId: string): { nonce: string; keyId: string; hash: string } {
  const key = keys('return-nonce')[0];
  const nonce = derive(key, requestId);
  return { nonce, keyId: key.id, hash: hash(nonce) };
}

/** Undefined when the key that made it was taken out of the configuration. */
export function nonceOf(keys: KeyRing, order: Pick<Order, 'requestId' | 'nonceKeyId'>): string | undefined {
  const key = keys('return-nonce').find(({ id }) => id === order.nonceKeyId);
  return key === undefined ? undefined : derive(key, order.requestId);
}

/** The order whose addresses carry this nonce, live or not. */
export function findOrderByNonce(checkout: Checkout, nonce: string): Order | undefined {
  const actual = hash(nonce);
  return checkout.orders.find(({ nonceHash }) => sameSecret(nonceHash, actual));
}

function derive(key: Key, requestId: string): string {
  return createHmac('sha256', key.bytes).update(requestId).digest().subarray(0, 16).toString('base64url');
}

function hash(nonce: string): string {
  return createHash('sha256').update(nonce).digest('hex');
}
