import type { Checkout, Status } from '../checkout/checkout.ts';
import { isCheckoutError } from '../checkout/errors.ts';
import { receiptNumberOf } from '../checkout/receipt-number.ts';
import type { Parcel, Shipment, Tracking } from '../checkout/shipment.ts';
import type { CheckoutFlow } from '../purchase/flow.ts';
import type { ShipOutcome } from '../purchase/ship.ts';
import { type Files, findCheckout } from './find-checkout.ts';
import { readParcel } from './parcel.ts';

/** How it ended, in sentences. */
export interface Sent {
  readonly kind: 'told' | 'refused' | 'misunderstood';
  readonly sentences: readonly string[];
}

/** Tells that a purchase is on its way, with the carrier and the number as a merchant writes them. */
export async function sendParcel(
  { flow, store }: { readonly flow: Pick<CheckoutFlow, 'ship'>; readonly store: Files },
  word: string,
  carrier: string | undefined,
  number: string | undefined,
): Promise<Sent> {
  const parcel = readParcel(carrier, number);
  if (typeof parcel === 'string')
    return { kind: 'misunderstood', sentences: [`${parcel} Nothing was changed.`] };
  const found = await findCheckout(store, word);
  if (found.kind === 'not_found')
    return { kind: 'refused', sentences: [`${found.reason} Nothing was changed.`] };
  try {
    return describe(await flow.ship({ checkoutId: found.checkout.id, ...parcel }));
  } catch (error) {
    if (!isCheckoutError(error, 'status_conflict')) throw error;
    const sentence = `${receiptNumberOf(found.checkout)} is changing just now. Nothing of this was written; run it once more.`;
    return { kind: 'refused', sentences: [sentence] };
  }
}

function describe(outcome: ShipOutcome): Sent {
  const { checkout } = outcome;
  const receipt = receiptNumberOf(checkout);
  const { shipment } = checkout;
  switch (outcome.kind) {
    case 'told':
      return {
        kind: 'told',
        sentences: [
          `${receipt} is on its way${describeParcel(shipment)}. The shopper is told in the chat.`,
          ...describeTracking(checkout),
          ...describeDispute(checkout),
        ],
      };
    case 'unchanged':
      return {
        kind: 'told',
        sentences: [
          `It was told already that ${receipt} is on its way${describeParcel(shipment)}${since(shipment)}. Nothing was changed.`,
          ...describeTracking(checkout),
        ],
      };
    case 'refused':
      return { kind: 'refused', sentences: [`${describeRefusal(outcome)} Nothing was changed.`] };
  }
}

function describeRefusal({ why, checkout }: Extract<ShipOutcome, { readonly kind: 'refused' }>): string {
  const receipt = receiptNumberOf(checkout);
  const { shipment } = checkout;
  switch (why) {
    case 'not_confirmed':
      return `${receipt} is ${checkout.status}, not confirmed: ${whatToDo[checkout.status]}`;
    case 'nothing_to_send':
      return `${receipt} was bought without shipping: there is nothing to send.`;
    case 'told_otherwise':
      return `The shopper was told another parcel of ${receipt}${describeParcel(shipment)}${since(shipment)}, and PayPal may have it. It is told once; where it was wrong, write to the shopper yourself.`;
  }
}

const notPaid = 'it is not paid. Send it once it is confirmed.';
const notProved =
  'nobody has proved yet that who pays is who ordered. Send it once the number was pasted in the chat.';
const notSettled = 'PayPal is still working on its payment. Send it once it is confirmed.';
const overUnpaid = 'it is over, and nothing was paid. Do not send it.';
const paidBack = 'its money goes back to the payer. Do not send it.';

const whatToDo: Readonly<Record<Status, string>> = {
  open: notPaid,
  claimed: notPaid,
  order_submitted: notPaid,
  awaiting_approval: notPaid,
  approved: notProved,
  capture_submitted: notSettled,
  capture_pending: notSettled,
  declined: notPaid,
  paid: notProved,
  confirmed: '',
  cancelled: overUnpaid,
  expired: overUnpaid,
  flagged: 'a person must look at it first. Run: npx chat-checkout order, and do not send it before.',
  refunding: paidBack,
  refunded: paidBack,
};

function describeParcel({ carrier, number }: Parcel = {}): string {
  return [carrier, number === undefined ? undefined : `number ${number}`]
    .flatMap((word, index) => (word === undefined ? [] : [`${index === 0 ? ' with' : ','} ${word}`]))
    .join('');
}

function since(shipment: Shipment | undefined): string {
  return shipment === undefined ? '' : ` on ${new Date(shipment.toldAt).toISOString().slice(0, 10)}`;
}

function describeTracking(checkout: Checkout): readonly string[] {
  const { shipment } = checkout;
  if (shipment?.tracking !== undefined) return [trackings[shipment.tracking.status](shipment.tracking)];
  return shipment?.number === undefined
    ? ['PayPal is told nothing without a number. Once you have one, run ship again with carrier and number.']
    : ['PayPal is not told: its order is not known here.'];
}

const trackings: Readonly<Record<Tracking['status'], (tracking: Tracking) => string>> = {
  accepted: () => "PayPal has the number in its order's tracking.",
  refused: ({ issue = 'no reason', debugId = 'none' }) =>
    `PayPal refused the number for its order: ${issue} (debug id ${debugId}). The shopper is told all the same.`,
  submitted: () =>
    'PayPal has not answered about the number. Nothing is lost: it is stored, and the running shop will try again.',
};

function describeDispute({ dispute }: Checkout): readonly string[] {
  return dispute === 'open'
    ? ['Its payment is disputed: the parcel is a proof, but the dispute itself is to be answered at PayPal.']
    : [];
}
