import type { AskedRefund, Checkout, Flag, Status } from './checkout.ts';

/** What the merchant hears of at once. */
export const merchantEventKinds = [
  'confirmed',
  /** Money went back: all of it or a part, by whoever's decision. */
  'refunded',
  'flagged',
  /** Wrong numbers have locked it. */
  'locked',
  'disputed',
  /** Paid, and the number never came. */
  'unconfirmed',
  /** Something that the shopper had to hear could not be said. */
  'undeliverable',
] as const;

export type MerchantEventKind = (typeof merchantEventKinds)[number];

/** What a change of a checkout is to the merchant; most changes are nothing. */
export function merchantEventsOf(
  before: Checkout | undefined,
  after: Checkout,
): readonly MerchantEventKind[] {
  return merchantEventKinds.filter((kind) => kind !== 'undeliverable' && isEvent[kind](before, after));
}

type Judgement = (before: Checkout | undefined, after: Checkout) => boolean;

const isEvent: Readonly<Record<Exclude<MerchantEventKind, 'undeliverable'>, Judgement>> = {
  confirmed: (before, after) => hasBecome('confirmed', before, after),
  refunded: (before, after) =>
    hasBecome('refunded', before, after) ||
    after.refunds.some((refund) => refund.status === 'completed' && isNews(refund, before)),
  flagged: (before, after) => markedAs(before, after) === 'flagged',
  locked: (before, after) => markedAs(before, after) === 'locked',
  disputed: (before, after) =>
    (after.dispute === 'open' && before?.dispute !== 'open') ||
    after.openDisputes?.some((id) => before?.openDisputes?.includes(id) !== true) === true,
  unconfirmed: (before, after) =>
    markedAs(before, after) === 'unconfirmed' ||
    after.refunds.some(({ reason, requestId }) => reason === 'unconfirmed' && !isKnown(requestId, before)),
};

const kindOfFlag: Readonly<Record<Flag, 'flagged' | 'locked' | 'unconfirmed'>> = {
  amount_mismatch: 'flagged',
  payee_mismatch: 'flagged',
  payer_mismatch: 'flagged',
  country_mismatch: 'flagged',
  checkout_mismatch: 'flagged',
  capture_refused: 'flagged',
  number_locked: 'locked',
  unconfirmed: 'unconfirmed',
  late_capture: 'flagged',
  reversed: 'flagged',
  refund_failed: 'flagged',
};

/** A new flag says why; one that was there already was told then, and now something came on top of it. */
function markedAs(before: Checkout | undefined, after: Checkout): (typeof kindOfFlag)[Flag] | undefined {
  if (after.flag !== undefined && after.flag !== before?.flag) return kindOfFlag[after.flag];
  return hasBecome('flagged', before, after) ? 'flagged' : undefined;
}

function hasBecome(status: Status, before: Checkout | undefined, after: Checkout): boolean {
  return after.status === status && before?.status !== status;
}

function isNews({ requestId, status }: AskedRefund, before: Checkout | undefined): boolean {
  return before?.refunds.find((one) => one.requestId === requestId)?.status !== status;
}

function isKnown(requestId: string, before: Checkout | undefined): boolean {
  return before?.refunds.some((one) => one.requestId === requestId) === true;
}
