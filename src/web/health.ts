import type { Handler, SiteContext } from './site-context.ts';

/** The process is alive. */
export const live: Handler = (ctx) => answer(ctx, 200, { live: 'ok' });

/** Every part is asked; one that is not `ok` gives its reason. `ok, …` works still, and says what is wrong. */
export function ready(partsReady: () => Promise<Record<string, string>>): Handler {
  return async (ctx) => {
    const parts = await partsReady();
    const isReady = Object.values(parts).every((condition) => /^ok(?:,|$)/u.test(condition));
    answer(ctx, isReady ? 200 : 503, parts);
  };
}

function answer(ctx: SiteContext, status: number, parts: Record<string, string>): void {
  ctx.status = status;
  ctx.type = 'application/json';
  ctx.body = JSON.stringify(parts);
}
