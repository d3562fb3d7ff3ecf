import type { Handler } from '../site-context.ts';
import type { SiteParts } from '../site-parts.ts';

/** Where "Not my order" ends. It names no purchase. */
export function goodbyePage({ show }: SiteParts): Handler {
  return (ctx) => show(ctx, 'goodbye', {});
}
