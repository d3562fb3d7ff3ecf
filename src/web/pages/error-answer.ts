import type { Next } from 'koa';
import { CheckoutError } from '../../checkout/errors.ts';
import type { LogFields } from '../../checkout/ports.ts';
import { answerProgram, isForPrograms } from '../answer-program.ts';
import { errorPages, type Reason, reasonOf } from './error-pages.ts';
import { Refusal } from '../refusal.ts';
import type { SiteContext } from '../site-context.ts';
import type { SiteParts } from '../site-parts.ts';

type Parts = Pick<SiteParts, 'show' | 'log'>;

/** Turns whatever was thrown into its page, or into JSON where a program asks. */
export function answerErrors(parts: Parts) {
  return async (ctx: SiteContext, next: Next): Promise<void> => {
    try {
      await next();
      refuseUnanswered(ctx);
    } catch (error) {
      logError(parts, ctx, error);
      const reason = reasonOf(error);
      if (isForPrograms(ctx.path)) answerProgram(ctx, reason);
      else await answer(parts, ctx, reason);
    }
  };
}

/** Nobody had the address, or not with this method; a status that a handler decided comes with its body, if an empty one. */
function refuseUnanswered({ status, body }: SiteContext): void {
  if (body !== undefined) return;
  if (status === 404) throw new Refusal('not_found');
  if (status === 405 || status === 501) throw new Refusal('method_not_allowed');
}

/** What nobody planned, with its stack and never with a request's content. */
export function logFault({ log }: Pick<Parts, 'log'>, error: unknown, fields: LogFields): void {
  const stack = error instanceof Error ? (error.stack ?? error.message) : 'not an Error';
  log('fault', { ...fields, stack: stack.slice(0, 2_000) });
}

/** The page for one reason, with the id under which the log has it. */
async function answer(parts: Parts, ctx: SiteContext, reason: Reason): Promise<void> {
  const page = errorPages[reason];
  const { requestId, checkoutId = '' } = ctx.state;
  try {
    const reloads = ctx.method === 'GET' && (reason === 'payments_unclear' || reason === 'fault');
    const view = page.template === 'error' ? { words: page.words, leadsOn: page.leadsOn ?? false } : {};
    await parts.show(ctx, page.template, { ...view, requestId, checkoutId, reloads }, page.status);
  } catch (error) {
    logFault(parts, error, { requestId });
    ctx.status = 500;
    ctx.type = 'text/plain; charset=utf-8';
    ctx.body = `Something went wrong on our side. Nothing is lost. Request ${requestId}`;
  }
}

function logError(parts: Parts, { state }: SiteContext, error: unknown): void {
  const { requestId, checkoutId } = state;
  if (error instanceof CheckoutError || error instanceof Refusal) {
    parts.log('http_refused', { requestId, checkoutId, code: error.code, detail: error.detail });
  } else logFault(parts, error, { requestId, checkoutId });
}
