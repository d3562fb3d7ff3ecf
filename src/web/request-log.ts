import { randomBytes } from 'node:crypto';
import type { Next } from 'koa';
import type { SiteContext } from './site-context.ts';
import type { SiteParts } from './site-parts.ts';

/** One line a request. The address is named by its pattern, since addresses carry link tokens and nonces. */
export function requestLog({ log }: Pick<SiteParts, 'log'>) {
  return async (ctx: SiteContext, next: Next): Promise<void> => {
    const startedAt = performance.now();
    ctx.state.requestId = randomBytes(8).toString('hex');
    await next();
    const { requestId, checkoutId } = ctx.state;
    const { _matchedRoute: pattern = 'none' } = ctx;
    const ms = Math.round((performance.now() - startedAt) * 10) / 10;
    log('http', {
      requestId,
      method: ctx.method,
      route: String(pattern),
      status: ctx.status,
      ms,
      checkoutId,
    });
  };
}
