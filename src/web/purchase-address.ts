import { z } from 'zod';
import { Refusal } from './refusal.ts';
import type { SiteContext } from './site-context.ts';

const idSchema = z.string().regex(/^[a-z2-7]{26}$/u);

/** The checkout that the address names. It proves nothing by itself. */
export function checkoutIdOf(ctx: SiteContext): string {
  const parsed = idSchema.safeParse(ctx.params['id']);
  if (!parsed.success) throw new Refusal('not_found');
  ctx.state.checkoutId = parsed.data;
  return parsed.data;
}

/** Without a page: the address that leads to whichever page fits. */
export function purchasePath(checkoutId: string, page?: string): string {
  return page === undefined ? `/checkouts/${checkoutId}` : `/checkouts/${checkoutId}/${page}`;
}

/** 303: the browser goes on with a GET. */
export function seeOther(ctx: SiteContext, address: string): void {
  ctx.status = 303;
  ctx.set('Location', address);
  ctx.body = '';
}
