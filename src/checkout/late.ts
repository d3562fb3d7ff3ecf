import { expirable } from './checkout.ts';
import type { Loaded } from './ports.ts';

/** Past its deadline and not paid, noticed or not: the database's time decides. */
export function isLate({ checkout, now }: Loaded): boolean {
  return expirable.includes(checkout.status) && now >= checkout.expiresAt;
}
