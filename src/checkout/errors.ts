/** Every way a purchase can refuse, by code. Each border (page, chat, command) maps all of them or does not compile. */
export const checkoutErrorCodes = [
  'link_invalid', // not our link, changed, or for another checkout: nothing is told about why
  'link_expired', // a genuine link whose checkout is over
  'checkout_unknown',
  'checkout_open', // the shopper already has a checkout under way
  'claimed_elsewhere', // another browser opened the payment
  'approved_elsewhere', // another browser than the one that claimed brought an approval back: nothing is charged
  'return_invalid', // the way back from PayPal lacks its proof
  'status_conflict', // somebody else was faster, or the status does not allow this
  'number_wrong', // wrong, old, spent or foreign: one answer for all of them
  'number_locked', // no attempts left for this checkout
  'numbers_spent', // no further number can be drawn
  'orders_spent', // no further PayPal order for this checkout
  'rate_limited',
  'payments_refused', // PayPal said no, for good
  'payments_unclear', // PayPal did not answer, or not clearly: settled later
  'refund_impossible', // nothing was captured, or nothing is left
  'refund_under_way', // the former decision is not settled yet
  'refund_too_much', // more than is left of the capture, or nothing at all
  'cart_invalid',
] as const;

export type CheckoutErrorCode = (typeof checkoutErrorCodes)[number];

/** A refusal that is part of the product. Everything else that is thrown is a fault. `detail` is for the log alone. */
export class CheckoutError extends Error {
  readonly code: CheckoutErrorCode;
  readonly detail: string | undefined;

  constructor(code: CheckoutErrorCode, detail?: string) {
    super(detail === undefined ? code : `${code}: ${detail}`);
    this.name = 'CheckoutError';
    this.code = code;
    this.detail = detail;
  }
}

export function isCheckoutError(error: unknown, code?: CheckoutErrorCode): error is CheckoutError {
  return error instanceof CheckoutError && (code === undefined || error.code === code);
}
