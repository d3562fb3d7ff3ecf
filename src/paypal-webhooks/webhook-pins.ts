/** Where PayPal's certificates may come from, and whose they must be. */
export interface WebhookPins {
  /** http is allowed for the simulator alone. */
  readonly environment: 'simulator' | 'sandbox' | 'live';
  /** Exact, with the port where it is not the scheme's own. */
  readonly certificateHosts: readonly string[];
  readonly certificateName: string | readonly string[];
}

/** https://developer.paypal.com/api/rest/webhooks/rest/ and the genuine deliveries in test/paypal. */
export function webhookPins(environment: WebhookPins['environment'], apiUrl: string): WebhookPins {
  if (environment === 'live') {
    return {
      environment,
      certificateHosts: ['api.paypal.com', 'api-m.paypal.com'],
      certificateName: 'messageverificationcerts.paypal.com',
    };
  }
  return {
    environment,
    certificateHosts:
      environment === 'simulator'
        ? [new URL(apiUrl).host]
        : ['api.sandbox.paypal.com', 'api-m.sandbox.paypal.com'],
    certificateName: 'messageverificationcerts.sandbox.paypal.com',
  };
}
