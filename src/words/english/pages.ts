import type { Flag } from '../../checkout/checkout.ts';
import { countryName } from './countries.ts';

/** A sentence with one part that the page marks, a time or a link: what stands before it, itself, what follows. */
export type Marked = readonly [before: string, marked: string, after: string];

/** A step of a list: what to do, and a word about it. */
type Step = readonly [what: string, about: string];

/** What stands on every page, and what several pages share. Amounts, names and times arrive ready to be read. */
const common = {
  language: 'en',
  place: 'Checkout',
  notice: {
    simulator: 'Test shop: no real money moves.',
    sandbox: 'Sandbox: no real money.',
    live: '',
  },
  questions: 'Questions?',
  whoHandles: (merchant: string) =>
    `Payments are handled by PayPal. ${merchant} never sees your card or your PayPal password.`,
  orderTitle: 'Your order',
  orderOf: (total: string): Marked => ['Your order: ', total, ''],
  items: 'Items',
  tax: 'Tax',
  /** Inside of the total, never added to it. */
  taxIncluded: 'Tax included',
  taxAt: (rate: string) => `of it at ${rate}`,
  shipping: (name: string, country?: string) =>
    `Shipping: ${country === undefined ? name : `${name} to ${countryName(country)}`}`,
  total: 'Total',
  lineOf: (quantity: number, what: string) => `${quantity} × ${what}`,
  pay: 'Pay with PayPal',
  deadline: (left: string, clock: string): Marked => [`This checkout ends ${left}, at `, clock, '.'],
  request: 'Request',
  purchase: 'Purchase',
};

const checkout = {
  title: 'Your checkout',
  heading: 'Check your order and pay',
  headingAgain: 'Go on with your payment',
  madeFor: 'This checkout was made for',
  madeOn: 'on',
  inGroup: ', in a group chat',
  payTitle: (total: string) => `Pay ${total}`,
  warning: ['Only go on if this is your own chat.', 'Nobody may ask you for the number.'] satisfies Step,
  notMine: 'Not my order',
  /** Why nothing came of the last way to PayPal, where this browser does not know it. */
  lastWay: {
    /** The country at PayPal is shown to who came back from there, and to nobody else. */
    otherCountry: (chosen: string, atPayPal: string) => {
      const address =
        atPayPal === ''
          ? 'PayPal has no address for this order'
          : `the address at PayPal is in ${countryName(atPayPal)}`;
      const again = `press Pay once more and choose an address in ${countryName(chosen)} at PayPal`;
      return `This price is for shipping to ${countryName(chosen)}, but ${address}, so the payment was stopped. Nothing was charged: ${again}. To ship elsewhere, go back to your chat and write “change country”.`;
    },
    notBroughtBack:
      'PayPal has an approval, but no browser came back with it. Nothing is charged: press Pay once more.',
    approvedElsewhere:
      'Your last payment was approved in another browser, so it was stopped. Nothing was charged; you can begin again here.',
  },
  nextTitle: 'What happens next',
  steps: [
    ['You pay at PayPal.', 'We take you there and PayPal brings you back.'],
    ['You see your magic number here.', 'A few digits, only for you.'],
    ['You paste it into your chat.', 'Your order is complete as soon as the number is there.'],
  ] satisfies Step[],
};

const number = {
  title: (isCharged: boolean) => `${isCharged ? 'Paid' : 'Approved'}: your magic number`,
  badge: (isCharged: boolean, total: string) =>
    isCharged ? `Paid ${total}` : `Approved, not charged yet: ${total}`,
  heading: 'One step left: bring this number to your chat',
  label: 'Your magic number',
  valid: (clock: string, left: string): Marked => ['Valid until ', clock, ` – it ends ${left}.`],
  steps: (isCharged: boolean, channel: string, total: string): readonly Step[] => [
    [
      'Copy the number.',
      'Tap and hold it, or click it and press Ctrl+C (⌘C on a Mac). All digits are selected at once.',
    ],
    ['Go back to your chat', `with us on ${channel}.`],
    [
      'Paste it and send it.',
      isCharged ? 'The receipt comes at once.' : `Only then is ${total} charged, and the receipt comes.`,
    ],
  ],
  warning: (merchant: string): Step => [
    'Do not give this number to anybody.',
    `It belongs only in your own chat with ${merchant}. Nobody else may ask you for it.`,
  ],
  overHeading: 'Your number’s time is over',
  overLead: (isCharged: boolean, total: string, left: number) =>
    `It ended, or it was tried too often. Nothing is lost: ${
      isCharged ? `your payment of ${total} is safe.` : 'nothing was charged.'
    }${left > 0 ? ' Show a new number and paste that one into your chat.' : ''}`,
  showNew: 'Show a new number',
  moreHint: (isShown: boolean, left: number) =>
    `${isShown ? 'Needed only when this one no longer works; the one above then ends. ' : ''}You can ask for ${left} more.`,
  lastHint: (isShown: boolean, isCharged: boolean, support: string) =>
    isShown
      ? 'This is the last number for this checkout.'
      : `No further number can be shown for this checkout. Please contact us at ${support}: ${
          isCharged ? 'we see your payment and will settle it.' : 'nothing was charged.'
        }`,
};

const pending = {
  title: 'PayPal is still checking',
  badge: 'Not decided yet',
  heading: 'PayPal is still checking your payment',
  lead: (isHeldBack: boolean) =>
    isHeldBack
      ? 'PayPal holds the payment back for a check of its own. This can take from some minutes to some days.'
      : 'PayPal has your approval and is working on the payment. This usually takes a few seconds.',
  nothingLost: (channel: string) =>
    `Nothing is lost, and you need not pay again. As soon as PayPal has decided, we tell you in your chat on ${channel}. You may close this page and come back with the link in your chat.`,
  checkAgain: 'Check again',
};

const declined = {
  title: (isRefused: boolean) => (isRefused ? 'Payment refused' : 'Payment declined'),
  declined: {
    badge: 'Declined',
    heading: 'PayPal could not use this way to pay',
    lead: 'The payment was declined and nothing was charged. Your order is still here: go back to PayPal and choose another card or account.',
  },
  /** For a reason of the shop's own. The contact stands between the two parts. */
  refused: {
    badge: 'Not paid',
    heading: 'PayPal refused this payment to the shop',
    lead: [
      'The reason is on our side, not yours, and nothing was charged. Another card or account would not help. We see it; you can try again here later, or contact us at ',
      '.',
    ],
  },
};

const cancelled = {
  title: 'Payment stopped',
  badge: 'Not paid',
  heading: 'You stopped the payment at PayPal',
  lead: 'Nothing was charged, and your order is still here. You can pay now, or write “cancel” in your chat to give it up.',
};

const done = {
  title: 'Order complete',
  badge: (total: string) => `Paid ${total}`,
  heading: 'All done. Thank you!',
  lead: (channel: string) =>
    `Your number arrived and your order is complete. The receipt is in your chat on ${channel}. You can close this page.`,
};

const elsewhere = {
  title: 'Opened in another browser',
  heading: 'This checkout was opened in another browser',
  lead: 'For your safety a checkout belongs to the browser in which its payment began. Nothing was changed here.',
  ways: [
    [
      'Is it yours?',
      'Go on in the browser or app where you began. If you cannot find it, write “new link” in your chat and open that one here.',
    ],
    [
      'Did somebody send you this link?',
      'Then it is not yours: close this page. Never pay for a link that you did not ask for.',
    ],
  ] satisfies Step[],
};

const expired = {
  title: 'Checkout ended',
  badge: 'Ended',
  heading: {
    replaced: 'A newer link took this one’s place',
    cancelled: 'This checkout was cancelled in the chat',
    late: 'This checkout’s time is over',
  },
  lead: {
    replaced: 'This checkout can no longer be paid. Go back to your chat and use the newest link there.',
    cancelled: 'It can no longer be paid. To buy after all, go back to your chat and write “checkout”.',
    late: 'It can no longer be paid. Go back to your chat and write “new link”: you get the same order with fresh time.',
  },
  lastMoment: 'If you approved something at PayPal in the last moment, it is not charged here.',
};

const mismatch = 'Something about this payment did not match your order, so it does not go on by itself.';

const flagged = {
  title: 'A person will look at this',
  heading: 'A person of our team needs to look at this',
  why: {
    amount_mismatch: mismatch,
    payee_mismatch: mismatch,
    checkout_mismatch: mismatch,
    payer_mismatch: mismatch,
    country_mismatch:
      'PayPal names another country for your parcel than the one whose shipping was paid, so the payment goes back to you.',
    capture_refused: 'PayPal refused this payment to us, for a reason on our side.',
    number_locked:
      'Too many wrong numbers were entered in the chat, so we have locked this purchase to protect you.',
    unconfirmed: 'Your payment arrived, but its number never came back to the chat.',
    late_capture: 'A payment landed that we were not waiting for, so it goes back to you.',
    refund_failed: 'PayPal could not give the money back by itself.',
    reversed: 'PayPal took money of this payment back.',
  } satisfies Readonly<Record<Flag, string>>,
  seen: 'Nothing is lost: our team sees it.',
  contact: (support: string): Marked => [
    'Please contact us at ',
    support,
    ' and name this purchase. Please do not pay again.',
  ],
};

const refunded = {
  title: (isFinished: boolean) => (isFinished ? 'Refunded' : 'Refund on its way'),
  heading: (isFinished: boolean) =>
    isFinished ? 'Your payment went back to you' : 'Your payment is going back to you',
  lead: (isFinished: boolean, isReversed: boolean, total: string) => {
    if (isReversed) return `PayPal took this payment back from us and has given you ${total}.`;
    return isFinished
      ? `PayPal has given back ${total}.`
      : `We asked PayPal to give back ${total}. You need not do anything; your chat tells you when it is done.`;
  },
  howLong: 'How long it takes until you see it depends on how you paid.',
};

const goodbye = {
  title: 'Thank you',
  heading: 'Thank you for telling us',
  lead: 'Nothing was paid and nothing was changed. You can close this page.',
  stranger:
    'If a stranger sent you the link, do not answer questions about it, and never pass on a number that you see on a payment page.',
};

const linkExpired = {
  title: 'Link ended',
  badge: 'Ended',
  heading: 'This link is no longer valid',
  lead: 'Its checkout is over: its time has passed, it was cancelled, or a newer link took its place.',
  next: 'Go back to your chat and write “new link”, or use the newest link there.',
};

const notFound = {
  title: 'Nothing here',
  heading: 'There is nothing at this address',
  lead: 'Perhaps a part of the link got lost on the way. Open it again from your chat, or write “new link” there.',
};

const error = {
  again: 'Try again',
  leadsOn: 'See where your purchase stands',
};

export const commonWords = common;

/** The sentences of each page, by the name of its template: templates have none of their own. */
export const pageWords = {
  checkout,
  number,
  pending,
  declined,
  cancelled,
  done,
  elsewhere,
  expired,
  flagged,
  refunded,
  goodbye,
  'link-expired': linkExpired,
  'not-found': notFound,
  error,
};
