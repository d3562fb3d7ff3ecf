import type { SiteOptions } from '../web/site.ts';
import type { CheckoutFlow } from '../purchase/flow.ts';
import type { Config } from '../settings/config.ts';
import { sampleShop } from '../settings/merchant-settings.ts';
import type { AppParts } from './app.ts';

/** Who answers the addresses that are not a shopper's. */
type Doors = Pick<SiteOptions, 'receiveActivity' | 'receiveWebhook' | 'ready'>;

/** What the site asks for. */
type SiteParts = Pick<AppParts, 'keys' | 'pictures' | 'logo' | 'log'> & {
  readonly config: Pick<Config, 'site' | 'merchant' | 'face' | 'legal'> & {
    readonly payPal: Pick<Config['payPal'], 'environment' | 'webUrl'>;
  };
};

/** What the site is built from, named one by one: no secret of the configuration rides along. */
export function siteOptions(
  { config: { site, merchant, face, legal, payPal }, keys, pictures, logo, log }: SiteParts,
  flow: CheckoutFlow,
  { receiveActivity, receiveWebhook, ready }: Doors,
): SiteOptions {
  return {
    publicUrl: site.publicUrl,
    merchantName: merchant.merchantName,
    supportContact: merchant.supportContact,
    trustedProxies: site.trustedProxies,
    flow,
    keys,
    pictures,
    logo,
    brand: face.brand,
    isSampleShop: merchant.merchantName === sampleShop.merchantName,
    legalLinks: legal,
    payPalWebUrl: toFormTarget(payPal.webUrl),
    isSimulated: payPal.environment === 'simulator',
    paymentsEnvironment: payPal.environment,
    receiveActivity,
    receiveWebhook,
    ready,
    log,
  };
}

/** PayPal's own pages lead from one of its hosts to another; a simulator or a proxy has one. */
function toFormTarget(webUrl: string): string {
  return /^https:\/\/(?:[\w-]+\.)*paypal\.com$/u.test(webUrl) ? 'https://*.paypal.com' : webUrl;
}
