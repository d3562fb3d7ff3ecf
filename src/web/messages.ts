import { z } from 'zod';
import { readBody } from './guards/read-body.ts';
import type { Handler, SiteContext } from './site-context.ts';

const maxActivityBytes = 256 * 1024;

const activitySchema = z.record(z.string(), z.unknown());

/** Hands an activity to the bot: who it is from is the receiver's business. */
export type ReceiveActivity = (request: {
  authorization: string;
  body: unknown;
}) => Promise<{ status: number; body?: unknown }>;

/** Bot Framework's way in. Its callers are programs, so refusals are JSON. */
export function receiveMessages(receiveActivity: ReceiveActivity): Handler {
  return async (ctx) => {
    // A form or plain text could come from any page that the shopper's browser has open.
    if (!/^application\/json\s*(?:;|$)/iu.test(ctx.get('Content-Type')))
      return answer(ctx, 415, 'Send application/json.');
    const text = await readBody(ctx.req, maxActivityBytes);
    if (text === undefined) return answer(ctx, 413, 'An activity has at most 256 KB.');
    const activity = activitySchema.safeParse(parseJson(text));
    if (!activity.success) return answer(ctx, 400, 'An activity is a JSON object.');
    const received = await receiveActivity({ authorization: ctx.get('Authorization'), body: activity.data });
    ctx.status = received.status;
    ctx.body = received.body === undefined ? '' : JSON.stringify(received.body);
    if (received.body !== undefined) ctx.type = 'application/json';
  };
}

function answer(ctx: SiteContext, status: number, error: string): void {
  ctx.status = status;
  ctx.type = 'application/json';
  ctx.body = JSON.stringify({ error });
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
