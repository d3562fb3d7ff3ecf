import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import type { Key } from './keys.ts';

/** A256GCM, bound to the checkout, with the key's id in front. */
export function sealText(key: Key, checkoutId: string, text: string): string {
  const iv = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', key.bytes, iv).setAAD(Buffer.from(checkoutId));
  const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
  return [key.id, ...[iv, sealed, cipher.getAuthTag()].map((part) => part.toString('base64url'))].join('.');
}

/** Undefined when its key is gone. @throws Error when the sealed copy was changed, or made for another checkout. */
export function openText(keys: readonly Key[], checkoutId: string, text: string): string | undefined {
  const [keyId, iv, sealed, tag] = text.split('.');
  const key = keys.find(({ id }) => id === keyId);
  if (key === undefined || iv === undefined || sealed === undefined || tag === undefined) return undefined;
  const decipher = createDecipheriv('aes-256-gcm', key.bytes, Buffer.from(iv, 'base64url'));
  decipher.setAAD(Buffer.from(checkoutId)).setAuthTag(Buffer.from(tag, 'base64url'));
  return Buffer.concat([decipher.update(Buffer.from(sealed, 'base64url')), decipher.final()]).toString();
}
