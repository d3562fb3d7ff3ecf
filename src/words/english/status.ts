import type { Flag, Status } from '../../checkout/checkout.ts';
import { describeHours } from './hours.ts';

const settling =
  'PayPal is still working on your payment. You need not pay again; I will tell you how it ends.';

/** Where nothing stands, the link is still to be opened and paid. */
export const nextSteps: Readonly<Partial<Record<Status, string>>> = {
  paid:
    'It is paid. One step is left: paste the number from the web page here, just the digits and nothing else. ' +
    'If its time is over, "Show a new number" is on the same page.',
  approved:
    'PayPal has your approval, and nothing is charged yet: paste the number from the web page here, just the digits ' +
    'and nothing else. Only then the payment is taken. You can say "status" or "cancel" at any time.',
  capture_submitted: settling,
  capture_pending: settling,
};

/** A card stays as it is until the next news, so it names the time on the clock. */
export const cardLines: Readonly<Record<Status, (until: string) => string>> = {
  open: (until) => `Link ready, until ${until}`,
  claimed: (until) => `Page opened, not paid yet, until ${until}`,
  order_submitted: (until) => `On the way to PayPal, until ${until}`,
  awaiting_approval: (until) => `Waiting for you at PayPal, until ${until}`,
  approved: (until) => `Approved, waiting for your number, not charged yet, until ${until}`,
  capture_submitted: () => 'PayPal is completing the payment',
  capture_pending: () => 'PayPal is still checking the payment',
  declined: (until) => `Declined by PayPal, try again, until ${until}`,
  paid: () => 'Paid, waiting for your number',
  confirmed: () => 'Done. Thank you!',
  cancelled: () => 'Cancelled, nothing was charged',
  expired: () => 'Expired, nothing was charged',
  flagged: () => 'A person from the shop is looking at this',
  refunding: () => 'The refund is on its way',
  refunded: () => 'Refunded',
};

export const statusSentences: Readonly<Record<Status, (minutesLeft: number) => string>> = {
  open: (minutes) => `Your link is ready and works for ${minutes} more min. Nothing has been charged.`,
  claimed: (minutes) => `You opened the page and have not paid yet. The link works for ${minutes} more min.`,
  order_submitted: (minutes) =>
    `You are on the way to PayPal; nothing has been charged. ${minutes} min left.`,
  awaiting_approval: (minutes) =>
    `PayPal is waiting for your approval; nothing has been charged. ${minutes} min left.`,
  approved: () =>
    'You approved the payment; nothing is charged yet. Please paste the number from the web page where you approved it.',
  capture_submitted: () => 'PayPal is completing your payment. I will tell you the moment it arrives.',
  capture_pending: () =>
    'PayPal is still checking your payment. You need not pay again; I will tell you when it is done.',
  declined: (minutes) =>
    `PayPal declined the payment; nothing was charged. You can try again on the page for ${minutes} more min.`,
  paid: () => 'Your payment arrived. Please paste the number from the web page where you paid.',
  confirmed: () => 'Paid and confirmed. Say "orders" to see it.',
  cancelled: () => 'Cancelled. Nothing was charged.',
  expired: () => 'Expired. Nothing was charged.',
  flagged: () => 'A person from the shop is looking at your payment.',
  refunding: () => 'Your refund is on its way. I will tell you when PayPal has done it.',
  refunded: () => 'Refunded. PayPal has given the payment back to you.',
};

export const flagSentences: Readonly<Record<Flag, (support: string, waitedHours: number) => string>> = {
  amount_mismatch: (support) =>
    `Something about your payment does not match your order, so I stopped it. A person from the shop will look at it, and nothing you paid is lost. Contact: ${support}.`,
  payee_mismatch: (support) =>
    `Something about your payment does not match our shop, so I stopped it. A person will look at it, and nothing you paid is lost. Contact: ${support}.`,
  payer_mismatch: (support) =>
    `PayPal names another payer than the one who came back from it, so I stopped this. What was paid goes back; nothing is lost. Contact: ${support}.`,
  country_mismatch: (support) =>
    `PayPal names another country for your parcel than the one whose shipping was paid, so I stopped this. What was paid goes back; nothing is lost. Contact: ${support}.`,
  checkout_mismatch: (support) =>
    `Your payment needs a look by a person from the shop. Nothing you paid is lost. Contact: ${support}.`,
  capture_refused: (support) =>
    `PayPal refused the payment for a reason on the shop's side. A person from the shop will look at it. Contact: ${support}.`,
  number_locked: (support) =>
    `Too many numbers did not fit, so I locked this purchase to protect you. Your payment is not lost: a person from the shop will sort it out. Contact: ${support}.`,
  late_capture: (support) =>
    `A payment landed that I was not waiting for, so I am sending it back to you. Contact: ${support}.`,
  reversed: (support) =>
    `PayPal took money of this payment back. A person from the shop will look at it. Contact: ${support}.`,
  refund_failed: (support) =>
    `PayPal could not give the money back by itself. A person from the shop will do it; nothing is lost. Contact: ${support}.`,
  unconfirmed: (support, waitedHours) =>
    `Your payment waited ${describeHours(waitedHours)} for its number, so I handed it to a person from the shop, who will refund or confirm it. Nothing is lost. Contact: ${support}.`,
};
