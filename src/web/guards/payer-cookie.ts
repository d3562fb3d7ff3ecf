import { randomBytes } from 'node:crypto';
import type { SiteContext } from '../site-context.ts';

export interface PayerCookie {
  /** The browser's payer session; undefined when it has none, or one that we did not make. */
  read(ctx: SiteContext): string | undefined;
  /** The same, and a new one is set where there is none. */
  ensure(ctx: SiteContext): string;
}

const sessionPattern = /^[A-Za-z0-9_-]{43}$/u;

/** Browsers share the cookies of localhost between all ports, so the name without prefix says whose it is. */
export function createPayerCookie(publicUrl: string): PayerCookie {
  const isSecure = publicUrl.startsWith('https:');
  const name = isSecure ? '__Host-payer' : 'chat_checkout_payer';
  const attributes = `Path=/; HttpOnly; SameSite=Lax${isSecure ? '; Secure' : ''}`;
  const read = (ctx: SiteContext): string | undefined => {
    const pairs = ctx.get('Cookie').split(';');
    const pair = pairs.map((text) => text.trim()).find((text) => text.startsWith(`${name}=`));
    const value = pair?.slice(name.length + 1);
    return value !== undefined && sessionPattern.test(value) ? value : undefined;
  };
  return {
    read,
    ensure: (ctx) => {
      const known = read(ctx);
      if (known !== undefined) return known;
      const payerSession = randomBytes(32).toString('base64url');
      ctx.append('Set-Cookie', `${name}=${payerSession}; ${attributes}`);
      return payerSession;
    },
  };
}
