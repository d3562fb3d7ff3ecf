import { createHash, createHmac } from 'node:crypto';
import type { Key, KeyRing } from './keys.ts';

/**
 * The 128 bits in the addresses by which a browser comes back. They are derived from the request id of what it left for,
 * so that a retry after a crash sends the same body while the store holds only their hash.
 */
export function newNonce(keys: KeyRing, requestId: string): { nonce: string; keyId: string; hash: string } {
  const key = keys('return-nonce')[0];
  const nonce = derive(key, requestId);
  return { nonce, keyId: key.id, hash: hashNonce(nonce) };
}

/** Undefined when the key that made it was taken out of the configuration. */
export function nonceOf(
  keys: KeyRing,
  made: { readonly requestId: string; readonly nonceKeyId: string },
): string | undefined {
  const key = keys('return-nonce').find(({ id }) => id === made.nonceKeyId);
  return key === undefined ? undefined : derive(key, made.requestId);
}

/** What the store holds of it. */
export function hashNonce(nonce: string): string {
  return createHash('sha256').update(nonce).digest('hex');
}

function derive(key: Key, requestId: string): string {
  return createHmac('sha256', key.bytes).update(requestId).digest().subarray(0, 16).toString('base64url');
}
