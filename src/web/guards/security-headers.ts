import type { Middleware } from 'koa';

/**
 * Headers of every answer. No page has a script, a frame or a cache.
 * @param pictureOrigin where the shop's logo is, if not here
 */
export function securityHeaders(
  origin: string,
  payPalWebUrl: string,
  pictureOrigin: string | undefined,
): Middleware {
  const headers = {
    // Chromium applies form-action to the redirect after the POST too, so PayPal's pages stand in it.
    'Content-Security-Policy': [
      "default-src 'none'",
      "style-src 'self'",
      `img-src 'self'${pictureOrigin === undefined ? '' : ` ${pictureOrigin}`}`,
      `form-action 'self' ${payPalWebUrl}`,
      "base-uri 'none'",
      "frame-ancestors 'none'",
    ].join('; '),
    'X-Content-Type-Options': 'nosniff',
    'X-Frame-Options': 'DENY',
    // With no-referrer our own forms would send "Origin: null".
    'Referrer-Policy': 'same-origin',
    'Permissions-Policy': 'camera=(), microphone=(), geolocation=(), payment=(), usb=(), browsing-topics=()',
    'Cross-Origin-Opener-Policy': 'same-origin',
    'Cross-Origin-Resource-Policy': 'same-origin',
    'Cache-Control': 'no-store',
    'X-Robots-Tag': 'noindex, nofollow',
    ...(origin.startsWith('https:') ? { 'Strict-Transport-Security': 'max-age=31536000' } : {}),
  };
  return async (ctx, next) => {
    ctx.set(headers);
    await next();
  };
}
