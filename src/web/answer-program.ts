import { errorPages, type Reason } from './pages/error-pages.ts';
import type { SiteContext } from './site-context.ts';

/** Channels and PayPal call below these; people have no business there. */
export function isForPrograms(path: string): boolean {
  return /^\/(?:api|webhooks)(?:\/|$)/iu.test(path);
}

const sentences: Readonly<Partial<Record<Reason, string>>> = {
  not_found: 'There is nothing at this address, and nothing was changed. Check the path.',
  method_not_allowed: 'This address takes POST alone, and nothing was changed. Send a POST.',
  wrong_host: 'This server does not answer for that host, and nothing was changed. Use its public address.',
  form_invalid: 'The request was cut off, and nothing was changed. Send it again.',
};

/** A refusal as a program reads it: the status, and one sentence in JSON for whoever looks into the log there. */
export function answerProgram(ctx: SiteContext, reason: Reason): void {
  const fault = `Something went wrong on our side. Nothing is lost; send it again. Request ${ctx.state.requestId}`;
  ctx.status = errorPages[reason].status;
  ctx.type = 'application/json';
  ctx.body = JSON.stringify({ error: sentences[reason] ?? fault });
}
