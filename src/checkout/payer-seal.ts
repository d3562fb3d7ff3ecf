import { createHmac } from 'node:crypto';
import { type Key, type KeyRing, keyIdOf } from '../round-trip/keys.ts';
import { openText, sealText } from '../round-trip/sealed-text.ts';
import { fieldOf } from './field-of.ts';
import { addressParts, type PayerDetails } from './payer-details.ts';
import type { SealedPayer } from './payer-ports.ts';

/** What of a payer may be stored. Undefined where PayPal told nothing. */
export function sealPayer(
  keys: KeyRing,
  checkoutId: string,
  payer: PayerDetails | undefined,
): SealedPayer | undefined {
  const content = JSON.stringify(payer ?? {});
  if (payer === undefined || content === '{}') return undefined;
  return {
    checkoutId,
    sealed: sealText(keys('payer-seal')[0], checkoutId, content),
    emailHash: payer.email === undefined ? undefined : hashEmail(keys('payer-email')[0], payer.email),
  };
}

/** What PayPal told. Undefined when its key is gone. @throws Error when it was changed, or made for another checkout. */
export function openPayer(keys: KeyRing, { checkoutId, sealed }: SealedPayer): PayerDetails | undefined {
  const content = openText(keys('payer-seal'), checkoutId, sealed);
  return content === undefined ? undefined : toDetails(JSON.parse(content));
}

/** The hashes under which an address may be stored: one for each key. */
export function hashesOfEmail(keys: KeyRing, email: string): readonly string[] {
  return keys('payer-email').map((key) => hashEmail(key, email));
}

/** The same payer under the first key, its hash as well. Undefined when its key is gone. */
export function sealPayerAnew(keys: KeyRing, payer: SealedPayer): SealedPayer | undefined {
  const [{ id: first }] = keys('payer-seal');
  if (keyIdOf(payer.sealed) === first) return undefined;
  return sealPayer(keys, payer.checkoutId, openPayer(keys, payer));
}

/** People write their address in any case, and leave a space behind it. */
function hashEmail(key: Key, email: string): string {
  return `${key.id}.${createHmac('sha256', key.bytes).update(email.trim().toLowerCase()).digest('hex')}`;
}

/** Written by us: what is no text is left out, so that a part which nobody knows yet hides none of the others. */
function toDetails(content: unknown): PayerDetails {
  const [name, email, phone] = ['name', 'email', 'phone'].map((part) => textIn(content, part));
  const address = fieldOf(content, 'address');
  if (address === undefined) return { name, email, phone };
  const parts = addressParts.map((part) => [part, textIn(address, part)] as const);
  return { name, email, phone, address: Object.fromEntries(parts) };
}

function textIn(content: unknown, part: string): string | undefined {
  const value = fieldOf(content, part);
  return typeof value === 'string' ? value : undefined;
}
