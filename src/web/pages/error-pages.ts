import { CheckoutError, type CheckoutErrorCode } from '../../checkout/errors.ts';
import { type ErrorWords, pageErrors } from '../../words/language.ts';
import { Refusal, type RefusalCode } from '../refusal.ts';

export type Reason = CheckoutErrorCode | RefusalCode | 'fault';

interface Shown {
  readonly status: number;
}

export type ErrorPage =
  | (Shown & { readonly template: 'not-found' | 'link-expired' | 'elsewhere' })
  | (Shown & {
      readonly template: 'error';
      readonly words: ErrorWords;
      /** Offers the way back to the purchase; only where this browser is known to hold it. */
      readonly leadsOn?: true;
    });

/** What a browser gets for each refusal. A new code without a page does not compile. */
export const errorPages: Readonly<Record<Reason, ErrorPage>> = {
  link_invalid: { status: 404, template: 'not-found' },
  checkout_unknown: { status: 404, template: 'not-found' },
  not_found: { status: 404, template: 'not-found' },
  link_expired: { status: 410, template: 'link-expired' },
  claimed_elsewhere: { status: 403, template: 'elsewhere' },
  approved_elsewhere: { status: 403, template: 'error', words: pageErrors.approved_elsewhere },
  return_invalid: { status: 403, template: 'error', words: pageErrors.return_invalid, leadsOn: true },
  status_conflict: { status: 409, template: 'error', words: pageErrors.status_conflict, leadsOn: true },
  checkout_open: { status: 409, template: 'error', words: pageErrors.checkout_open },
  number_wrong: { status: 403, template: 'error', words: pageErrors.number_wrong },
  number_locked: { status: 403, template: 'error', words: pageErrors.number_locked },
  numbers_spent: { status: 409, template: 'error', words: pageErrors.numbers_spent, leadsOn: true },
  orders_spent: { status: 409, template: 'error', words: pageErrors.orders_spent, leadsOn: true },
  rate_limited: { status: 429, template: 'error', words: pageErrors.rate_limited },
  payments_refused: { status: 502, template: 'error', words: pageErrors.payments_refused, leadsOn: true },
  payments_unclear: { status: 503, template: 'error', words: pageErrors.payments_unclear, leadsOn: true },
  refund_impossible: { status: 409, template: 'error', words: pageErrors.refund_impossible },
  refund_under_way: { status: 409, template: 'error', words: pageErrors.refund_under_way },
  refund_too_much: { status: 409, template: 'error', words: pageErrors.refund_too_much },
  cart_invalid: { status: 400, template: 'error', words: pageErrors.cart_invalid },
  method_not_allowed: { status: 405, template: 'error', words: pageErrors.method_not_allowed },
  wrong_host: { status: 421, template: 'error', words: pageErrors.wrong_host },
  form_invalid: { status: 400, template: 'error', words: pageErrors.form_invalid },
  form_type: { status: 415, template: 'error', words: pageErrors.form_type },
  form_too_large: { status: 413, template: 'error', words: pageErrors.form_too_large },
  form_foreign: { status: 403, template: 'error', words: pageErrors.form_foreign },
  form_stale: { status: 403, template: 'error', words: pageErrors.form_stale },
  prefetch: { status: 503, template: 'error', words: pageErrors.prefetch },
  fault: { status: 500, template: 'error', words: pageErrors.fault },
};

/** Anything that is not a refusal is a fault of ours. */
export function reasonOf(error: unknown): Reason {
  return error instanceof CheckoutError || error instanceof Refusal ? error.code : 'fault';
}
