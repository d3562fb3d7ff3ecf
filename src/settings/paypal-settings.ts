import { isLoopback } from './is-loopback.ts';
import type { SettingReader } from './setting-reader.ts';

/** Which PayPal takes the money, and who we are there. */
export interface PayPalSettings {
  readonly environment: 'simulator' | 'sandbox' | 'live';
  readonly clientId: string;
  readonly clientSecret: string;
  readonly apiUrl: string;
  readonly webUrl: string;
  readonly merchantId: string | undefined;
  /** Ours at PayPal; deliveries signed for another one are refused. */
  readonly webhookIds: readonly string[];
  /** True when `serve` starts the simulator itself. */
  readonly startsSimulator: boolean;
}

const urls = {
  sandbox: { api: 'https://api-m.sandbox.paypal.com', web: 'https://www.sandbox.paypal.com' },
  live: { api: 'https://api-m.paypal.com', web: 'https://www.paypal.com' },
};

export function readPayPalSettings(reader: SettingReader, simulatorPort: number): PayPalSettings {
  const clientId = reader.optional('PAYPAL_CLIENT_ID') ?? '';
  const clientSecret = reader.optional('PAYPAL_CLIENT_SECRET') ?? '';
  const hasCredentials = clientId !== '' || clientSecret !== '';
  const environment = reader.oneOf(
    'PAYPAL_ENVIRONMENT',
    ['simulator', 'sandbox', 'live'],
    hasCredentials ? 'sandbox' : 'simulator',
  );
  const simulator = `http://127.0.0.1:${simulatorPort}`;
  const usual = environment === 'simulator' ? { api: simulator, web: simulator } : urls[environment];
  const startsSimulator = environment === 'simulator' && reader.optional('PAYPAL_API_URL') === undefined;
  const apiUrl = reader.origin('PAYPAL_API_URL', usual.api);
  const webUrl = reader.origin('PAYPAL_WEB_URL', environment === 'simulator' ? apiUrl : usual.web);
  if (environment !== 'simulator') {
    for (const [setting, value] of [
      ['PAYPAL_CLIENT_ID', clientId],
      ['PAYPAL_CLIENT_SECRET', clientSecret],
    ] as const) {
      const mend = 'Copy it from your app in the PayPal developer dashboard';
      if (value === '') reader.fault(setting, `is missing for ${environment}`, mend);
    }
    for (const [setting, url] of [
      ['PAYPAL_API_URL', apiUrl],
      ['PAYPAL_WEB_URL', webUrl],
    ] as const) {
      const isSafe = url.startsWith('https://') || isLoopback(url);
      if (!isSafe) reader.fault(setting, 'is not https', 'Use an https address');
    }
  }
  return {
    environment,
    clientId: clientId === '' ? 'simulator-client' : clientId,
    clientSecret: clientSecret === '' ? 'simulator-secret' : clientSecret,
    apiUrl,
    webUrl,
    merchantId: reader.optional('PAYPAL_MERCHANT_ID'),
    webhookIds: reader.list('PAYPAL_WEBHOOK_ID') ?? [],
    startsSimulator,
  };
}
