import { gzipSync } from 'node:zlib';
import type { Next } from 'koa';
import type { SiteContext } from './site-context.ts';

/**
 * Text answers travel compressed. No page repeats anything that its caller sent, so the size of an answer tells
 * nothing about the secrets in it.
 */
export async function compress(ctx: SiteContext, next: Next): Promise<void> {
  await next();
  const { body } = ctx;
  if (typeof body !== 'string' || body.length < 500 || ctx.method === 'HEAD') return;
  ctx.vary('Accept-Encoding');
  if (ctx.acceptsEncodings('gzip', 'identity') !== 'gzip') return;
  // In place: for a few kilobytes another thread takes five times as long as the work itself.
  const bytes = gzipSync(body);
  ctx.set('Content-Encoding', 'gzip');
  ctx.body = bytes;
}
