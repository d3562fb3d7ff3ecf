import type { IncomingMessage, ServerResponse } from 'node:http';
import type { BotSettings } from '../settings/bot-settings.ts';
import type { SiteSettings } from '../settings/site-settings.ts';

/**
 * Without a registration nobody who chats is authenticated, so only this machine is served: a request that came
 * through a proxy or a tunnel is refused. The site's pages may be tried behind a proxy that TRUSTED_PROXIES names.
 */
export function isFromBeyond(
  request: IncomingMessage,
  { appId }: Pick<BotSettings, 'appId'>,
  { trustedProxies }: Pick<SiteSettings, 'trustedProxies'>,
): boolean {
  if (appId !== '') return false;
  const isForwarded = Object.keys(request.headers).some(
    (name) => name === 'forwarded' || name.startsWith('x-forwarded-'),
  );
  return isForwarded && (trustedProxies === 0 || (request.url ?? '').startsWith('/api/'));
}

export function refuseFromBeyond(response: ServerResponse): void {
  response.writeHead(403, { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store' });
  response.end(
    'This Chat Checkout has no bot registration, so it serves its own machine only, and this request came through a ' +
      'proxy. Nothing was changed. Set MicrosoftAppId to serve real channels.\n',
  );
}
