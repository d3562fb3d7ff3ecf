import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Key, KeyRing } from '../../round-trip/keys.ts';

export type FormPurpose = 'pay' | 'not-mine' | 'number';

/** What a form token is bound to: this browser, this checkout, this button. */
export interface FormBinding {
  readonly payerSession: string;
  readonly checkoutId: string;
  readonly purpose: FormPurpose;
}

export interface Csrf {
  token(binding: FormBinding): string;
  isGood(token: string, binding: FormBinding): boolean;
}

/**
 * Only the link page and this browser's own pages render a token, so a good one also proves that this browser
 * opened the link.
 */
export function createCsrf(keys: KeyRing): Csrf {
  return {
    token: (binding) => sign(keys('csrf')[0], binding),
    isGood: (token, binding) => {
      const key = keys('csrf').find(({ id }) => token.startsWith(`${id}.`));
      if (key === undefined) return false;
      const expected = Buffer.from(sign(key, binding));
      const actual = Buffer.from(token);
      return expected.length === actual.length && timingSafeEqual(expected, actual);
    },
  };
}

function sign(key: Key, { payerSession, checkoutId, purpose }: FormBinding): string {
  const mac = createHmac('sha256', key.bytes).update(`${payerSession}\n${checkoutId}\n${purpose}`);
  return `${key.id}.${mac.digest('base64url')}`;
}
