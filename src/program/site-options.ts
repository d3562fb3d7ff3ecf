import type { SiteOptions } from '../web/site.ts';
import type { CheckoutFlow } from '../purchase/flow.ts';
import type { AppParts } from './app.ts';

/** Who answers the addresses that are not a shopper's. */
type Doors = Pick<SiteOptions, 'receiveActivity' | 'receiveWebhook' | 'ready'>;

/** What the site is built from, named one by one: no secret of the configuration rides along. */
export function siteOptions(
  { config, keys, pictures, log }: Pick<AppParts, 'config' | 'keys' | 'pictures' | 'log'>,
  flow: CheckoutFlow,
  { receiveActivity, receiveWebhook, ready }: Doors,
): SiteOptions {
  const { publicUrl, merchantName, supportContact, trustedProxies } = config;
  return {
    publicUrl,
    merchantName,
    supportContact,
    trustedProxies,
    flow,
    keys,
    pictures,
    payPalWebUrl: toFormTarget(config.payPal.webUrl),
    isSimulated: config.payPal.environment === 'simulator',
    paymentsEnvironment: config.payPal.environment,
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
