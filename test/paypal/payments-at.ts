import type { LogFields } from '../../src/checkout/ports.ts';
import { createPayments, type PayPalOptions, type PayPalPayments } from '../../src/paypal/payments.ts';

/** Payments as for PayPal's sandbox, asked at a server of the test's own and with little patience. */
export function paymentsAt(url: string, log: (event: string, fields: LogFields) => void): PayPalPayments {
  return createPayments(sandboxAt(url, log));
}

export function sandboxAt(url: string, log: (event: string, fields: LogFields) => void): PayPalOptions {
  return {
    environment: 'sandbox',
    apiUrl: url,
    webUrl: 'https://www.sandbox.paypal.com',
    clientId: 'client',
    clientSecret: 'secret',
    callTimeoutMs: 300,
    log,
  };
}
