import type { ModelOrder } from './held-at-paypal.ts';
import type { Program, Stage } from './process.ts';
import type { People } from './people.ts';
import { letIn } from './twin-merchant-chats.ts';

/** What the merchant, PayPal and link previews do meanwhile. */
export type Happening = (stage: Stage, program: Program, people: People) => Promise<unknown> | undefined;

export const happenings: readonly Happening[] = [
  deliverEvent,
  deliverEvent,
  deliverEvent,
  refundAsMerchant,
  refundAsMerchant,
  shipAsMerchant,
  shipAsMerchant,
  refundAtPayPal,
  settleAtPayPal,
  expireAtPayPal,
  bendAtPayPal,
  captureWhatIsOver,
  sayWhatIsNot,
  dispute,
  dispute,
  reverseAtPayPal,
  takeChatOutOrIn,
];

/** Late, twice, never, in any order. */
function deliverEvent({ payPal, choices }: Stage, { inbox }: Program): Promise<unknown> | undefined {
  return payPal.events.length === 0 ? undefined : inbox.add([choices.of(payPal.events)]);
}

function refundAsMerchant({ twin, choices }: Stage, { flow }: Program): Promise<unknown> | undefined {
  const taken = [...twin.rows.values()].filter(({ capture }) => capture !== undefined);
  const row = taken.length === 0 ? undefined : choices.of(taken);
  if (row?.capture === undefined) return undefined;
  const { amount } = row.capture;
  const part = { ...amount, minorUnits: 1 + choices.below(amount.minorUnits) };
  return flow.refund({
    checkoutId: row.id,
    amount: choices.percent(50) ? part : undefined,
    reason: 'merchant',
  });
}

/** Whatever the merchant says: sometimes the same once more, more of it, or something else. */
function shipAsMerchant({ twin, choices }: Stage, { flow }: Program): Promise<unknown> | undefined {
  const sold = [...twin.rows.values()].filter(({ confirmedAt }) => confirmedAt !== undefined);
  if (sold.length === 0) return undefined;
  const parcel = choices.of([
    { carrier: 'DHL', number: '1' },
    {},
    { carrier: 'DHL' },
    { carrier: 'DHL', number: '2' },
  ]);
  return flow.ship({ checkoutId: choices.of(sold).id, ...parcel });
}

function refundAtPayPal({ payPal, choices }: Stage): undefined {
  const capture = payPal.orders.flatMap((order) => order.captures).find(({ held }) => held === 'COMPLETED');
  if (capture === undefined || !choices.percent(50)) return undefined;
  const left = capture.refunds.reduce(
    (sum, { amount }) => sum - amount.minorUnits,
    capture.amount.minorUnits,
  );
  if (left > 0) payPal.refundAtPayPal(capture, 1 + choices.below(left));
  return undefined;
}

/** What PayPal held back is decided. */
export function settleAtPayPal({ payPal, choices }: Pick<Stage, 'payPal' | 'choices'>): undefined {
  for (const capture of payPal.orders.flatMap((order) => order.captures)) {
    if (capture.held === 'PENDING')
      payPal.settlePending(capture, choices.percent(70) ? 'COMPLETED' : 'DECLINED');
    for (const refund of capture.refunds)
      if (refund.status === 'PENDING')
        payPal.settleRefund(refund, choices.percent(80) ? 'COMPLETED' : 'FAILED');
  }
  return undefined;
}

function expireAtPayPal({ payPal, choices }: Stage): undefined {
  const order = payPal.orders.findLast(({ captures }) => captures.length === 0);
  if (order !== undefined && choices.percent(40)) order.isGone = true;
  return undefined;
}

/** The order is changed behind the program's back. */
function bendAtPayPal({ payPal, choices }: Stage): undefined {
  const order = payPal.orders.findLast(({ captures }) => captures.length === 0);
  if (order === undefined || !choices.percent(30)) return undefined;
  order.isBent = true;
  const { currency, minorUnits } = order.total;
  order.total = choices.percent(50)
    ? { currency, minorUnits: minorUnits + 1 }
    : { currency: currency === 'EUR' ? 'JPY' : 'EUR', minorUnits };
  return undefined;
}

function captureWhatIsOver({ payPal, twin, choices }: Stage): undefined {
  const isOver = ({ request, orderId, captures }: ModelOrder): boolean => {
    const order = twin.rows.get(request.checkoutId)?.orders.find((one) => one.orderId === orderId);
    return order?.live === false && captures.length === 0;
  };
  const order = payPal.orders.find((one) => !one.isGone && isOver(one));
  if (order !== undefined && choices.percent(30)) payPal.captureAtPayPal(order);
  return undefined;
}

/** A test event from PayPal's dashboard, or one whose words were overtaken: signed, and not true. */
function sayWhatIsNot({ payPal, choices }: Stage, { inbox }: Program): Promise<unknown> | undefined {
  const order = payPal.orders.at(-1);
  if (order === undefined) return undefined;
  const type = choices.of([
    'PAYMENT.CAPTURE.COMPLETED',
    'PAYMENT.CAPTURE.DECLINED',
    'CHECKOUT.ORDER.APPROVED',
    'CHECKOUT.PAYMENT-APPROVAL.REVERSED',
    'PAYMENT.CAPTURE.REVERSED',
    'CUSTOMER.DISPUTE.CREATED',
    'CUSTOMER.DISPUTE.RESOLVED',
  ]);
  const [capture] = order.captures;
  payPal.say(type, {
    customId: order.request.checkoutId,
    orderId: order.orderId,
    captureId: capture?.captureId,
    disputeId: choices.percent(50) ? capture?.disputes[0]?.disputeId : 'PP-D-FORGED',
    sellerTransactionIds: capture === undefined ? [] : [capture.captureId],
  });
  const event = payPal.events.at(-1);
  return event === undefined ? undefined : inbox.add([event]);
}

function dispute({ payPal, choices }: Stage): undefined {
  const capture = payPal.orders.flatMap((order) => order.captures).find(({ held }) => held === 'COMPLETED');
  if (capture === undefined || !choices.percent(60)) return undefined;
  const open = capture.disputes.find(({ isOpen }) => isOpen);
  if (open === undefined || choices.percent(15)) payPal.openDispute(capture);
  else payPal.closeDispute(capture, open, choices.percent(50) ? 'buyer' : 'seller');
  return undefined;
}

/** A chargeback: the payer's bank takes the money back. */
function reverseAtPayPal({ payPal, choices }: Stage): undefined {
  const capture = payPal.orders.flatMap((order) => order.captures).find(({ held }) => held === 'COMPLETED');
  if (capture !== undefined && choices.percent(30)) payPal.reverse(capture);
  return undefined;
}

/** The merchant revokes a chat of his own, or says a code where none hears. */
function takeChatOutOrIn({ twin, clock, choices }: Stage, { chats }: Program): Promise<unknown> | undefined {
  const hearing = twin.knownChats.find(({ state }) => state === 'hearing');
  if (hearing === undefined) return letIn(chats, `code-${clock.now}-${choices.below(1_000_000)}`);
  if (!choices.percent(40)) return undefined;
  return chats.end(hearing.id, choices.of(['left', 'revoked'] as const));
}
