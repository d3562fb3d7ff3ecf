import type { CheckoutErrorCode } from '../../checkout/errors.ts';

/** What an error page says: what happened, what it means for the money, and what to do next. */
export interface ErrorWords {
  readonly title: string;
  readonly lead: string;
  readonly next: string;
}

const fromChat = 'Go back to your chat and open the newest link there.';
const contactUs = 'Please contact us; the address is below.';

/** One for each reason that has no page of its own; the site asks for them by its own codes. */
export const pageErrors = {
  status_conflict: {
    title: 'Something changed in the meantime',
    lead: 'Your purchase moved on while this page was open. Nothing was lost.',
    next: fromChat,
  },
  checkout_open: {
    title: 'A checkout is open already',
    lead: 'There is a checkout under way in your chat. Nothing was lost.',
    next: fromChat,
  },
  approved_elsewhere: {
    title: 'Nothing was charged',
    lead: 'This payment was begun in another browser than the one in which you approved it. To protect you it was stopped: nothing was charged, and nothing ever will be on this approval.',
    next: 'Is it your own order? Say “new link” in your chat and open it in this browser. Did somebody send you to PayPal? Then it was not yours: close this page.',
  },
  return_invalid: {
    title: 'We could not match this return from PayPal',
    lead: 'It does not fit the payment that is under way. Nothing was charged by this visit, and nothing was lost.',
    next: fromChat,
  },
  number_wrong: {
    title: 'This number does not work',
    lead: 'Nothing was lost.',
    next: 'Show a new number on the payment page and paste it into your chat.',
  },
  number_locked: {
    title: 'No attempts are left',
    lead: 'Too many wrong numbers were entered. Your payment is safe.',
    next: contactUs,
  },
  numbers_spent: {
    title: 'No further number can be shown',
    lead: 'Your payment is safe and nothing was lost.',
    next: contactUs,
  },
  orders_spent: {
    title: 'This checkout has no further tries',
    lead: 'Payment was begun several times and not finished. Nothing was charged.',
    next: 'Write “new link” in your chat for a fresh start with the same order.',
  },
  rate_limited: {
    title: 'Too many tries in a short time',
    lead: 'We take only so many from one address. Nothing was charged and nothing was lost.',
    next: 'Wait a minute, then open the link in your chat again.',
  },
  payments_refused: {
    title: 'PayPal did not accept this order',
    lead: 'Nothing was charged and nothing was lost.',
    next: 'Write “new link” in your chat to try again, or contact us; the address is below.',
  },
  payments_unclear: {
    title: 'PayPal did not answer in time',
    lead: 'We do not know yet what PayPal did with the last step. Nothing is lost, and you cannot be charged twice.',
    next: 'Wait a moment and try again.',
  },
  refund_impossible: {
    title: 'There is nothing to give back',
    lead: 'Nothing was changed.',
    next: contactUs,
  },
  refund_under_way: {
    title: 'A refund is on its way already',
    lead: 'Nothing was changed.',
    next: contactUs,
  },
  refund_too_much: {
    title: 'This is more than is left of the payment',
    lead: 'Nothing was changed.',
    next: contactUs,
  },
  cart_invalid: {
    title: 'This order cannot be paid',
    lead: 'Nothing was charged.',
    next: 'Go back to your chat and check your cart.',
  },
  method_not_allowed: {
    title: 'This is not how this address works',
    lead: 'Nothing was changed.',
    next: fromChat,
  },
  wrong_host: {
    title: 'This address is not ours',
    lead: 'The request named another site. Nothing was changed.',
    next: fromChat,
  },
  form_invalid: {
    title: 'We could not read this form',
    lead: 'Something in it was not as we sent it. Nothing was changed.',
    next: fromChat,
  },
  form_type: {
    title: 'We could not read this form',
    lead: 'It came in a format that we do not take. Nothing was changed.',
    next: fromChat,
  },
  form_too_large: {
    title: 'We could not read this form',
    lead: 'It is too large. Nothing was changed.',
    next: fromChat,
  },
  form_foreign: {
    title: 'This form did not come from our page',
    lead: 'To protect you, we take forms only from our own pages. Nothing was changed.',
    next: fromChat,
  },
  form_stale: {
    title: 'This page is no longer current',
    lead: 'It was opened in another browser or too long ago, or your browser does not keep our cookie. Nothing was changed.',
    next: 'Allow cookies for this page, then open the link in your chat again.',
  },
  prefetch: {
    title: 'Not yet',
    lead: 'This address opens only when you open it yourself. Nothing was changed.',
    next: 'Reload this page.',
  },
  fault: {
    title: 'Something went wrong on our side',
    lead: 'Nothing is lost: what was paid stays paid, and nothing is charged twice.',
    next: 'Try again in a moment, or open the link in your chat again.',
  },
} as const satisfies Readonly<Partial<Record<CheckoutErrorCode, ErrorWords>>> &
  Readonly<Record<string, ErrorWords>>;
