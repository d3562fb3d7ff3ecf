import { type Checkout, type Status, transitions } from '../../src/checkout/checkout.ts';
import type { SignalKind } from '../../src/checkout/signal.ts';
import { isOwner } from './is-owner.ts';
import type { Scene } from './scene.ts';
import { judgeShipment } from './shipment-rules.ts';

/** What every committed change of a checkout must hold. */
export function judgeRow(scene: Scene, before: Checkout | undefined, after: Checkout): void {
  judgeMove(scene, before, after);
  judgeOrders(scene, before, after);
  judgeMoney(scene, before, after);
  judgeAttempts(scene, before, after);
  judgeBinding(scene, before, after);
  judgeRefunds(scene, before, after);
  judgeWords(scene, before, after);
  judgeShipment(scene, before, after);
  if (before !== undefined && before.confirmedAt === undefined && after.confirmedAt !== undefined)
    judgeConfirmation(scene, before, after);
}

function judgeMove({ judge, clock, twin }: Scene, before: Checkout | undefined, after: Checkout): void {
  if (before === undefined) {
    judge.hold(after.status === 'open' && after.version === 1, 'M9', `begins as ${after.status}`);
    return;
  }
  const allowed: readonly Status[] = transitions[before.status];
  const isSame = before.status === after.status;
  judge.hold(isSame || allowed.includes(after.status), 'M9', `${before.status} to ${after.status}`);
  judge.hold(
    after.version > before.version || isLeaseOrCard(before, after),
    'M9',
    `version ${after.version}`,
  );
  if (isSame) return;
  const mayFollow = ['flagged', 'refunding', 'refunded'].includes(after.status);
  judge.hold(before.replacedBy === undefined || mayFollow, 'B5', `replaced, and ${after.status}`);
  if (after.status === 'expired')
    judge.hold(clock.now >= after.expiresAt, 'T', 'expired before its deadline');
  const isReturn =
    before.confirmedAt === undefined && (after.status === 'approved' || after.status === 'capture_submitted');
  if (isReturn && before.status !== 'approved')
    judge.hold(clock.now < after.expiresAt + 60_000, 'T', 'a way back was taken after the deadline');
  const wanted = signalOf(before, after);
  const isWritten =
    wanted === undefined ||
    twin.signalEntries.some(
      ({ signal }) =>
        signal.checkoutId === after.id && signal.kind === wanted && signal.createdAt === clock.now,
    );
  judge.hold(isWritten, 'S5', `${before.status} to ${after.status} without ${wanted}`);
}

/** A card's message is written beside any change; a lease is freed, and a number sealed anew, without one. */
function isLeaseOrCard(before: Checkout, after: Checkout): boolean {
  return before.version === after.version && before.status === after.status;
}

const kinds: Partial<Record<Status, SignalKind>> = {
  paid: 'payment_arrived',
  approved: 'approval_arrived',
  confirmed: 'confirmed',
  cancelled: 'cancelled',
  expired: 'expired',
  flagged: 'flagged',
  declined: 'payment_declined',
  capture_pending: 'payment_pending',
  refunded: 'refunded',
};

function signalOf(_before: Checkout, after: Checkout): SignalKind | undefined {
  return kinds[after.status];
}

function judgeOrders({ judge }: Scene, before: Checkout | undefined, after: Checkout): void {
  const live = after.orders.filter((order) => order.live);
  judge.hold(live.length <= 1, 'M10', `${live.length} live orders`);
  for (const order of live) {
    const former = before?.orders.find(({ requestId }) => requestId === order.requestId);
    judge.hold(former?.live !== false, 'M10', `${order.requestId} lives again`);
    judge.hold(
      former?.orderId === undefined || former.orderId === order.orderId,
      'M10',
      `${order.requestId} is another order now`,
    );
  }
}

function judgeMoney({ judge, payPal }: Scene, before: Checkout | undefined, after: Checkout): void {
  judge.hold(Number.isSafeInteger(after.total.minorUnits), 'M2', `total ${after.total.minorUnits}`);
  judge.hold(
    before === undefined ||
      (before.total.minorUnits === after.total.minorUnits && before.total.currency === after.total.currency),
    'M2',
    'the total of the snapshot changed',
  );
  if (after.capture?.status === 'PENDING')
    judge.hold(
      !['paid', 'confirmed', 'declined'].includes(after.status),
      'M13',
      `PENDING is ${after.status}`,
    );
  const isNew = before?.status !== after.status;
  if (!isNew || (after.status !== 'paid' && after.status !== 'confirmed')) return;
  const captures = payPal.orders
    .filter(({ request }) => request.checkoutId === after.id)
    .flatMap((order) => order.captures);
  const held = captures.find(({ captureId }) => captureId === after.capture?.captureId);
  const isRight =
    held?.held === 'COMPLETED' &&
    held.amount.minorUnits === after.total.minorUnits &&
    held.amount.currency === after.total.currency;
  judge.hold(isRight, 'M3', `${after.status} with ${JSON.stringify(held?.amount)} ${held?.held}`);
}

/** Neither the owner nor the browser that claimed ever becomes another. */
function judgeBinding({ judge }: Scene, before: Checkout | undefined, after: Checkout): void {
  if (before === undefined) return;
  judge.hold(isOwner(before.owner, after.owner), 'B7', 'another owner');
  const claimed = before.payerSessionHash;
  judge.hold(
    claimed === undefined || claimed === after.payerSessionHash,
    'B2',
    'another browser holds the claim',
  );
}

function judgeAttempts({ judge, witness }: Scene, before: Checkout | undefined, after: Checkout): void {
  judge.hold(
    after.attempts >= (before?.attempts ?? 0),
    'B3',
    `${after.attempts} attempts after ${before?.attempts}`,
  );
  judge.hold((after.number?.attempts ?? 0) <= 5, 'B3', `${after.number?.attempts} attempts of a number`);
  judge.hold(after.attempts <= 10, 'B3', `${after.attempts} attempts of a checkout`);
  judge.hold(after.numbersDrawn <= 3, 'B3', `${after.numbersDrawn} numbers drawn`);
  let compared = 0;
  for (const number of new Set(witness.numbers.values())) {
    if (number.checkoutId !== after.id) continue;
    judge.hold(number.compared <= 5, 'B3', `a number compared ${number.compared} times`);
    compared += number.compared;
  }
  judge.hold(compared <= 10, 'B3', `numbers compared ${compared} times`);
}

function judgeRefunds({ judge }: Scene, before: Checkout | undefined, after: Checkout): void {
  for (const { requestId, refundId } of before?.refunds ?? []) {
    const same = after.refunds.find((one) => one.requestId === requestId);
    const isKept = same !== undefined && (refundId === undefined || same.refundId === refundId);
    judge.hold(isKept, 'M7', `${requestId} is not written down any more`);
  }
  for (const capture of [after.capture, ...after.strayCaptures]) {
    if (capture === undefined) continue;
    const given = after.refunds.filter(
      ({ captureId, status }) => captureId === capture.captureId && status !== 'failed',
    );
    const sum = given.reduce((total, { amount }) => total + amount.minorUnits, 0);
    judge.hold(sum <= capture.amount.minorUnits, 'M7', `${sum} of ${capture.amount.minorUnits} given back`);
  }
  const ids = new Set(after.refunds.map(({ requestId }) => requestId));
  judge.hold(ids.size === after.refunds.length, 'M7', 'two decisions under one request id');
}

/** Money that PayPal took back is there as a refund that nobody here asked for. */
function judgeWords({ judge, payPal }: Scene, before: Checkout | undefined, after: Checkout): void {
  const captures = payPal.orders
    .filter(({ request }) => request.checkoutId === after.id)
    .flatMap((order) => order.captures);
  if (after.flag === 'reversed' && before?.flag !== 'reversed') {
    const held = captures.find(({ captureId }) => captureId === after.capture?.captureId);
    const ours = new Set(
      after.refunds.filter(({ reason }) => reason !== 'at_paypal').map(({ refundId }) => refundId),
    );
    const isTaken = held?.refunds.some(({ refundId }) => !ours.has(refundId)) === true;
    judge.hold(isTaken, 'words', `${held?.captureId} is reversed here alone`);
  }
  if (!payPal.showsDisputes) return;
  const disputes = captures.flatMap((capture) => capture.disputes);
  for (const id of [...(after.openDisputes ?? []), ...(after.closedDisputes ?? [])])
    judge.hold(
      disputes.some(({ disputeId }) => disputeId === id),
      'words',
      `${id} is no dispute of this checkout`,
    );
  for (const id of after.closedDisputes ?? [])
    judge.hold(!disputes.some((one) => one.disputeId === id && one.isOpen), 'words', `${id} is not over`);
}

function judgeConfirmation({ judge, witness, clock }: Scene, before: Checkout, after: Checkout): void {
  const { number } = before;
  const digits = number === undefined ? undefined : witness.numbers.get(number.hash)?.digits;
  const isPasted = witness.pastes.some(
    (paste) => paste.digits === digits && isOwner(paste.owner, before.owner),
  );
  judge.hold(isPasted, 'B1', 'confirmed without its number from its owner');
  judge.hold(
    number !== undefined && number.expiresAt > clock.now,
    'B1',
    'confirmed after the number was over',
  );
  judge.hold(after.number === undefined, 'B1', 'the number can be used again');
}
