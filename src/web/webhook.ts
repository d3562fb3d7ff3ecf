import { readBytes } from './guards/read-body.ts';
import type { Handler } from './site-context.ts';

const maxEventBytes = 256 * 1024;

/** Verifies a delivery by its raw bytes and stores it; answers the HTTP status. */
export type ReceiveWebhook = (delivery: {
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly rawBody: Uint8Array;
}) => Promise<number>;

/** PayPal's way in. The answer says only that the event is kept; what it means is found out afterwards. */
export function receiveWebhooks(receiveWebhook: ReceiveWebhook): Handler {
  return async (ctx) => {
    const rawBody = await readBytes(ctx.req, maxEventBytes);
    ctx.status = rawBody === undefined ? 413 : await receiveWebhook({ headers: ctx.headers, rawBody });
    ctx.body = '';
  };
}
