import type { IncomingMessage, ServerResponse } from 'node:http';
import { join } from 'node:path';
import Router from '@koa/router';
import Koa from 'koa';
import type { CheckoutFlow } from '../purchase/flow.ts';
import type { KeyRing } from '../round-trip/keys.ts';
import type { Brand, Logo } from '../checkout/face.ts';
import type { LegalLinks } from '../checkout/legal-links.ts';
import type { LogFields } from '../checkout/ports.ts';
import { type Assets, loadAssets, logoPath } from './assets.ts';
import { createCheckoutRouter } from './checkout-router.ts';
import { compress } from './compress.ts';
import { cutOffBy } from './cut-off.ts';
import { createCsrf } from './guards/csrf.ts';
import { answerErrors, logFault } from './pages/error-answer.ts';
import { live, ready } from './health.ts';
import { hostGuard } from './guards/host-guard.ts';
import { type ReceiveActivity, receiveMessages } from './messages.ts';
import { findPackageRoot } from './package-root.ts';
import { createPayerCookie } from './guards/payer-cookie.ts';
import { createShow } from './pages/render.ts';
import { requestLog } from './request-log.ts';
import { securityHeaders } from './guards/security-headers.ts';
import { commonWords } from '../words/language.ts';
import type { SiteState } from './site-context.ts';
import type { SiteParts } from './site-parts.ts';
import { toFaceStyle } from './face-style.ts';
import { toShopMark } from './shop-mark.ts';
import { createVisitLimit } from './guards/visit-limit.ts';
import { type ReceiveWebhook, receiveWebhooks } from './webhook.ts';

export interface SiteOptions {
  readonly flow: CheckoutFlow;
  readonly keys: KeyRing;
  readonly publicUrl: string;
  readonly merchantName: string;
  readonly supportContact: string;
  /** Where PayPal's pages live, as a source of the Content-Security-Policy: an origin, or `https://*.paypal.com`. */
  readonly payPalWebUrl: string;
  readonly trustedProxies: number;
  /** The pictures that may be served: address (`/products/…`) to file. */
  readonly pictures: ReadonlyMap<string, string>;
  readonly logo: Logo | undefined;
  readonly brand: Brand | undefined;
  /** Wears the icon that the program brings. */
  readonly isSampleShop: boolean;
  readonly legalLinks: LegalLinks;
  readonly isSimulated: boolean;
  readonly paymentsEnvironment: 'simulator' | 'sandbox' | 'live';
  readonly receiveActivity: ReceiveActivity;
  readonly receiveWebhook: ReceiveWebhook;
  /** Each part with `ok` or the reason why it is not. */
  readonly ready: () => Promise<Record<string, string>>;
  readonly log: (event: string, fields: LogFields) => void;
  /** Host headers that are ours beside the public one. */
  readonly allowedHosts?: readonly string[];
  /** How often one address may open links; only tests set it. */
  readonly linksPerMinute?: number;
}

/** The site that shoppers pay on, as a handler of node's own server. */
export function createSite(
  options: SiteOptions,
): (request: IncomingMessage, response: ServerResponse) => void {
  const parts = createParts(options);
  const checkoutRouter = createCheckoutRouter(parts);
  const router = createAddresses(parts, options);
  const app = new Koa<SiteState, object>();
  const fail = (error: unknown): void => {
    const code = cutOffBy(error);
    if (code === undefined) logFault(parts, error, {});
    else options.log('http_cut_off', { code });
  };
  app.on('error', fail);
  app.use(requestLog(parts));
  app.use(securityHeaders(parts.origin, options.payPalWebUrl, pictureOrigin(options.logo)));
  app.use(compress);
  app.use(answerErrors(parts));
  app.use(hostGuard(parts.origin, options.allowedHosts ?? []));
  app.use(checkoutRouter.routes());
  app.use(router.routes());
  app.use(router.allowedMethods());
  const handle = app.callback();
  return (request, response) => {
    handle(request, response).catch(fail);
  };
}

/** Every address that is not a shopper's. */
function createAddresses({ assets }: SiteParts, options: SiteOptions): Router<SiteState, object> {
  const router = new Router<SiteState, object>({ sensitive: true });
  router.post('/api/messages', receiveMessages(options.receiveActivity));
  router.post('/webhooks/paypal', receiveWebhooks(options.receiveWebhook));
  router.get('/health/live', live);
  router.get('/health/ready', ready(options.ready));
  router.get('/assets/site.css', assets.serve);
  router.get('/products/:picture', assets.serve);
  router.get('/favicon.svg', assets.serve);
  router.get(logoPath, assets.serve);
  return router;
}

function createParts(options: SiteOptions): SiteParts {
  const { flow, keys, publicUrl, merchantName, supportContact, trustedProxies, log } = options;
  const root = findPackageRoot();
  const { logo, brand, pictures, legalLinks } = options;
  const assets = loadAssets({
    publicFolder: join(root, 'public'),
    pictures,
    faceStyle: toFaceStyle(brand),
    logo: logo !== undefined && 'bytes' in logo ? logo : undefined,
    mark: options.isSampleShop ? undefined : toShopMark(merchantName, brand),
  });
  const { origin } = new URL(publicUrl);
  return {
    flow,
    cookie: createPayerCookie(origin),
    csrf: createCsrf(keys),
    assets,
    show: createShow({
      templateFolder: join(root, 'templates'),
      merchantName,
      supportContact,
      notice: noticeOf(options),
      styleHref: assets.href('/assets/site.css'),
      iconHref: logo === undefined ? assets.href('/favicon.svg') : hrefOf(logo, assets),
      hasLogo: logo !== undefined,
      isBranded: brand !== undefined,
      legalLinks,
    }),
    origin,
    trustedProxies,
    mayVisit: createVisitLimit({ perMinute: options.linksPerMinute ?? 60 }),
    log,
  };
}

function hrefOf(logo: Logo, assets: Assets): string {
  return 'address' in logo ? logo.address : assets.href(logoPath);
}

/** The one other place from which a page may show a picture. */
function pictureOrigin(logo: Logo | undefined): string | undefined {
  return logo !== undefined && 'address' in logo ? new URL(logo.address).origin : undefined;
}

/** Nobody may take play money for real, or real for play. */
function noticeOf({ isSimulated, paymentsEnvironment }: SiteOptions): string {
  return commonWords.notice[isSimulated ? 'simulator' : paymentsEnvironment];
}
