import type { Middleware } from 'koa';
import { parseUrl } from '../../round-trip/parse-url.ts';
import { Refusal } from '../refusal.ts';

const loopbackNames = ['127.0.0.1', 'localhost', '[::1]'];

/** Programs on this machine (a health check, a local channel) call by a loopback name. */
const openToLoopback = /^\/(?:api\/messages|health\/(?:live|ready))$/u;

/** A request for another host is not for us: 421, whatever it asks. */
export function hostGuard(origin: string, allowedHosts: readonly string[]): Middleware {
  const { protocol, host } = new URL(origin);
  const ours = new Set([host, ...allowedHosts.map((name) => name.toLowerCase())]);
  return async (ctx, next) => {
    const asked = hostOf(protocol, ctx.get('Host'));
    const isLocal =
      openToLoopback.test(ctx.path) &&
      loopbackNames.some((name) => asked === `${name}:${ctx.req.socket.localPort}`);
    if (!ours.has(asked) && !isLocal) throw new Refusal('wrong_host');
    await next();
  };
}

/** In lower case and without the port that the protocol implies. */
function hostOf(protocol: string, header: string): string {
  const isPlain = /^[\w.-]+(?::\d+)?$|^\[[\da-f:]+\](?::\d+)?$/iu.test(header);
  return (isPlain && parseUrl(`${protocol}//${header}`)?.host) || '';
}
