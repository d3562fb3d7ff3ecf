import type { Next } from 'koa';
import { CheckoutError } from '../checkout/errors.ts';
import { errorPages, type Reason, reasonOf } from './error-pages.ts';
import { Refusal } from './refusal.ts';
import type { SiteContext } from './site-context.ts';
import type { SiteParts } from './site-parts.ts';

/** Turns whatever was thrown into its page. */
export function answerErrors(parts: Pick<SiteParts, 'show' | 'log'>) {
  return async (ctx: SiteContext, next: Next): Promise<void> => {
    try {
      await next();
      if (ctx.status === 404 && ctx.body === undefined) throw new Refusal('not_found');
      if (ctx.status === 405 || ctx.status === 501) throw new Refusal('method_not_allowed');
    } catch (error) {
      logError(parts, ctx, error);
      await showError(parts, ctx, reasonOf(error));
    }
  };
}

/** The page for one reason, with the id under which the log has it. */
export async function showError(
  { show }: Pick<SiteParts, 'show'>,
  ctx: SiteContext,
  reason: Reason,
): Promise<void> {
  const { status, template } = errorPages[reason];
  const { requestId, checkoutId } = ctx.state;
  await show(ctx, template, { reason, requestId, checkoutId: checkoutId ?? '' }, status);
}

function logError({ log }: Pick<SiteParts, 'log'>, { state }: SiteContext, error: unknown): void {
  const { requestId, checkoutId } = state;
  if (error instanceof CheckoutError || error instanceof Refusal) {
    log('http_refused', { requestId, checkoutId, code: error.code, detail: error.detail });
    return;
  }
  const stack = error instanceof Error ? (error.stack ?? error.message) : 'not an Error';
  log('fault', { requestId, checkoutId, stack: stack.slice(0, 2_000) });
}
