import Router from '@koa/router';
import Koa from 'koa';
import type { AddressInfo } from 'node:net';
import { newId } from '../../src/round-trip/new-id.ts';
import { Refusal } from '../../src/web/refusal.ts';
import type { SiteContext, SiteState } from '../../src/web/site-context.ts';
import { type RawAnswer, rawRequest } from './raw-request.ts';

export interface Guarded {
  /** What the guard answered; undefined where it refused. */
  readonly value: unknown;
  /** The code and the detail of what was refused. */
  readonly refusal: string | undefined;
  readonly raw: RawAnswer;
}

/** One guard by itself, at the address of a checkout and behind a real server. */
export async function askGuard(
  guard: (ctx: SiteContext) => unknown,
  request: {
    readonly method?: string;
    readonly headers?: Record<string, string>;
    readonly body?: string;
  } = {},
): Promise<Guarded> {
  let value: unknown;
  let refusal: string | undefined;
  const router = new Router<SiteState, object>();
  router.all('/checkouts/:id', async (ctx) => {
    ctx.body = '';
    try {
      value = await guard(ctx);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      refusal = error.message;
    }
  });
  const server = new Koa().use(router.routes()).listen(0, '127.0.0.1');
  try {
    await new Promise((resolve) => server.once('listening', resolve));
    const raw = await rawRequest(portOf(server.address()), `/checkouts/${newId()}`, request);
    return { value, refusal, raw };
  } finally {
    server.close();
  }
}

function portOf(address: AddressInfo | string | null): number {
  if (typeof address !== 'object' || address === null) throw new Error('the server has no port');
  return address.port;
}
