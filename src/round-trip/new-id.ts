import { randomBytes } from 'node:crypto';

const alphabet = 'abcdefghijklmnopqrstuvwxyz234567';

/** 26 characters of lower-case base32: 130 random bits, safe in addresses and in PayPal's ids. */
export function newId(): string {
  return Array.from(randomBytes(26), (byte) => alphabet[byte % 32]).join('');
}
