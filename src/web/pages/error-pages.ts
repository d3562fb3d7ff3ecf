import { CheckoutError, type CheckoutErrorCode } from '../../checkout/errors.ts';
import { Refusal, type RefusalCode } from '../refusal.ts';

export type Reason = CheckoutErrorCode | RefusalCode | 'fault';

export interface ErrorPage {
  readonly status: number;
  readonly template: 'not-found' | 'link-expired' | 'elsewhere' | 'error';
  /** Offers the way back to the purchase; only where this browser is known to hold it. */
  readonly leadsOn?: true;
}

/** What a browser gets for each refusal. A new code without a page does not compile. */
export const errorPages: Readonly<Record<Reason, ErrorPage>> = {
  link_invalid: { status: 404, template: 'not-found' },
  checkout_unknown: { status: 404, template: 'not-found' },
  not_found: { status: 404, template: 'not-found' },
  link_expired: { status: 410, template: 'link-expired' },
  claimed_elsewhere: { status: 403, template: 'elsewhere' },
  return_invalid: { status: 403, template: 'error', leadsOn: true },
  status_conflict: { status: 409, template: 'error', leadsOn: true },
  checkout_open: { status: 409, template: 'error' },
  number_wrong: { status: 403, template: 'error' },
  number_locked: { status: 403, template: 'error' },
  numbers_spent: { status: 409, template: 'error', leadsOn: true },
  orders_spent: { status: 409, template: 'error', leadsOn: true },
  rate_limited: { status: 429, template: 'error' },
  payments_refused: { status: 502, template: 'error', leadsOn: true },
  payments_unclear: { status: 503, template: 'error', leadsOn: true },
  refund_impossible: { status: 409, template: 'error' },
  refund_under_way: { status: 409, template: 'error' },
  refund_too_much: { status: 409, template: 'error' },
  cart_invalid: { status: 400, template: 'error' },
  method_not_allowed: { status: 405, template: 'error' },
  wrong_host: { status: 421, template: 'error' },
  form_invalid: { status: 400, template: 'error' },
  form_type: { status: 415, template: 'error' },
  form_too_large: { status: 413, template: 'error' },
  form_foreign: { status: 403, template: 'error' },
  form_stale: { status: 403, template: 'error' },
  prefetch: { status: 503, template: 'error' },
  fault: { status: 500, template: 'error' },
};

/** Anything that is not a refusal is a fault of ours. */
export function reasonOf(error: unknown): Reason {
  return error instanceof CheckoutError || error instanceof Refusal ? error.code : 'fault';
}
