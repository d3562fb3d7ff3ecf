import { randomBytes, randomInt } from 'node:crypto';

const resourceAlphabet = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ';
const accountAlphabet = '23456789ABCDEFGHJKLMNPQRSTUVWXYZ';

/** The id of an order or a capture: 17 characters, as PayPal's are. */
export function createResourceId(): string {
  return draw(resourceAlphabet, 17);
}

/** The id of a payer's account: 13 characters without look-alikes. */
export function createAccountId(): string {
  return draw(accountAlphabet, 13);
}

export function createDebugId(): string {
  return randomBytes(7).toString('hex').slice(0, 13);
}

export function createToken(): string {
  return `A21AA${randomBytes(48).toString('base64url')}`;
}

function draw(alphabet: string, length: number): string {
  return Array.from({ length }, () => alphabet[randomInt(alphabet.length)]).join('');
}
